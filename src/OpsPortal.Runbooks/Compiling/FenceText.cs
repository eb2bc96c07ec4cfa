namespace OpsPortal.Runbooks.Compiling;

/// <summary>A fence's text, its lines, and what stands between its commands.</summary>
internal sealed class FenceText
{
    private readonly List<int> lineStarts = [0];

    public FenceText(string text)
    {
        Text = text;
        for (var i = text.IndexOf('\n'); i >= 0; i = text.IndexOf('\n', i + 1)) lineStarts.Add(i + 1);
    }

    public string Text { get; }

    public int LineOf(int offset) => lineStarts.BinarySearch(offset) is >= 0 and var exact ? exact : ~lineStarts.BinarySearch(offset) - 1;

    public int LineEnd(int offset) => Text.IndexOf('\n', offset) is >= 0 and var end ? end : Text.Length;

    /// <summary>Adds the comments that begin at <paramref name="from"/>; returns where the next command begins.</summary>
    /// <param name="hash">Whether <c>#</c> begins a comment here; <c>--</c> does everywhere, no command begins with it.</param>
    public int SkipComments(int from, bool hash, List<FenceItem> items)
    {
        while (from < Text.Length)
        {
            var isComment = (hash && Text[from] == '#') || (string.CompareOrdinal(Text, from, "--", 0, 2) == 0 && (from + 2 >= Text.Length || char.IsWhiteSpace(Text[from + 2])));
            if (isComment)
            {
                var end = LineEnd(from);
                var line = LineOf(from);
                items.Add(new FenceComment(line, Text[from..end].TrimEnd(), Text.AsSpan(lineStarts[line], from - lineStarts[line]).Trim().Length > 0));
                from = end;
            }
            else if (char.IsWhiteSpace(Text[from])) from++;
            else break;
        }
        return from;
    }

    public FenceStatement Item(Shell.Statement statement, Shell.Statement? session) =>
        new(LineOf(statement.Start), LineOf(Math.Max(statement.Start, statement.End - 1)), Text[statement.Start..statement.End], statement, session);
}
