using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Documents;

namespace OpsPortal.Runbooks.Markdown.Facts;

/// <summary>Links and bare addresses, in the order of the text.</summary>
internal static partial class LinkReader
{
    /// <summary>What names a bare address stands right before it.</summary>
    private const int LongestName = 300;

    public static IEnumerable<DocumentLink> In(Section section, IReadOnlyList<ProseLine> lines, IEnumerable<Step> steps)
    {
        foreach (var line in lines)
            foreach (var link in In(line.Text, line.Number)) yield return Generic().IsMatch(link.Text) && section.Path is [.., var heading] ? link with { Text = heading } : link;
        // a sentence that became a step is no prose any more
        foreach (var step in steps)
            if (step is { Mode: StepMode.Manual, Action: null } && !step.Source.Contains('\n') && char.IsUpper(step.Source[0]))
                foreach (var link in In(step.Source, step.Line)) yield return link;
    }

    private static List<DocumentLink> In(string text, int line)
    {
        if (!text.Contains("](", StringComparison.Ordinal) && !text.Contains("://", StringComparison.Ordinal)) return [];
        var code = InlineText.CodeSpans(text);
        var span = 0;
        List<DocumentLink> links = [];
        foreach (Match match in Link().Matches(text))
        {
            while (span < code.Count && code[span].End <= match.Index) span++;
            if (span < code.Count && code[span].Start <= match.Index) continue;
            var target = (match.Groups["target"] is { Success: true, Value: var named } ? named : match.Groups["bare"].Value.TrimEnd('.', ',', ';', ':', '!', '?', '*', '_', ')')).Trim('<', '>').Split(' ')[0];
            if (target.Length == 0 || target.Contains("://<", StringComparison.Ordinal)) continue;
            var words = match.Groups["text"] is { Success: true, Value: var shown } ? InlineText.Plain(shown) : Before(text[Math.Max(0, match.Index - LongestName)..match.Index]);
            links.Add(new(words.Length > 0 ? words : target, target, Kind(target), line));
        }
        return links;
    }

    private static LinkKind Kind(string target) =>
        target.StartsWith('#') ? LinkKind.Section
        : Scheme().IsMatch(target) ? LinkKind.Url
        : target.Split('#', '?')[0] is var path && (path.EndsWith(".md", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".markdown", StringComparison.OrdinalIgnoreCase)) ? LinkKind.Runbook
        : LinkKind.File;

    /// <summary>"Grafana" of "**Grafana:** http://…".</summary>
    private static string Before(string text)
    {
        var words = InlineText.Plain(text.TrimEnd('<', '(', ' ')).TrimEnd(':', ' ', '-', '–');
        var sentence = words.LastIndexOf(". ", StringComparison.Ordinal);
        return sentence < 0 ? words : words[(sentence + 2)..];
    }

    [GeneratedRegex(@"(?<!!)\[(?<text>[^\[\]]{1,200})\]\((?<target>[^()\s]{1,1000})(?:\s+""[^""]{0,200}"")?\)|(?<bare>https?://[^\s<>""'`|\]]{1,1000})")]
    private static partial Regex Link();

    // such a name says nothing where it stands alone
    [GeneratedRegex("^(?:url|link|address|here|open|website)$", RegexOptions.IgnoreCase)]
    private static partial Regex Generic();

    [GeneratedRegex("^(?:[a-z][a-z0-9+.-]{1,20}:|//)", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();
}
