namespace OpsPortal.Runbooks.Markdown;

/// <summary>A command that stands in backticks in running text.</summary>
/// <param name="LineOffset">Lines between the text's beginning and the command.</param>
/// <param name="Title">The sentence it stands in.</param>
/// <param name="Language">As of a fence: <c>bash</c>, or <c>promql</c> for a query.</param>
internal sealed record InlineCommand(string Code, int LineOffset, string Title, string Language = "bash")
{
    public static IReadOnlyList<InlineCommand> In(string text)
    {
        List<InlineCommand>? found = null;
        int line = 0, counted = 0, after = 0;
        foreach (var span in InlineText.CodeSpans(text))
        {
            if (!Programs.IsWholeCommand(span.Code))
            {
                if (after == 0 && InlineQuery.In(text, span) is { } query) return [query];
                continue;
            }
            line += text.AsSpan(counted, span.Start - counted).Count('\n');
            counted = span.Start;
            (found ??= []).Add(new(span.Code, line, Sentence(text, after, span)));
            after = span.End;
        }
        return found ?? [];
    }

    /// <summary>What leads up to the command where it ends in a colon ("Restart the pod: `…`"), else the whole sentence around it.</summary>
    private static string Sentence(string text, int after, CodeSpan span)
    {
        var start = Math.Max(after, text.AsSpan(0, span.Start).LastIndexOf(". ") + 1);
        var before = InlineText.Plain(text[start..span.Start]).TrimStart(' ', '.', ',', ';');
        if (before.EndsWith(':')) return before.TrimEnd(':', ' ');
        var stop = text.AsSpan(span.End).IndexOfAny(".\n");
        var end = stop < 0 || stop > 200 ? Math.Min(text.Length, span.End + 200) : span.End + stop;
        return InlineText.Plain(text[start..end]).TrimStart(' ', '.', ',', ';');
    }
}
