using System.Text;
using OpsPortal.Runbooks.Compiling.Filters.Patterns;

namespace OpsPortal.Runbooks.Compiling.Filters;

/// <summary>A set of <c>tr</c>: <c>a-z</c>, <c>[:upper:]</c>, <c>\n</c>, <c>[x*3]</c>.</summary>
internal static class CharacterSet
{
    /// <param name="length">Of the first set, to which <c>[x*]</c> in the second fills up.</param>
    /// <exception cref="FilterSyntaxException">It is wrong, or not ASCII: tr sees bytes.</exception>
    public static string Expand(string text, int length = 0)
    {
        if (text.Length > 10_000) throw new FilterSyntaxException("a set of tr is too long");
        var result = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '[' && i + 1 < text.Length && text[i + 1] is ':' or '=' && text.IndexOf(text[i + 1] + "]", i + 2, StringComparison.Ordinal) is > 0 and var end)
            {
                var name = text[(i + 2)..end];
                if (text[i + 1] == '=') result.Append(name.Length == 1 ? name : throw new FilterSyntaxException($"tr knows no set [={name}=]"));
                else result.Append(Class(name));
                i = end + 2;
                continue;
            }
            if (Repeated(text, ref i, length - result.Length, result)) continue;
            var low = One(text, ref i);
            if (i + 1 < text.Length && text[i] == '-')
            {
                i++;
                var high = One(text, ref i);
                if (high < low) throw new FilterSyntaxException($"the range {low}-{high} of tr goes backwards");
                for (var c = low; c <= high; c++) result.Append(c);
            }
            else result.Append(low);
        }
        return result.ToString();
    }

    private static bool Repeated(string text, ref int i, int missing, StringBuilder result)
    {
        if (text[i] != '[') return false;
        var at = i + 1;
        if (at >= text.Length) return false;
        var c = One(text, ref at);
        if (at >= text.Length || text[at] != '*' || text.IndexOf(']', at) is not (> 0 and var end)) return false;
        var digits = text[(at + 1)..end];
        if (!digits.All(char.IsAsciiDigit) || digits.Length > 6) return false;
        result.Append(c, digits.Length == 0 ? Math.Max(0, missing) : int.Parse(digits));
        i = end + 1;
        return true;
    }

    private static char One(string text, ref int i)
    {
        var c = text[i++];
        if (c > '\x7f') throw new FilterSyntaxException("tr sees bytes, so only ASCII characters can stand in its sets");
        if (c != '\\' || i >= text.Length) return c;
        c = text[i++];
        if (c is >= '0' and <= '7')
        {
            var code = c - '0';
            for (var digits = 1; digits < 3 && i < text.Length && text[i] is >= '0' and <= '7'; digits++) code = (code * 8) + text[i++] - '0';
            return code < 128 ? (char)code : throw new FilterSyntaxException("tr sees bytes, so only ASCII characters can stand in its sets");
        }
        return c == 'b' ? '\b' : EscapedCharacter.Of(c) ?? c;
    }

    private static string Class(string name)
    {
        Func<char, bool> belongs = name switch
        {
            "alpha" => char.IsAsciiLetter,
            "digit" => char.IsAsciiDigit,
            "alnum" => char.IsAsciiLetterOrDigit,
            "upper" => char.IsAsciiLetterUpper,
            "lower" => char.IsAsciiLetterLower,
            "space" => c => c is ' ' or (>= '\t' and <= '\r'),
            "blank" => c => c is ' ' or '\t',
            "punct" => char.IsPunctuation,
            "print" => c => c is >= ' ' and <= '~',
            "graph" => c => c is > ' ' and <= '~',
            "cntrl" => char.IsControl,
            "xdigit" => char.IsAsciiHexDigit,
            _ => throw new FilterSyntaxException($"tr knows no class [:{name}:]"),
        };
        if (name == "punct") belongs = c => c is > ' ' and <= '~' && !char.IsAsciiLetterOrDigit(c);
        return string.Concat(Enumerable.Range(0, 128).Select(i => (char)i).Where(belongs));
    }
}
