using System.Text;

namespace OpsPortal.Runbooks.Compiling.Filters.Patterns;

/// <summary><c>[…]</c> of POSIX, where a backslash is a letter like others and <c>]</c> may stand first.</summary>
internal static class BracketExpression
{
    private static readonly Dictionary<string, string> Classes = new()
    {
        ["alpha"] = "a-zA-Z",
        ["digit"] = "0-9",
        ["alnum"] = "a-zA-Z0-9",
        ["upper"] = "A-Z",
        ["lower"] = "a-z",
        ["space"] = "\\s",
        ["blank"] = " \\t",
        ["punct"] = "!-/:-@\\[-`{-~",
        ["print"] = " -~",
        ["graph"] = "!-~",
        ["cntrl"] = "\\x00-\\x1f\\x7f",
        ["xdigit"] = "0-9A-Fa-f",
    };

    /// <param name="at">At the opening bracket; afterwards behind the closing one.</param>
    public static string Translate(string pattern, ref int at, PatternEscapes escapes = PatternEscapes.None)
    {
        var result = new StringBuilder("[");
        var i = at + 1;
        if (i < pattern.Length && pattern[i] == '^') { result.Append('^'); i++; }
        for (var first = true; ; first = false)
        {
            if (i >= pattern.Length) throw new FilterSyntaxException($"Unmatched [ in the pattern '{pattern}'");
            if (pattern[i] == ']' && !first) break;
            if (pattern[i] == '[' && i + 1 < pattern.Length && pattern[i + 1] is ':' or '.' or '=') result.Append(Named(pattern, ref i));
            else
            {
                var low = Character(pattern, ref i, escapes);
                if (i + 1 >= pattern.Length || pattern[i] != '-' || pattern[i + 1] == ']') result.Append(Literal(low));
                else
                {
                    i++;
                    result.Append(Range(low, Character(pattern, ref i, escapes), pattern));
                }
            }
        }
        at = i + 1;
        return result.Append(']').ToString();
    }

    private static string Named(string pattern, ref int i)
    {
        var mark = pattern[i + 1];
        var end = pattern.IndexOf($"{mark}]", i + 2, StringComparison.Ordinal);
        if (end < 0) throw new FilterSyntaxException($"Unmatched [{mark} in the pattern '{pattern}'");
        var name = pattern[(i + 2)..end];
        i = end + 2;
        if (mark != ':') return string.Concat(name.Select(Literal));
        return Classes.GetValueOrDefault(name) ?? throw new FilterSyntaxException($"there is no character class [:{name}:] (pattern '{pattern}')");
    }

    private static char Character(string pattern, ref int i, PatternEscapes escapes)
    {
        var c = pattern[i++];
        if (c != '\\' || escapes == PatternEscapes.None || i >= pattern.Length) return c;
        if (EscapedCharacter.Of(pattern[i]) is { } meant)
        {
            i++;
            return meant;
        }
        return escapes == PatternEscapes.Awk ? pattern[i++] : c;
    }

    private static string Range(char low, char high, string pattern) =>
        low <= high ? $"{Literal(low)}-{Literal(high)}" : throw new FilterSyntaxException($"Invalid range end in the pattern '{pattern}'");

    private static string Literal(char c) => c is '\\' or ']' or '[' or '^' or '-' ? $"\\{c}" : c.ToString();
}
