using System.Net;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace OpsPortal.Frame;

/// <summary>
/// A runbook's prose as HTML. Anybody who can import a runbook writes this text, so raw HTML is shown as text and a link
/// goes only where a link may go.
/// </summary>
public static class MarkdownHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml().UsePipeTables().UseTaskLists().UseAutoLinks().UseEmphasisExtras().Build();

    // Markdig takes quadratic time over long runs of brackets and the like, and refuses deep nesting. Prose of people has neither.
    private const int LongestProse = 32 * 1024;

    /// <summary>As HTML; as it was written, in a &lt;pre&gt;, where no person can have meant it as Markdown.</summary>
    public static string Of(string markdown)
    {
        if (markdown.Length > LongestProse) return AsWritten(markdown);
        try
        {
            return Render(Markdown.Parse(markdown, Pipeline));
        }
        catch (ArgumentException)
        {
            return AsWritten(markdown);
        }
    }

    private static string AsWritten(string markdown) => $"<pre>{WebUtility.HtmlEncode(markdown)}</pre>";

    private static string Render(MarkdownDocument document)
    {
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            if (link.IsImage) { link.ReplaceBy(new LiteralInline(Text(link))); continue; }
            if (!MayLink(link.Url)) { link.Url = null; link.GetAttributes().AddClass("dead-link"); continue; }
            if (IsElsewhere(link.Url!)) Outwards(link);
        }
        foreach (var link in document.Descendants<AutolinkInline>().ToList())
            if (!link.IsEmail && !MayLink(link.Url)) link.ReplaceBy(new LiteralInline(link.Url));
            else Outwards(link);
        using var text = new StringWriter();
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        renderer.Render(document);
        return text.ToString();
    }

    /// <summary>http, https, mailto, and addresses within the portal.</summary>
    public static bool MayLink(string? url)
    {
        if (string.IsNullOrWhiteSpace(url) || url.Any(char.IsControl)) return false;
        var trimmed = url.Trim();
        if (trimmed.StartsWith("//", StringComparison.Ordinal) || trimmed.Contains('\\')) return false;
        var colon = trimmed.IndexOf(':');
        if (colon < 0 || trimmed.AsSpan(0, colon).ContainsAny("/?#")) return true;
        return trimmed[..colon].ToLowerInvariant() is "http" or "https" or "mailto";
    }

    private static bool IsElsewhere(string url) => url.Contains("://", StringComparison.Ordinal);

    private static void Outwards(MarkdownObject link)
    {
        var attributes = link.GetAttributes();
        attributes.AddProperty("rel", "noopener noreferrer");
        attributes.AddProperty("target", "_blank");
    }

    // Pictures would be fetched from anywhere the moment somebody reads; their text has to do.
    private static string Text(LinkInline image) =>
        string.Concat(image.Descendants<LiteralInline>().Select(l => l.Content.ToString())) is { Length: > 0 } alt ? alt : image.Url ?? "";
}
