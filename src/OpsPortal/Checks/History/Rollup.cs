using OpsPortal.Checks.Judging;

namespace OpsPortal.Checks.History;

/// <summary>What many runs come to.</summary>
public sealed record Rollup(int Passed, int Warned, int Failed, int Unknown, float? Min, float? Average, float? Max, float? P95)
{
    public static Rollup Of(IReadOnlyCollection<Sample> samples)
    {
        int Count(CheckOutcome outcome) => samples.Count(s => s.Outcome == (short)outcome);
        var values = samples.Select(s => s.Value).OfType<float>().Order().ToList();
        var (passed, warned, failed, unknown) = (Count(CheckOutcome.Passed), Count(CheckOutcome.Warned), Count(CheckOutcome.Failed), Count(CheckOutcome.Unknown));
        return values.Count == 0 ? new(passed, warned, failed, unknown, null, null, null, null)
            : new(passed, warned, failed, unknown, values[0], (float)values.Average(v => (double)v), values[^1], Percentile(values, 0.95));
    }

    /// <summary>The nearest rank: a value that was measured, not one in between.</summary>
    /// <param name="sorted">At least one.</param>
    internal static float Percentile(IReadOnlyList<float> sorted, double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];

    /// <summary>From 0 to 1: the share of runs that found it usable, warned ones included; null where none told.</summary>
    public static double? Uptime(long passed, long warned, long failed) => passed + warned + failed is > 0 and var all ? (double)(passed + warned) / all : null;
}
