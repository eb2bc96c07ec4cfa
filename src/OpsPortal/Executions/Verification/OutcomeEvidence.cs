using System.Text.RegularExpressions;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Executions.Verification;

internal enum OutcomeFinding { Unclear, Happened, DidNotHappen }

/// <summary>
/// Whether a change happened, told from what its plan saw before and expected after, and what a preview of the same sees now. Only what is
/// certain is decided; for everything else a person gets the facts.
/// </summary>
internal sealed partial record OutcomeEvidence(OutcomeFinding Finding, string Sentence)
{
    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[0-9.]*(?:Z|[+-]\d\d:?\d\d)?")]
    private static partial Regex Moments();

    public static OutcomeEvidence Of(ActionPreview planned, ActionPreview now)
    {
        var expected = planned.Changes.Where(c => c.Before != c.After).ToList();
        if (expected.Count == 0) return Unclear(planned, now, "what it does leaves no trace that the portal can read");
        if (now.Unavailable is { } why && now.Changes.Count == 0) return Unclear(planned, now, why);
        if (now.Refusal is { } refusal)
            return expected.All(c => c.After is null) && refusal.Contains("not found", StringComparison.OrdinalIgnoreCase)
                ? new(OutcomeFinding.Happened, $"It happened: {List(expected)} is gone")
                : Unclear(planned, now, refusal);

        var live = new Dictionary<string, string?>();
        // What is as planned already is left alone by the same once more.
        foreach (var change in now.Changes.Concat(now.LeftAlone)) live.TryAdd(change.Subject, change.Before);
        if (expected.Any(c => !live.ContainsKey(c.Subject))) return Unclear(planned, now, "it is about other objects now");
        if (expected.All(c => live[c.Subject] == c.Before)) return new(OutcomeFinding.DidNotHappen, $"It did not happen: {List(expected)} is as it was before");
        if (expected.All(c => Timeless(live[c.Subject]) == Timeless(c.After))) return new(OutcomeFinding.Happened, $"It happened: {List(expected)} is as the plan says");
        return Unclear(planned, now, $"{List(expected)} is neither as before nor as planned");
    }

    private static OutcomeEvidence Unclear(ActionPreview planned, ActionPreview now, string why)
    {
        var facts = now.Preconditions.Count == 0 ? "" : $" Now: {string.Join("; ", now.Preconditions.Take(5).Select(p => $"{p.Subject}: {p.Fact}"))}.";
        var before = planned.Preconditions.Count == 0 ? "" : $" Before: {string.Join("; ", planned.Preconditions.Take(5).Select(p => $"{p.Subject}: {p.Fact}"))}.";
        return new(OutcomeFinding.Unclear, $"The portal cannot tell whether it happened: {why.TrimEnd('.')}.{before}{facts} Look at the target, then say here what you found.");
    }

    private static string List(List<ObjectChange> changes) => changes.Count == 1 ? changes[0].Subject : $"{changes[0].Subject} (and {changes.Count - 1} more)";

    private static string? Timeless(string? text) => text is null ? null : Moments().Replace(text, "…");
}
