using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Documents;

namespace OpsPortal.Runbooks.Markdown.Facts;

/// <summary>Contacts, from the lists, tables and blocks of sections that are about them.</summary>
internal static partial class ContactReader
{
    public static IEnumerable<Contact> In(Section section, IReadOnlyList<ProseLine> lines)
    {
        if (section.Role != SectionRole.Contacts && !(section.Path is [.., var heading] && heading.Contains("contact", StringComparison.OrdinalIgnoreCase))) yield break;
        foreach (var line in lines)
            if (line.Item && NameAndValue.Of(line.Text) is var (role, detail)) yield return new(role, Detail(detail), line.Number);
        foreach (var prose in section.Blocks.OfType<Prose>())
            if (prose.Markdown.Contains('|') && MarkdownTable.Of(prose.Markdown, prose.Line) is { Headers.Count: > 1 } table)
                foreach (var row in table.Rows)
                    if (InlineText.Plain(row[0]) is { Length: > 0 } who) yield return new(who, Detail(string.Join(", ", row.Cells.Skip(1).Where(c => c.Length > 0))), row.Line);
        foreach (var listing in section.Blocks.OfType<Listing>())
        {
            var number = listing.Line;
            foreach (var line in listing.Text.Split('\n'))
            {
                number++;
                if (Entry().Match(line) is { Success: true } entry) yield return new(entry.Groups["role"].Value.Trim(), Detail(entry.Groups["detail"].Value), number);
            }
        }
    }

    private static string? Detail(string text) =>
        (InlineText.LinkTarget(text) is { } target && !target.StartsWith('#') ? $"{InlineText.Plain(text)} ({target})" : InlineText.Plain(text)) is { Length: > 0 } detail && !Placeholder().IsMatch(detail) ? detail : null;

    [GeneratedRegex(@"^\s*(?<role>[A-Za-z][\w /()-]{0,60}?)\s*:\s+(?<detail>\S.{0,200})$")]
    private static partial Regex Entry();

    // what an author left for the reader to fill in
    [GeneratedRegex(@"^[\[<{].*[\]>}]$|\bX{3,}|\bx{3,}|^\+?\d?[-. ]?\(?555\)?[-. ]|\byour[-_]?(?:company|org|organi[sz]ation|team|domain|name|email|number)|^(?:tbd|tba|n/?a|-+|\?+|none|to do)$|\.{3}|^<.*>$", RegexOptions.IgnoreCase)]
    private static partial Regex Placeholder();
}
