namespace OpsPortal.Frame;

/// <summary>How well a text answers what somebody typed.</summary>
public static class Fuzzy
{
    /// <summary>0 where it does not. Every word must occur: as a piece of the text, or letter by letter in order within it.</summary>
    public static int Score(string typed, string text)
    {
        var total = 0;
        foreach (var word in typed.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var score = One(word, text);
            if (score == 0) return 0;
            total += score;
        }
        return total == 0 ? 1 : total;
    }

    private static int One(string word, string text)
    {
        var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
        if (at == 0) return 1000 - Math.Min(200, text.Length);
        if (at > 0) return (char.IsLetterOrDigit(text[at - 1]) ? 500 : 800) - Math.Min(200, at);
        return Scattered(word, text);
    }

    // Letters that follow each other, or begin a word, are worth more than letters strewn about.
    private static int Scattered(string word, string text)
    {
        if (word.Length < 2) return 0;
        var (score, last) = (0, -2);
        var i = 0;
        foreach (var c in word)
        {
            while (i < text.Length && char.ToLowerInvariant(text[i]) != char.ToLowerInvariant(c)) i++;
            if (i == text.Length) return 0;
            score += i == last + 1 ? 12 : i == 0 || !char.IsLetterOrDigit(text[i - 1]) ? 10 : 1;
            last = i++;
        }
        return score >= word.Length * 5 ? score : 0;
    }
}
