using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Documents;

namespace OpsPortal.Runbooks.Markdown.Facts;

/// <summary>Levels of an escalation path: a heading each ("Level 1: On-Call Engineer"), with what is said of it below.</summary>
internal static partial class EscalationReader
{
    public static EscalationLevel? In(Section section, IReadOnlyList<ProseLine> lines)
    {
        if (section.Path is not [.., var heading] || Heading().Match(Decoration.Without(heading)) is not { Success: true } match) return null;
        // "Tier 1" is a level only where it is about escalation
        if (section.Role != SectionRole.Escalation && !section.Path.Any(p => p.Contains("escalat", StringComparison.OrdinalIgnoreCase)) && !lines.Any(l => l.Text.Contains("escalat", StringComparison.OrdinalIgnoreCase))) return null;
        string? contact = null, responsibility = null, when = null;
        foreach (var line in lines)
            if (NameAndValue.Of(line.Text) is var (name, value) && InlineText.Plain(value) is { Length: > 0 } text)
            {
                if (name.Contains("escalat", StringComparison.OrdinalIgnoreCase)) when ??= text;
                else if (name.Contains("contact", StringComparison.OrdinalIgnoreCase) || name.StartsWith("who", StringComparison.OrdinalIgnoreCase)) contact ??= text;
                else if (name.Contains("respons", StringComparison.OrdinalIgnoreCase) || name.Contains("scope", StringComparison.OrdinalIgnoreCase)) responsibility ??= text;
            }
        return new(int.Parse(match.Groups["n"].ValueSpan), match.Groups["name"].Value.Trim(), contact, responsibility, when is null ? null : DurationText.Of(when), when, section.Line);
    }

    [GeneratedRegex(@"^(?:Level|Tier|L)\s?-?(?<n>\d)\b\s*[:.–—-]*\s*(?<name>.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Heading();
}
