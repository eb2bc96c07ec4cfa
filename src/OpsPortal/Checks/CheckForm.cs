using OpsPortal.Checks.Judging;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Checks;

/// <summary>What somebody says of a check; null leaves as it is, or as is usual.</summary>
/// <param name="System">Slug.</param>
/// <param name="Environment">Name.</param>
/// <param name="Component">The empty text takes it away.</param>
/// <param name="Interval">"1 min" or ISO 8601, like <paramref name="Timeout"/>.</param>
/// <param name="Severity">The empty text takes the policy's usual one.</param>
/// <param name="Objective">Of 0 percent takes it away.</param>
/// <param name="Fact">The proposal that it is made from.</param>
public sealed record CheckForm(
    string? Name = null, string? System = null, string? Environment = null, string? Component = null, CheckSpec? Spec = null, string? Interval = null, string? Timeout = null, int? Retries = null,
    Thresholds? Thresholds = null, Damping? Damping = null, bool? OpensIncident = null, string? Severity = null, bool? ResolvesIncident = null, Objective? Objective = null, string? Fact = null)
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(10), ShortestStepInterval = TimeSpan.FromMinutes(1), LongestInterval = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(1), LongestStepTimeout = TimeSpan.FromMinutes(15);

    /// <summary>Puts what is said into the check; the first thing that is wrong leaves it half done and is not to be stored.</summary>
    internal Problem? Apply(Check check)
    {
        if (Name is { } name)
        {
            if (name.Trim().Length is 0 or > 80) return Problem.Invalid("Give the check a name of at most 80 characters, e.g. \"Checkout answers\".", "name");
            check.Name = name.Trim();
        }
        if (Component is { } component)
        {
            if (component.Trim().Length > 80) return Problem.Invalid("The name of a component has at most 80 characters.", "component");
            check.Component = component.Trim() is { Length: > 0 } named ? named : null;
        }
        if (Spec is { } spec)
        {
            if (SpecRules.Wrong(spec) is { } wrong) return wrong;
            check.Spec = spec;
        }
        return Times(check) ?? Judgement(check);
    }

    private Problem? Times(Check check)
    {
        var isStep = check.Spec is StepCheckSpec;
        var (shortest, longest) = (isStep ? ShortestStepInterval : ShortestInterval, isStep ? LongestStepTimeout : LongestTimeout);
        if (Interval is { } text)
        {
            if (DurationWords.Read(text) is not { } interval) return Problem.Invalid($"\"{text}\" is no duration; write 30 s, 1 min or 6 h.", "interval");
            check.Interval = interval;
        }
        if (check.Interval < shortest || check.Interval > LongestInterval) return Problem.Invalid($"A check of this kind is run every {DurationWords.Show(shortest)} at most, and every {DurationWords.Show(LongestInterval)} at least.", "interval");
        if (Timeout is { } limit)
        {
            if (DurationWords.Read(limit) is not { } timeout) return Problem.Invalid($"\"{limit}\" is no duration; write 5 s or 1 min.", "timeout");
            check.Timeout = timeout;
        }
        if (check.Timeout < TimeSpan.FromSeconds(1) || check.Timeout > longest) return Problem.Invalid($"The time-out lies between 1 s and {DurationWords.Show(longest)}.", "timeout");
        if (check.Timeout * (check.Retries + 1) > check.Interval && check.Spec is not HeartbeatCheck && Timeout is not null) return Problem.Invalid("The time-out and its retries have to fit into the interval; shorten one or the other.", "timeout");
        if (Retries is { } retries)
        {
            if (retries is < 0 or > 5) return Problem.Invalid("A failure is tried again 0 to 5 times at once.", "retries");
            check.Retries = retries;
        }
        return null;
    }

    private Problem? Judgement(Check check)
    {
        if (Thresholds is { } thresholds)
        {
            thresholds = thresholds with { Comparison = Blank(thresholds.Comparison), Unit = Blank(thresholds.Unit) };
            if (thresholds.Wrong is { } wrong) return Problem.Invalid(wrong, "thresholds");
            check.Thresholds = thresholds;
        }
        if (Damping is { } damping)
        {
            if (damping.Wrong is { } wrong) return Problem.Invalid(wrong, "damping");
            check.Damping = damping;
        }
        check.OpensIncident = OpensIncident ?? check.OpensIncident;
        check.ResolvesIncident = ResolvesIncident ?? check.ResolvesIncident;
        if (Severity is { } severity) check.Severity = Blank(severity);
        if (Objective is { } objective)
        {
            if (objective.Percent is < 0 or >= 100 || !double.IsFinite(objective.Percent)) return Problem.Invalid("An objective lies above 0 and below 100 percent, e.g. 99.9; nothing keeps 100.", "objective");
            if (objective.Days is < 1 or > 90) return Problem.Invalid("An objective looks at the last 1 to 90 days.", "objective");
            if (Blank(objective.Ratio) is { } ratio && !ratio.Contains("$window", StringComparison.Ordinal)) return Problem.Invalid("The ratio is PromQL with $window where the range stands, e.g. sum(rate(http_ok[$window])) / sum(rate(http_all[$window])).", "objective");
            check.Objective = objective.Percent == 0 ? null : objective with { Ratio = Blank(objective.Ratio) };
        }
        return null;
    }

    private static string? Blank(string? text) => text?.Trim() is { Length: > 0 } value ? value : null;
}
