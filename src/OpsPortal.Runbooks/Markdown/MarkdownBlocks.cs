using Markdig;
using Markdig.Parsers;
using Markdig.Syntax;

namespace OpsPortal.Runbooks.Markdown;

/// <summary>
/// The block structure of a document. Markdig reads the blocks; what stands inside a line is read by <see cref="InlineText"/>,
/// because Markdig's inline parser takes quadratic time on hostile text and most of its work is not needed here.
/// </summary>
internal static class MarkdownBlocks
{
    private static readonly MarkdownPipeline Pipeline = Build();

    public static MarkdownDocument Parse(string text) => Markdig.Markdown.Parse(text, Pipeline);

    /// <summary>The lines of a leaf, without the indentation and markers of what it stands in.</summary>
    public static string Text(LeafBlock leaf)
    {
        var lines = leaf.Lines;
        return lines.Count switch
        {
            0 => "",
            1 => lines.Lines[0].Slice.ToString(),
            _ => lines.ToString(),
        };
    }

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder { PreciseSourceLocation = true };
        builder.InlineParsers.Clear();
        builder.BlockParsers.Replace<QuoteBlockParser>(new ShallowQuoteParser());
        builder.BlockParsers.Replace<ListBlockParser>(new ShallowListParser());
        builder.BlockParsers.Replace<ParagraphBlockParser>(new PlainParagraphParser());
        builder.BlockParsers.Replace<HeadingBlockParser>(new PlainHeadingParser());
        return builder.Build();
    }
}
