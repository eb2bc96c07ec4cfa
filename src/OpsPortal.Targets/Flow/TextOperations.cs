using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions.Flow;

namespace OpsPortal.Targets.Flow;

/// <summary>Parameter expansions of bash (Bash manual, "Shell Parameter Expansion"). A length counts UTF-16 units; ASCII is all that anybody cuts.</summary>
internal static class TextOperations
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <returns>Null with the sentence where it cannot be done.</returns>
    public static string? Apply(string text, TextOperation operation, out string? refused)
    {
        refused = null;
        try
        {
            return operation.Kind switch
            {
                "length" => text.Length.ToString(CultureInfo.InvariantCulture),
                "#" => Match(text, "^(?:" + Pattern(operation.Argument, lazy: true) + ")") is { } m ? text[m.Length..] : text,
                "##" => Match(text, "^(?:" + Pattern(operation.Argument) + ")") is { } m ? text[m.Length..] : text,
                "%" => Suffix(text, operation.Argument, longest: false),
                "%%" => Suffix(text, operation.Argument, longest: true),
                "/" => Replace(text, operation, once: true),
                "//" => Replace(text, operation, once: false),
                "^" => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..],
                "^^" => text.ToUpperInvariant(),
                "," => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..],
                ",," => text.ToLowerInvariant(),
                ":" => Slice(text, operation, out refused),
                _ => throw new InvalidOperationException(operation.Kind),
            };
        }
        catch (RegexMatchTimeoutException)
        {
            refused = $"The pattern {operation.Argument} takes too long to be looked for.";
            return null;
        }
    }

    /// <summary>Whether a text is matched by a pattern of file names from end to end.</summary>
    public static bool Matches(string text, string pattern) => Match(text, "^(?:" + Pattern(pattern) + ")$") is { } m && m.Length == text.Length;

    private static Match? Match(string text, string regex) => Regex.Match(text, regex, RegexOptions.Singleline | RegexOptions.CultureInvariant, Limit) is { Success: true } match ? match : null;

    private static string Suffix(string text, string pattern, bool longest)
    {
        var regex = new Regex("^(?:" + Pattern(pattern) + @")\z", RegexOptions.Singleline | RegexOptions.CultureInvariant, Limit);
        for (var n = 0; n <= text.Length; n++)
        {
            var from = longest ? n : text.Length - n;
            if (regex.IsMatch(text[from..])) return text[..from];
        }
        return text;
    }

    private static string Replace(string text, TextOperation operation, bool once)
    {
        var pattern = operation.Argument;
        var regex = pattern switch
        {
            ['#', .. var start] => "^(?:" + Pattern(start) + ")",
            ['%', .. var end] => "(?:" + Pattern(end) + @")\z",
            _ => Pattern(pattern),
        };
        if (pattern.Length == 0) return text;
        return new Regex(regex, RegexOptions.Singleline | RegexOptions.CultureInvariant, Limit).Replace(text, _ => operation.Second ?? "", once ? 1 : -1);
    }

    private static string? Slice(string text, TextOperation operation, out string? refused)
    {
        refused = null;
        if (!int.TryParse(operation.Argument.Trim(), out var offset) || (operation.Second is not null && !int.TryParse(operation.Second.Trim(), out _)))
        {
            refused = $"Where to cut the text is no number: {operation.Argument}:{operation.Second}.";
            return null;
        }
        if (offset < 0) offset = Math.Max(0, text.Length + offset);
        if (offset > text.Length) return "";
        var length = operation.Second is { } second ? int.Parse(second.Trim(), CultureInfo.InvariantCulture) : text.Length - offset;
        var end = length < 0 ? text.Length + length : Math.Min((long)text.Length, (long)offset + length);
        return end <= offset ? "" : text[offset..(int)end];
    }

    /// <summary>A pattern of file names as a regular expression; here a slash is like any other character.</summary>
    private static string Pattern(string glob, bool lazy = false)
    {
        var regex = new StringBuilder();
        for (var i = 0; i < glob.Length; i++)
            switch (glob[i])
            {
                case '*': regex.Append(lazy ? ".*?" : ".*"); break;
                case '?': regex.Append('.'); break;
                case '\\' when i + 1 < glob.Length: regex.Append(Regex.Escape(glob[++i].ToString())); break;
                case '[' when Class(glob, i, regex) is > 0 and var end: i = end; break;
                default: regex.Append(Regex.Escape(glob[i].ToString())); break;
            }
        return regex.ToString();
    }

    /// <summary>Appends a bracket expression; returns where it ends, or 0 where the bracket is an ordinary character.</summary>
    private static int Class(string glob, int open, StringBuilder regex)
    {
        var first = open + 1 < glob.Length && glob[open + 1] is '!' or '^' ? open + 2 : open + 1;
        var close = first + 1 < glob.Length ? glob.IndexOf(']', first + 1) : -1;
        if (glob.IndexOf("[:", first, StringComparison.Ordinal) is >= 0 and var named && named < close && glob.IndexOf(":]", named, StringComparison.Ordinal) is > 0 and var ends)
            close = glob.IndexOf(']', ends + 2);
        if (close < 0) return 0;
        var body = glob[first..close].Replace("\\", @"\\").Replace("[:digit:]", "0-9").Replace("[:alpha:]", "a-zA-Z").Replace("[:alnum:]", "a-zA-Z0-9").Replace("[:space:]", @"\s")
            .Replace("[:upper:]", "A-Z").Replace("[:lower:]", "a-z");
        if (body.Contains('[') || body.Contains('^')) body = body.Replace("[", @"\[").Replace("^", @"\^");
        try
        {
            var made = $"[{(first > open + 1 ? "^" : "")}{body}]";
            _ = new Regex(made, RegexOptions.None, Limit);
            regex.Append(made);
            return close;
        }
        catch (ArgumentException)
        {
            return 0;
        }
    }
}
