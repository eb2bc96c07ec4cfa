using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions;

namespace OpsPortal.Runbooks.Compiling.Data;

/// <summary>Where a client program is told to connect: by flags, by a URL, by <c>key=value</c> words, or by a variable that holds one of these.</summary>
/// <param name="Variable">Its name; nothing else is known then.</param>
internal sealed partial record Connection(string? Host = null, string? Port = null, string? User = null, string? Database = null, string? Variable = null, bool HasPassword = false)
{
    [GeneratedRegex(@"^\uE000(?<n>[A-Za-z_][\w-]*)\uE001(?:\?.*)?$", RegexOptions.Singleline)]
    private static partial Regex OneVariable();

    [GeneratedRegex(@"url|uri|dsn|conn", RegexOptions.IgnoreCase)]
    private static partial Regex NameOfConnection();

    [GeneratedRegex(@"^(?:postgres(?:ql)?|rediss?)://(?:(?<u>[^:@/]*)(?::(?<s>[^@/]*))?@)?(?<h>\[[^\]]*\]|[^:/?,]*)(?::(?<p>[^/?,]*))?(?:,[^/?]*)?(?:/(?<d>[^?]*))?(?:\?.*)?$", RegexOptions.Singleline)]
    private static partial Regex Url();

    [GeneratedRegex(@"\G\s*(?<k>\w+)\s*=\s*(?:'(?<v>(?:[^'\\]|\\.)*)'|(?<v>[^\s']*))")]
    private static partial Regex Pair();

    /// <summary>What stands where a database's name or a URL is expected.</summary>
    public static Connection Of(string text)
    {
        if (OneVariable().Match(text) is { Success: true } variable && NameOfConnection().IsMatch(variable.Groups["n"].Value)) return new(Variable: variable.Groups["n"].Value);
        if (Url().Match(text) is { Success: true } url)
            return new(Part(url, "h")?.Trim('[', ']'), Part(url, "p"), Decoded(url, "u"), Decoded(url, "d"), HasPassword: IsWritten(Part(url, "s")));
        if (!text.Contains('=')) return new(Database: text.Length > 0 ? text : null);
        var pairs = Pair().Matches(text).DistinctBy(m => m.Groups["k"].Value).ToDictionary(m => m.Groups["k"].Value, m => m.Groups["v"].Value);
        return new(pairs.GetValueOrDefault("host") ?? pairs.GetValueOrDefault("hostaddr"), pairs.GetValueOrDefault("port"), pairs.GetValueOrDefault("user"), pairs.GetValueOrDefault("dbname"),
            HasPassword: IsWritten(pairs.GetValueOrDefault("password")));
    }

    /// <summary>A password that stands there in letters, not as a place for one.</summary>
    private static bool IsWritten(string? password) => password is { Length: > 0 } && !password.Contains(ParameterText.Open);

    private static string? Part(Match match, string group) => match.Groups[group] is { Success: true, Length: > 0 } part ? part.Value : null;

    private static string? Decoded(Match match, string group) => Part(match, group) is { } text ? Uri.UnescapeDataString(text) : null;
}
