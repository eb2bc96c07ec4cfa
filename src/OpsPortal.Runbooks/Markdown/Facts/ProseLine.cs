namespace OpsPortal.Runbooks.Markdown.Facts;

/// <summary>A line of running text as facts are read from it.</summary>
/// <param name="Number">1-based line in the document.</param>
/// <param name="Indent">Blanks before its first character.</param>
/// <param name="Item">Whether it begins an item of a list.</param>
/// <param name="Text">Markdown, without the item's mark.</param>
internal sealed record ProseLine(int Number, int Indent, bool Item, string Text)
{
    public static IEnumerable<ProseLine> Of(Section section)
    {
        foreach (var prose in section.Blocks.OfType<Prose>())
        {
            var number = prose.Line;
            foreach (var line in prose.Markdown.Split('\n'))
            {
                if (Of(line, number) is { } read) yield return read;
                number++;
            }
        }
    }

    private static ProseLine? Of(string line, int number)
    {
        var indent = line.AsSpan().IndexOfAnyExcept(' ', '\t');
        if (indent < 0) return null;
        var text = line.AsSpan(indent);
        var mark = Mark(text);
        return new(number, indent, mark > 0, text[mark..].Trim().ToString());
    }

    /// <summary>Length of "- ", "* ", "12. "; 0 where there is no such mark.</summary>
    private static int Mark(ReadOnlySpan<char> text)
    {
        if (text.Length > 2 && text[0] is '-' or '*' or '+' && text[1] == ' ') return 2;
        var digits = 0;
        while (digits < Math.Min(3, text.Length) && char.IsAsciiDigit(text[digits])) digits++;
        return digits > 0 && text.Length > digits + 2 && text[digits] is '.' or ')' && text[digits + 1] == ' ' ? digits + 2 : 0;
    }
}

/// <summary>"**Time**: Sunday", "Time: Sunday".</summary>
internal static class NameAndValue
{
    private const int LongestName = 60;

    public static (string Name, string Value)? Of(string text)
    {
        if (Label.Of(text) is { } label) return (label.Text, label.Rest);
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        return colon is > 0 and <= LongestName && !text.AsSpan(0, colon).ContainsAny("`[<") ? (InlineText.Plain(text[..colon]), text[(colon + 2)..].Trim()) : null;
    }
}
