using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>"Increasing counter": the numbers are compared with those of an earlier run, sample by sample.</summary>
internal static partial class GrowthJudge
{
    public static Verdict Of(string words, ExpectationSubject subject)
    {
        var falling = Falling().IsMatch(words);
        var now = Samples(subject.Printed.Select(l => l.Text));
        if (now.Count == 0) return Verdict.Judge("No number in the output can be followed; compare it with an earlier run yourself.");
        if (subject.Previous is not { } previous) return Verdict.Judge("One run cannot tell. Run it once more to compare.");
        var before = Samples(previous);
        var shared = now.Where(n => before.ContainsKey(n.Key)).ToList();
        if (shared.Count == 0) return Verdict.Judge("The earlier run printed other numbers, so nothing can be compared.");
        var (up, down) = (shared.Where(n => n.Value > before[n.Key]).ToList(), shared.Where(n => n.Value < before[n.Key]).ToList());
        var (wanted, against) = falling ? (down, up) : (up, down);
        var lines = subject.Printed.Where(l => Sample(l.Text) is var (key, _) && shared.Exists(s => s.Key == key));
        if (wanted.Count > 0 && against.Count > 0) return Verdict.Judge($"{up.Count} of {shared.Count} numbers rose and {down.Count} fell; a restart sets counters back.", lines);
        if (wanted.Count > 0) return Verdict.Met(Change(wanted[0].Key, before[wanted[0].Key], wanted[0].Value, falling, wanted.Count, shared.Count), lines);
        return against.Count > 0
            ? falling ? Verdict.NotMet(Change(against[0].Key, before[against[0].Key], against[0].Value, false, against.Count, shared.Count), lines)
                : Verdict.Judge($"It fell from {Shown(before[against[0].Key])} to {Shown(against[0].Value)}; a restart sets counters back. Run it once more to compare.", lines)
            : Verdict.NotMet(shared.Count == 1 ? $"It is still {Shown(shared[0].Value)}." : $"None of {shared.Count} numbers has changed.", lines);
    }

    private static string Change(string name, double from, double to, bool falling, int changed, int all) =>
        all == 1 ? $"{(name.Length == 0 ? "It" : Brief.Of(name))} {(falling ? "fell" : "rose")} from {Shown(from)} to {Shown(to)}."
        : $"{changed} of {all} numbers {(falling ? "fell" : "rose")}, none {(falling ? "rose" : "fell")}.";

    private static string Shown(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static Dictionary<string, double> Samples(IEnumerable<string> lines)
    {
        Dictionary<string, double> samples = [];
        foreach (var line in lines)
            if (Sample(line) is var (key, value)) samples[key] = value;
        return samples;
    }

    /// <summary>The text format of Prometheus, "name: 12", or a number alone; the time behind a sample is none.</summary>
    private static (string Key, double Value)? Sample(string line) =>
        !line.StartsWith('#') && Measured().Match(line.Trim()) is { Success: true } match && double.TryParse(match.Groups["value"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? (match.Groups["key"].Value.TrimEnd(' ', ':', '='), value) : null;

    [GeneratedRegex(@"\b(?:decreas|fall|shrink|declin|drop|go(?:es|ing)? down)", RegexOptions.IgnoreCase)]
    private static partial Regex Falling();

    [GeneratedRegex(@"^(?<key>(?:[A-Za-z_][\w:.-]{0,200}(?:\{.{0,2000}\})?\s*[:=\s]\s*)?)(?<value>[-+]?\d{1,18}(?:\.\d{1,18})?(?:[eE][-+]?\d{1,3})?)(?:\s+\d{10,19})?$")]
    private static partial Regex Measured();
}
