using System.Data.Common;
using System.Text;
using System.Text.RegularExpressions;
using OpsPortal.Targets;

namespace OpsPortal.Environments;

/// <summary>The values among an environment's settings that nobody may see.</summary>
internal static partial class EnvironmentCredentials
{
    public static IEnumerable<string> Of(TargetSettings targets) =>
    [
        .. targets.Databases.SelectMany(d => OfConnection(d.ConnectionString)),
        .. targets.Redis.SelectMany(r => OfRedis(r.ConnectionString)),
        .. targets.Host.Variables.Where(v => SecretName().IsMatch(v.Key)).SelectMany(v => OfAddress(v.Value).Prepend(v.Value)),
        .. OfAddress(targets.Prometheus?.OriginalString),
        .. OfAddress(targets.Docker?.Url.OriginalString),
    ];

    /// <summary>Tokens, passwords and keys of a kubeconfig; of keys in base64 also what they hold.</summary>
    public static IEnumerable<string> OfKubeconfig(string text)
    {
        foreach (Match found in KubeconfigSecret().Matches(text))
        {
            var value = found.Groups["value"].Value.Trim('"', '\'');
            yield return value;
            var bytes = new byte[value.Length];
            if (found.Groups["name"].Value.EndsWith("-data", StringComparison.Ordinal) && Convert.TryFromBase64String(value, bytes, out var length))
                yield return Encoding.UTF8.GetString(bytes, 0, length);
        }
    }

    private static IEnumerable<string> OfConnection(string connection)
    {
        if (connection.Contains("://", StringComparison.Ordinal)) return OfAddress(connection);
        DbConnectionStringBuilder parts = [];
        try
        {
            parts.ConnectionString = connection;
        }
        catch (ArgumentException)
        {
            // No connection string, so nobody connects with it; all of it may be a secret.
            return [connection];
        }
        return parts.Keys.Cast<string>().Where(k => ConnectionSecret().IsMatch(k)).Select(k => $"{parts[k]}");
    }

    private static IEnumerable<string> OfRedis(string connection) => connection.Contains("://", StringComparison.Ordinal)
        ? OfAddress(connection)
        : connection.Split(',').Select(p => p.Trim()).Where(p => p.StartsWith("password=", StringComparison.OrdinalIgnoreCase)).Select(p => p["password=".Length..]);

    /// <summary>The password of an address, as it is written and as it is meant.</summary>
    private static IEnumerable<string> OfAddress(string? address) =>
        address is not null && UserInfo().Match(address) is { Success: true } found ? [found.Groups[1].Value, Uri.UnescapeDataString(found.Groups[1].Value)] : [];

    [GeneratedRegex("KEY|TOKEN|SECRET|PASS|PWD|CREDENTIAL|DSN|URL|AUTH", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex("^(password|pwd|psw|passfile|ssl ?password)$", RegexOptions.IgnoreCase)]
    private static partial Regex ConnectionSecret();

    [GeneratedRegex("://[^/@\\s]*?:([^/\\s]+)@")]
    private static partial Regex UserInfo();

    [GeneratedRegex("""["']?(?<name>token|password|client-key-data|id-token|refresh-token|access-token|client-secret)["']?\s*:\s*(?<value>"[^"\n]+"|'[^'\n]+'|[^\s,}\n]+)""")]
    private static partial Regex KubeconfigSecret();
}
