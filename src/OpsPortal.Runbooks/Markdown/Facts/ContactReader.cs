using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Documents;

namespace OpsPortal.Runbooks.Markdown.Facts;

/// <summary>Contacts, from the lists, tables and blocks of sections that are about them.</summary>
internal static partial class ContactReader
{
    public static IEnumerable<Contact> In(Section section, IReadOnlyList<ProseLine> lines)
    {
        var heading = section.Path is [.., var last] ? last : null;
        var about = section.Role == SectionRole.Contacts || heading is not null && heading.Contains("contact", StringComparison.OrdinalIgnoreCase);
        // a section about something else may name contacts, too; there each has to say where somebody is reached
        if (!about && !ContactForm.Announced(heading)) return section.Role == SectionRole.Escalation ? Asked(lines) : [];
        return Listed(lines, about).Concat(Tabled(section, about)).Concat(Shown(section, about));
    }

    private static IEnumerable<Contact> Asked(IReadOnlyList<ProseLine> lines) =>
        lines.Where(l => l.Item).Select(l => ContactForm.Asking(l.Text) is var (role, detail) ? new Contact(role, Detail(detail), l.Number) : null).OfType<Contact>();

    private static IEnumerable<Contact> Listed(IReadOnlyList<ProseLine> lines, bool about)
    {
        foreach (var line in lines)
            if (line.Item && ((about ? NameAndValue.Of(line.Text) : null) ?? ContactForm.Of(line.Text)) is var (role, detail)) yield return new(role, Detail(detail), line.Number);
    }

    private static IEnumerable<Contact> Tabled(Section section, bool about)
    {
        foreach (var prose in section.Blocks.OfType<Prose>())
            if (prose.Markdown.Contains('|') && MarkdownTable.Of(prose.Markdown, prose.Line) is { Headers.Count: > 1 } table && (about || table.Column("contact", "phone", "slack", "channel", "mail", "pager", "reach", "number") > 0))
                foreach (var row in table.Rows)
                    if (InlineText.Plain(row[0]) is { Length: > 0 } who && string.Join(", ", row.Cells.Skip(1).Where(c => c.Length > 0)) is var rest && (about || ContactForm.IsReach(rest))) yield return new(who, Detail(rest), row.Line);
    }

    private static IEnumerable<Contact> Shown(Section section, bool about)
    {
        foreach (var listing in section.Blocks.OfType<Listing>())
        {
            var number = listing.Line;
            foreach (var line in listing.Text.Split('\n'))
            {
                number++;
                if (Entry().Match(line) is { Success: true } entry && (about || ContactForm.IsReach(entry.Groups["detail"].Value))) yield return new(entry.Groups["role"].Value.Trim(), Detail(entry.Groups["detail"].Value), number);
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
