using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Markdown;

/// <summary>Emoji, shortcodes (<c>:red_circle:</c>), and emoji that were decoded with the wrong code page ("ðŸ”´").</summary>
internal static partial class Decoration
{
    public static string Without(string text) => IsPlain(text) ? text : string.Join(' ',
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => !Shortcode().IsMatch(w)).Select(Bare).Where(w => w.Length > 0));

    /// <summary>Nearly every text has no decoration, and its words stand one blank apart already.</summary>
    private static bool IsPlain(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && text[0] is not (' ' or ':') && text[^1] != ' ' && !text.Contains("  ", StringComparison.Ordinal) && !text.Contains(" :", StringComparison.Ordinal);

    private static string Bare(string word)
    {
        // a four-byte character read as Windows-1252 begins with ð, a three-byte symbol with â or ï
        if (word[0] is 'ð' or 'â' or 'ï' && !word.Any(char.IsAsciiLetter)) return "";
        var (start, end) = (0, word.Length);
        while (start < end && !IsKept(word[start])) start++;
        while (end > start && !IsKept(word[end - 1])) end--;
        return word[start..end];
    }

    private static bool IsKept(char c) => char.IsLetterOrDigit(c) || (char.IsAscii(c) && !char.IsControl(c));

    [GeneratedRegex("^:[a-z_0-9+-]+:$")]
    private static partial Regex Shortcode();
}
