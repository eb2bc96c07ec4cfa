using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Markdown;

/// <summary>Severity names among the decoration that tables put around them.</summary>
internal static partial class SeverityWord
{
    /// <summary>The words of a cell alone.</summary>
    public static string Clean(string cell) => Decoration.Without(InlineText.Plain(cell));

    /// <summary>The name that a text begins with ("P1 - Critical", "SEV2 Incidents", "P3 (Medium)") and what it is called besides.</summary>
    public static (string Name, string? Qualifier)? Name(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('0', '5')) return null;
        var clean = Clean(text);
        var match = Coded().Match(clean);
        if (!match.Success) return null;
        var rest = clean[match.Length..].Trim(' ', '-', '–', '—', ':', '(', ')', '/');
        if (Filler().Match(rest) is { Success: true } filler) rest = rest[filler.Length..].Trim(' ', '-', '–', ':', '(', ')');
        return (match.Groups[1].Value.ToUpperInvariant() + match.Groups[2].Value, rest.Length == 0 ? null : rest);
    }

    [GeneratedRegex(@"^(P|SEV|S)[\s-]?([0-5])\b", RegexOptions.IgnoreCase)]
    private static partial Regex Coded();

    [GeneratedRegex("^(incidents?|alerts?|issues?|severity|priority)\\b", RegexOptions.IgnoreCase)]
    private static partial Regex Filler();
}
