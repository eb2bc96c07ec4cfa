using System.Data.Common;
using System.Text.RegularExpressions;
using OpsPortal.Environments;
using OpsPortal.Targets;

namespace OpsPortal.Executions.Output;

/// <summary>The credentials of an execution's environment: whatever prints one, it is not stored.</summary>
internal sealed partial class TargetSecrets(EnvironmentVault vault) : ISecretSource
{
    public ValueTask<IReadOnlyCollection<string>> SecretsAsync(Execution execution, CancellationToken cancellation)
    {
        if (execution.Environment is not { } environment) return ValueTask.FromResult<IReadOnlyCollection<string>>([]);
        try
        {
            var targets = vault.Targets(environment);
            return ValueTask.FromResult<IReadOnlyCollection<string>>(
                [.. targets.Databases.Select(d => Password(d.ConnectionString)), .. targets.Redis.Select(r => RedisPassword(r.ConnectionString)), .. targets.Host.Variables.Where(v => Credential().IsMatch(v.Key)).Select(v => v.Value)]);
        }
        catch (TargetUnreachableException)
        {
            // Credentials that cannot be decrypted are not used either.
            return ValueTask.FromResult<IReadOnlyCollection<string>>([]);
        }
    }

    [GeneratedRegex("KEY|TOKEN|SECRET|PASS|PWD|CREDENTIAL|DSN|URL", RegexOptions.IgnoreCase)]
    private static partial Regex Credential();

    private static string Password(string connection)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = connection };
        return parts.TryGetValue("Password", out var password) ? $"{password}" : "";
    }

    private static string RedisPassword(string connection) =>
        connection.Split(',').Select(p => p.Trim()).FirstOrDefault(p => p.StartsWith("password=", StringComparison.OrdinalIgnoreCase)) is { } found ? found["password=".Length..] : "";
}
