using System.Buffers;
using System.Text;

namespace OpsPortal.Runbooks.Markdown;

/// <param name="Start">Offset of the first backtick.</param>
/// <param name="End">Offset after the last backtick.</param>
internal readonly record struct CodeSpan(int Start, int End, string Code);

/// <summary>What stands inside paragraphs, read in linear time.</summary>
internal static class InlineText
{
    private static readonly SearchValues<char> MarkupOrBreak = SearchValues.Create("*_`[]\\<>\n\t");

    public static IReadOnlyList<CodeSpan> CodeSpans(string text)
    {
        if (!text.Contains('`')) return [];
        List<(int Start, int Length)> runs = [];
        for (var i = text.IndexOf('`'); i >= 0; i = i < text.Length ? text.IndexOf('`', i) : -1)
        {
            var start = i;
            while (i < text.Length && text[i] == '`') i++;
            runs.Add((start, i - start));
        }

        // Each run closes with the next one of its own length; looked up from the end, so that unmatched runs cost nothing.
        var closing = new int[runs.Count];
        Dictionary<int, int> nextOfLength = [];
        for (var i = runs.Count - 1; i >= 0; i--)
        {
            closing[i] = nextOfLength.GetValueOrDefault(runs[i].Length, -1);
            nextOfLength[runs[i].Length] = i;
        }

        List<CodeSpan> spans = [];
        for (var i = 0; i < runs.Count; i++)
        {
            if (closing[i] < 0 || (runs[i].Start > 0 && text[runs[i].Start - 1] == '\\')) continue;
            var (from, to) = (runs[i].Start + runs[i].Length, runs[closing[i]].Start);
            spans.Add(new(runs[i].Start, to + runs[i].Length, text[from..to].Replace('\n', ' ').Trim()));
            i = closing[i];
        }
        return spans;
    }

    /// <summary>As a person reads it: no emphasis, links by their text, one line.</summary>
    public static string Plain(string text)
    {
        if (!text.AsSpan().ContainsAny(MarkupOrBreak)) return text.Trim();
        var dropped = Markup(text);
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            if (!dropped[i] && (text[i] is not (' ' or '\n' or '\t') || (plain.Length > 0 && plain[^1] != ' ')))
                plain.Append(text[i] is '\n' or '\t' ? ' ' : text[i]);
        return plain.ToString().TrimEnd();
    }

    /// <summary>On one line and without bold marks; backticks stay.</summary>
    public static string Unemphasized(string text) => text.Replace("**", "").Replace("__", "").ReplaceLineEndings(" ").Trim();

    /// <summary>The address of the first link, as written.</summary>
    public static string? LinkTarget(string text)
    {
        var open = text.IndexOf("](", StringComparison.Ordinal);
        var close = open < 0 ? -1 : text.IndexOf(')', open);
        return close < 0 ? null : text[(open + 2)..close].Trim().Trim('<', '>') is { Length: > 0 } target ? target.Split(' ')[0] : null;
    }

    private static bool[] Markup(string text)
    {
        var dropped = new bool[text.Length];
        var spans = CodeSpans(text);
        var span = 0;
        Stack<int> brackets = [];
        for (var i = 0; i < text.Length; i++)
        {
            while (span < spans.Count && spans[span].End <= i) span++;
            if (span < spans.Count && i >= spans[span].Start)
            {
                for (; i < spans[span].End; i++) dropped[i] = text[i] == '`';
                i--;
                continue;
            }
            switch (text[i])
            {
                case '\\' when i + 1 < text.Length && char.IsAsciiLetterOrDigit(text[i + 1]) is false && text[i + 1] != ' ':
                    dropped[i++] = true;
                    break;
                case '*' when !IsBlank(text, i - 1) || !IsBlank(text, i + 1):
                    dropped[i] = true;
                    break;
                case '_' when !IsWord(text, i - 1) || !IsWord(text, i + 1):
                    dropped[i] = true;
                    break;
                case '[':
                    brackets.Push(i);
                    break;
                case ']' when brackets.TryPop(out var open) && i + 1 < text.Length && text[i + 1] == '(':
                    // an address is short; a longer search would be quadratic on unclosed ones
                    var close = text.AsSpan(i, Math.Min(1000, text.Length - i)).IndexOf(')');
                    if (close < 0) break;
                    dropped[open] = true;
                    if (open > 0 && text[open - 1] == '!') dropped[open - 1] = true;
                    Array.Fill(dropped, true, i, close + 1);
                    i += close;
                    break;
                case '<' when text.AsSpan(i + 1).StartsWith("http", StringComparison.Ordinal) || text.AsSpan(i + 1).StartsWith("mailto:", StringComparison.Ordinal):
                    var end = text.AsSpan(i, Math.Min(1000, text.Length - i)).IndexOf('>');
                    if (end < 0) break;
                    dropped[i] = dropped[i + end] = true;
                    i += end;
                    break;
            }
        }
        return dropped;
    }

    private static bool IsBlank(string text, int at) => at < 0 || at >= text.Length || char.IsWhiteSpace(text[at]);
    private static bool IsWord(string text, int at) => at >= 0 && at < text.Length && char.IsLetterOrDigit(text[at]);
}
