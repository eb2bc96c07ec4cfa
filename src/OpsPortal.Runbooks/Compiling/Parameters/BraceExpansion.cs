using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Parameters;

/// <summary><c>{a,b}</c> and <c>{1..5}</c> outside of quotes: one word becomes several.</summary>
internal static partial class BraceExpansion
{
    private const int Most = 100;

    /// <summary>Characters; a longer word is data, and would be copied once for each brace in it.</summary>
    private const int Longest = 4_000;

    [GeneratedRegex(@"(?<!\$)\{(?<list>[^{}\s""']*,[^{}\s""']*)\}|\{(?<from>-?\d{1,6}|[A-Za-z])\.\.(?<to>-?\d{1,6}|[A-Za-z])\}")]
    private static partial Regex Brace();

    public static bool IsMeant(string text) => text.Contains('{') && Brace().IsMatch(text);

    /// <summary>Whether nothing in the word is filled in later, so that it can be written out.</summary>
    public static bool IsAlone(Word word) => Braced(word) is [_] && Written(Braced(word)[0].Text) is not null;

    /// <summary>The words that it stands for; the word itself where it has no brace, or too much of it.</summary>
    public static IEnumerable<Word> Expand(Word word)
    {
        // nearly every word
        if (word.Parts is [LiteralPart only] && (only.Quoted || !only.Text.Contains('{'))) return [word];
        return WrittenOut(word);
    }

    private static IEnumerable<Word> WrittenOut(Word word)
    {
        if (Braced(word) is not [var braced] || Written(braced.Text) is not { } texts) return [word];
        return texts.Select(text => word with { Parts = [.. word.Parts.Select(p => ReferenceEquals(p, braced) ? new LiteralPart(text, true) : p)] });
    }

    private static List<LiteralPart> Braced(Word word) => [.. word.Parts.OfType<LiteralPart>().Where(p => !p.Quoted && IsMeant(p.Text))];

    private static List<string>? Written(string text)
    {
        if (text.Length > Longest) return null;
        List<string> done = [];
        Queue<string> open = new([text]);
        while (open.TryDequeue(out var one))
        {
            if (done.Count + open.Count > Most) return null;
            if (Brace().Match(one) is not { Success: true } match)
            {
                done.Add(one);
                continue;
            }
            if (Values(match) is not { } values) return null;
            // depth first, as a shell writes them out
            var rest = open.ToList();
            open = new(values.Select(v => string.Concat(one.AsSpan(0, match.Index), v, one.AsSpan(match.Index + match.Length))).Concat(rest));
        }
        return done;
    }

    private static string[]? Values(Match match)
    {
        if (match.Groups["list"].Success) return match.Groups["list"].Value.Split(',') is { Length: <= Most } list ? list : null;
        var (from, to) = (match.Groups["from"].Value, match.Groups["to"].Value);
        var letters = char.IsAsciiLetter(from[0]);
        if (letters != char.IsAsciiLetter(to[0])) return null;
        var (a, b) = letters ? (from[0], to[0]) : (int.Parse(from), int.Parse(to));
        if (Math.Abs(a - b) >= Most) return null;
        var width = !letters && (from.TrimStart('-') is ['0', _, ..] || to.TrimStart('-') is ['0', _, ..]) ? Math.Max(from.Length, to.Length) : 0;
        return [.. Enumerable.Range(0, Math.Abs(a - b) + 1).Select(i => a <= b ? a + i : a - i).Select(n => letters ? ((char)n).ToString() : n.ToString($"D{Math.Max(1, width)}"))];
    }
}
