using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>Some literal text is to be shown, or not to be shown.</summary>
internal static partial class ContainsJudge
{
    public static Verdict Of(string words, ExpectationSubject subject)
    {
        var literals = Literals(words, out var rest);
        if (literals.Count == 0) return Verdict.Judge("Compare the output with what the runbook says yourself.");
        var not = Denied().IsMatch(rest);
        var any = Alternative().IsMatch(rest);
        // more is said than that it is shown
        if (Filler().Replace(rest, " ").Any(char.IsLetterOrDigit)) return Verdict.Judge($"Look for {Brief.Quoted(literals[0])}, and compare it with what the runbook says.", Lines(subject, literals[0]));
        var found = literals.ToDictionary(l => l, l => Lines(subject, l), StringComparer.Ordinal);
        var missing = literals.Where(l => found[l].Count == 0).ToList();
        if (not)
            return missing.Count < literals.Count ? Verdict.NotMet($"{Brief.Quoted(literals.First(l => found[l].Count > 0))} is shown.", found.Values.SelectMany(l => l))
                : subject.Complete ? Verdict.Met($"{Brief.Quoted(literals[0])} is not shown.") : Verdict.Judge("The output was cut; what is missing may hold it.");
        var shown = found.Values.SelectMany(l => l).ToList();
        if (shown.FirstOrDefault(l => literals.Any(literal => TakenBack(l.Text, literal))) is { } back) return Verdict.Judge("The words are there, but taken back.", back);
        if (missing.Count == 0 || (any && missing.Count < literals.Count)) return Verdict.Met($"{Brief.Quoted(literals.First(l => found[l].Count > 0))} is shown.", shown);
        return !subject.Complete || subject.Filters.Count > 0
            ? Verdict.Judge($"{Brief.Quoted(missing[0])} is not among what is left of the output.")
            : Verdict.NotMet($"{Brief.Quoted(missing[0])} is not shown.", subject.Printed.Take(3));
    }

    /// <summary>What stands in quotes or backticks, else the one word in capitals; the rest are the words around it.</summary>
    private static List<string> Literals(string words, out string rest)
    {
        var quoted = Quoted().Matches(words).Select(m => m.Groups["text"].Value.Trim()).Where(t => t.Length > 0).Distinct().ToList();
        rest = Quoted().Replace(words, " ");
        if (quoted.Count > 0) return quoted;
        if (Shout().Match(words.Trim()) is { Success: true } shout)
        {
            rest = "";
            return [shout.Groups[1].Value];
        }
        return [];
    }

    /// <summary>Lines in which it stands as words of their own: "healthy" does not stand in "unhealthy".</summary>
    private static List<SubjectLine> Lines(ExpectationSubject subject, string literal) => [.. subject.Printed.Where(l => At(l.Text, literal) >= 0)];

    private static int At(string text, string literal)
    {
        for (var at = text.IndexOf(literal, StringComparison.OrdinalIgnoreCase); at >= 0; at = at + 1 < text.Length ? text.IndexOf(literal, at + 1, StringComparison.OrdinalIgnoreCase) : -1)
            if (!Joins(text, at - 1, literal[0]) && !Joins(text, at + literal.Length, literal[^1])) return at;
        return -1;
    }

    private static bool Joins(string text, int at, char beside) => at >= 0 && at < text.Length && char.IsLetterOrDigit(beside) && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-');

    private static bool TakenBack(string line, string literal) => At(line, literal) is > 0 and var at && Negation().IsMatch(line[Math.Max(0, at - 30)..at]);

    [GeneratedRegex("\"(?<text>[^\"]{1,200})\"|`(?<text>[^`]{1,200})`|(?<!\\w)'(?<text>[^']{1,200})'(?!\\w)")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(?:(?:should|must)\s+(?:return|print|show|say|answer)\s+|(?:returns|prints|shows|answers)\s+)?([A-Z]{2,20})\.?$")]
    private static partial Regex Shout();

    [GeneratedRegex(@"\b(?:not|no|never|without|n't|absent|gone|disappears?|missing)\b|n't\b", RegexOptions.IgnoreCase)]
    private static partial Regex Denied();

    [GeneratedRegex(@"\bor\b", RegexOptions.IgnoreCase)]
    private static partial Regex Alternative();

    [GeneratedRegex(@"\b(?:should|must|will|do|does|not|no|never|contains?|includes?|shows?|prints?|returns?|displays?|lists?|says?|see|be|is|are|with|in|of|and|or|a|an|the|you|it|this|that|output|response|result|line|lines|text|message|word|value|command|answers?|reads?|something|like|longer|any)\b|n't\b", RegexOptions.IgnoreCase)]
    private static partial Regex Filler();

    [GeneratedRegex(@"(?:\b(?:not|no|never|without|cannot|isn'?t)|n't|\bun)\s*(?:\w+\s+)?[""']?$", RegexOptions.IgnoreCase)]
    private static partial Regex Negation();
}
