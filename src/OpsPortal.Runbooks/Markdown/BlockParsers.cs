using Markdig.Parsers;
using Markdig.Syntax;

namespace OpsPortal.Runbooks.Markdown;

/// <summary>How deep quotes and lists may stand in each other. Markdig's time grows with lines × depth; nobody reads the twentieth level.</summary>
internal static class Nesting
{
    /// <summary>Containers; a list and its item are two.</summary>
    public const int Limit = 40;

    /// <summary>0-based line on which a document went deeper, as data of the document.</summary>
    public static readonly object ExceededOn = new();

    public static bool Allows(BlockProcessor processor)
    {
        var depth = 0;
        for (Markdig.Syntax.Block? at = processor.CurrentContainer; at is not null; at = at.Parent) depth++;
        if (depth <= Limit) return true;
        if (!processor.Document.ContainsData(ExceededOn)) processor.Document.SetData(ExceededOn, processor.LineIndex);
        return false;
    }
}

internal sealed class ShallowQuoteParser : QuoteBlockParser
{
    public override BlockState TryOpen(BlockProcessor processor) => Nesting.Allows(processor) ? base.TryOpen(processor) : BlockState.None;
}

internal sealed class ShallowListParser : ListBlockParser
{
    public override BlockState TryOpen(BlockProcessor processor) => Nesting.Allows(processor) ? base.TryOpen(processor) : BlockState.None;
}

/// <summary>Paragraphs that keep their link reference definitions as text: nothing here resolves them,
/// and taking them off one by one costs Markdig the square of their number.</summary>
internal sealed class PlainParagraphParser : ParagraphBlockParser
{
    public override BlockState TryContinue(BlockProcessor processor, Markdig.Syntax.Block block)
    {
        // A setext underline makes Markdig look for definitions as well.
        var mayDefine = block is ParagraphBlock { Lines: { Count: > 0 } lines } && lines.Lines[0].Slice.CurrentChar == '[';
        if (!mayDefine || processor.IsBlankLine) return base.TryContinue(processor, block);
        block.UpdateSpanEnd(processor.Line.End);
        return BlockState.Continue;
    }

    public override bool Close(BlockProcessor processor, Markdig.Syntax.Block block)
    {
        if (block is not LeafBlock leaf) return true;
        leaf.KeepLines();
        if (leaf is not ParagraphBlock) return true;
        for (var i = 0; i < leaf.Lines.Count; i++) leaf.Lines.Lines[i].Slice.TrimStart();
        if (leaf.Lines.Count > 0) leaf.Lines.Lines[leaf.Lines.Count - 1].Slice.TrimEnd();
        return leaf.Lines.Count > 0;
    }
}

internal sealed class PlainHeadingParser : HeadingBlockParser
{
    public override bool Close(BlockProcessor processor, Markdig.Syntax.Block block)
    {
        (block as LeafBlock)?.KeepLines();
        return base.Close(processor, block);
    }
}

file static class Leaves
{
    /// <summary>A leaf whose inlines are processed gives its lines away.</summary>
    public static void KeepLines(this LeafBlock leaf) => leaf.ProcessInlines = false;
}
