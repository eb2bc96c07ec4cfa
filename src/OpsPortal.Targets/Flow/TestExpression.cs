using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Flow;

/// <summary>A condition that cannot be checked; the message says why, without full stop.</summary>
internal sealed class TestSyntaxException(string message) : Exception(message);

/// <summary><c>test</c>, <c>[</c> and <c>[[</c>. Of files, it knows only those that a step can reach.</summary>
internal sealed class TestExpression(IReadOnlyList<string> words, bool extended, IStepFiles files)
{
    private int at;
    private int depth;

    public async Task<bool> EvaluateAsync(CancellationToken cancellation)
    {
        if (words.Count == 0) return false;
        var holds = await OrAsync(cancellation);
        return at == words.Count ? holds : throw new TestSyntaxException($"\"{words[at]}\" is not expected there");
    }

    private async Task<bool> OrAsync(CancellationToken cancellation)
    {
        var holds = await AndAsync(cancellation);
        while (Take(extended ? "||" : "-o")) holds |= await AndAsync(cancellation);
        return holds;
    }

    private async Task<bool> AndAsync(CancellationToken cancellation)
    {
        var holds = await NotAsync(cancellation);
        while (Take(extended ? "&&" : "-a")) holds &= await NotAsync(cancellation);
        return holds;
    }

    private async Task<bool> NotAsync(CancellationToken cancellation)
    {
        if (++depth > 40) throw new TestSyntaxException("it is nested too deeply");
        if (words.Count - at > 1 && Take("!")) return !await NotAsync(cancellation);
        if (at + 2 < words.Count && IsBinary(words[at + 1])) return Binary(words[at++], words[at++], words[at++]);
        if (Take("("))
        {
            var holds = await OrAsync(cancellation);
            return Take(")") ? holds : throw new TestSyntaxException("\")\" is missing");
        }
        if (at >= words.Count) throw new TestSyntaxException("it breaks off");
        if (words[at] is ['-', var letter] && at + 1 < words.Count)
        {
            at++;
            return await UnaryAsync(letter, words[at++], cancellation);
        }
        return words[at++].Length > 0;
    }

    private async Task<bool> UnaryAsync(char letter, string word, CancellationToken cancellation)
    {
        switch (letter)
        {
            case 'z': return word.Length == 0;
            case 'n': return word.Length > 0;
            case 'v': throw new TestSyntaxException("which variables a shell has is not known here");
            case 'd': return (await files.MatchAsync(word.TrimEnd('/') + "/*", cancellation)).Count > 0;
            case 'e' or 'f' or 'r' or 's':
                await using (var file = await files.OpenAsync(word, cancellation))
                    return file is not null && (letter != 's' || !file.CanSeek || file.Length > 0);
            default: throw new TestSyntaxException($"-{letter} asks for something that only the machine of an operator knows");
        }
    }

    private bool Binary(string left, string op, string right) => op switch
    {
        "=" or "==" => extended ? TextOperations.Matches(left, right) : left == right,
        "!=" => !(extended ? TextOperations.Matches(left, right) : left == right),
        "=~" => Expression(left, right),
        "<" => string.CompareOrdinal(left, right) < 0,
        ">" => string.CompareOrdinal(left, right) > 0,
        "-eq" => Number(left) == Number(right),
        "-ne" => Number(left) != Number(right),
        "-lt" => Number(left) < Number(right),
        "-le" => Number(left) <= Number(right),
        "-gt" => Number(left) > Number(right),
        _ => Number(left) >= Number(right),
    };

    private static bool IsBinary(string word) => word is "=" or "==" or "!=" or "=~" or "<" or ">" or "-eq" or "-ne" or "-lt" or "-le" or "-gt" or "-ge";

    private static bool Expression(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            throw new TestSyntaxException($"{pattern} is no regular expression that can be used");
        }
    }

    private static long Number(string word) =>
        long.TryParse(word.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new TestSyntaxException($"\"{word}\" is no whole number");

    private bool Take(string word)
    {
        if (at >= words.Count || words[at] != word) return false;
        at++;
        return true;
    }
}
