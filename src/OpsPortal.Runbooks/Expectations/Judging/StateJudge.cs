using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>"healthy", "Connection successful": met where the output says so and nothing in it takes it back.</summary>
internal static partial class StateJudge
{
    public static Verdict Of(string words, ExpectationSubject subject)
    {
        if (subject.HttpStatus is >= 400 and var status) return Verdict.NotMet($"The answer's status is {status}.");
        // of pods each has to be well, and its table tells of each
        if (StatusTable.In(subject.Printed) is { } tables && tables.Exists(t => t.Has("STATUS") && t.Has("READY"))) return RunningJudge.Of(words, subject);
        var lines = subject.Lines.Where(l => !string.IsNullOrWhiteSpace(l.Text)).Select(l => l with { Text = Brief.Of(l.Text, 5000) }).ToList();
        var tones = lines.ConvertAll(l => StateWords.Of(l.Text));
        if (lines.ElementAtOrDefault(tones.IndexOf(Tone.Bad)) is { } bad) return Verdict.NotMet($"A line says otherwise: {Brief.Quoted(bad.Text)}.", bad);
        if (lines.ElementAtOrDefault(tones.IndexOf(Tone.Doubtful)) is { } doubtful) return Verdict.Judge("A line leaves a doubt; read it yourself.", doubtful);
        var good = lines.Where((_, i) => tones[i] == Tone.Good).ToList();
        if (good.Count == 0)
            return lines.Count == 0 && subject.ExitCode == 0 && Attempt().IsMatch(words)
                ? Verdict.Met("The command ended without an error (exit code 0).")
                : Verdict.Judge($"Nothing in the output says {Brief.Quoted(words)} in so many words.");
        if (subject.Filters.Count > 0 && subject.Filters.Any(f => SelectsState().IsMatch(f.Source))) return Verdict.Judge("A filter shows nothing but lines that say so; others may be hidden.", good);
        // of many things each has to say it
        return All().IsMatch(words) && good.Count < lines.Count
            ? Verdict.Judge($"{good.Count} of {Brief.Count(lines.Count, "line")} say so; look at the others.", good)
            : Verdict.Met(good.Count == 1 ? $"It says so: {Brief.Quoted(good[0].Text)}." : $"{good.Count} lines say so.", good);
    }

    // the attempt is the whole command, so its exit code tells
    [GeneratedRegex(@"\b(?:connect(?:ion|s|ed)?|command|it|this|login)\b.*\b(?:success\w*|succeeds?|works?)\b|^(?:should\s+)?(?:succeeds?|success(?:ful)?|works?)\.?$", RegexOptions.IgnoreCase)]
    private static partial Regex Attempt();

    [GeneratedRegex(@"\b(?:all|every|each|both|everything)\b", RegexOptions.IgnoreCase)]
    private static partial Regex All();

    [GeneratedRegex("healthy|ready|\\bok\\b|success|\\bup\\b|running|\\bhead\\b|\\btail\\b", RegexOptions.IgnoreCase)]
    private static partial Regex SelectsState();
}
