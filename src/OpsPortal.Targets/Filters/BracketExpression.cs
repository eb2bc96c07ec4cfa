using System.Text;

namespace OpsPortal.Targets.Filters;

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
    public static string Translate(string pattern, ref int at)
    {
        var result = new StringBuilder("[");
        var i = at + 1;
        if (i < pattern.Length && pattern[i] == '^') { result.Append('^'); i++; }
        for (var first = true; ; first = false)
        {
            if (i >= pattern.Length) throw new FilterException($"grep: Unmatched [ in the pattern '{pattern}'.");
            if (pattern[i] == ']' && !first) break;
            if (pattern[i] == '[' && i + 1 < pattern.Length && pattern[i + 1] is ':' or '.' or '=') result.Append(Named(pattern, ref i));
            else if (i + 2 < pattern.Length && pattern[i + 1] == '-' && pattern[i + 2] != ']') { result.Append(Range(pattern, i)); i += 3; }
            else result.Append(Literal(pattern[i++]));
        }
        at = i + 1;
        return result.Append(']').ToString();
    }

    private static string Named(string pattern, ref int i)
    {
        var mark = pattern[i + 1];
        var end = pattern.IndexOf($"{mark}]", i + 2, StringComparison.Ordinal);
        if (end < 0) throw new FilterException($"grep: Unmatched [{mark} in the pattern '{pattern}'.");
        var name = pattern[(i + 2)..end];
        i = end + 2;
        if (mark != ':') return string.Concat(name.Select(Literal));
        return Classes.GetValueOrDefault(name) ?? throw new FilterException($"grep: there is no character class [:{name}:] (pattern '{pattern}').");
    }

    private static string Range(string pattern, int i) =>
        pattern[i] <= pattern[i + 2]
            ? $"{Literal(pattern[i])}-{Literal(pattern[i + 2])}"
            : throw new FilterException($"grep: Invalid range end in the pattern '{pattern}'.");

    private static string Literal(char c) => c is '\\' or ']' or '[' or '^' or '-' ? $"\\{c}" : c.ToString();
}
