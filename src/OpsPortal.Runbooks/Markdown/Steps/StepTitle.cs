namespace OpsPortal.Runbooks.Markdown.Steps;

/// <summary>A title as a button's line: one line, without number and closing punctuation.</summary>
internal static class StepTitle
{
    private const int Longest = 120;

    public static string Of(string text)
    {
        var line = text.AsSpan().Trim();
        var end = line.IndexOf('\n');
        var title = Numbering.Without((end < 0 ? line : line[..end]).ToString()).TrimEnd(' ', ':', '\\');
        if (title.EndsWith('.') && !title.EndsWith("..", StringComparison.Ordinal)) title = title[..^1];
        return title.Length <= Longest ? title : $"{title.AsSpan(0, Longest - 1).TrimEnd()}…";
    }
}
