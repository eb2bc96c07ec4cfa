using System.Text;
using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>A comment's words, and what they ask for.</summary>
/// <param name="Line">0-based line in the fence.</param>
/// <param name="Words">Without marks, decoration and number.</param>
/// <param name="Numbered">"1. ", "Step 2:".</param>
internal sealed partial record CommentText(int Line, string Words, bool Numbered)
{
    [GeneratedRegex(@"^(?:\(?\d{1,3}[.)]|step\s+\d{1,3}\s*[:.)-])\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex(@"^(?:then\s+|now\s+)?wait\s+(?:for\s+)?(?:about\s+|approximately\s+|around\s+|at least\s+|up to\s+|~\s*)?(?:\d{1,5}\s*(?:-|to|–)\s*)?(?<n>\d{1,5})\s*-?\s*(?<u>s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)\b(?<rest>.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Waiting();

    [GeneratedRegex(@"^verif(?:y|ied|ication)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Verification();

    /// <summary>Null for a line that says nothing: a shebang, a ruler.</summary>
    public static CommentText? Of(FenceComment comment)
    {
        if (comment.Text.StartsWith("#!", StringComparison.Ordinal)) return null;
        var marked = comment.Text.AsSpan();
        var words = (marked[0] == '#' ? marked.TrimStart('#') : marked.TrimStart('-')).Trim();
        var undecorated = words.Trim("=-*#~_─━ ".AsSpan());
        if (undecorated.IsEmpty) return null;
        // only a ruler on both sides is decoration; "- item" is a bullet
        var text = (words[0] is '=' or '*' or '#' or '~' || words.StartsWith("--") || words.StartsWith("──") ? undecorated : words).ToString();
        var number = Number().Match(text);
        return new(comment.Line, number.Success ? text[number.Length..] : text, number.Success);
    }

    public bool Verifies => Verification().IsMatch(Words);

    /// <summary>"Wait 30 seconds"; where a range is given, its longer end.</summary>
    /// <param name="more">Whether the comment says more than that.</param>
    public TimeSpan? Waits(out bool more)
    {
        var match = Waiting().Match(Words);
        more = match.Success && match.Groups["rest"].ValueSpan.Trim(" .…").Length > 0;
        if (!match.Success) return null;
        var amount = int.Parse(match.Groups["n"].ValueSpan);
        return char.ToLowerInvariant(match.Groups["u"].Value[0]) switch
        {
            's' => TimeSpan.FromSeconds(amount),
            'm' => TimeSpan.FromMinutes(amount),
            _ => TimeSpan.FromHours(amount),
        };
    }

    /// <summary>Several lines as one text: a wrapped sentence goes on, bullets become a list, sentences stay sentences.</summary>
    public static string Join(params IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        var listed = false;
        foreach (var line in lines)
        {
            var bullet = line is ['-' or '*' or '•', ' ', ..];
            if (text.Length > 0)
                text.Append(bullet ? text[^1] == ':' ? " " : listed ? ", " : ": "
                    : char.IsLower(line[0]) || text[^1] is '.' or ',' or ':' or ';' or '!' or '?' ? " " : ". ");
            text.Append(bullet && text.Length > 0 ? line.AsSpan(2).TrimStart() : line);
            listed = bullet;
        }
        return text.ToString();
    }
}
