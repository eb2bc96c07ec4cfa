namespace OpsPortal.Rehearsals;

/// <summary>How far a step can be trusted, the best first.</summary>
public enum HealthState { Rehearsed, NotRehearsed, Never, NeedsParameters, Stale, Broken }

/// <summary>What to say of a step. Pure.</summary>
/// <param name="Sentence">"worked 3 h ago", or why not.</param>
public sealed record StepStanding(HealthState State, string Sentence)
{
    /// <summary>After this long a step that worked may not any more.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromDays(14);

    /// <param name="health">Null where it was never rehearsed there.</param>
    /// <param name="written">The step as it is written now; null where that is not known.</param>
    public static StepStanding Of(StepHealth? health, string? written, DateTimeOffset now) => health switch
    {
        null => new(HealthState.Never, "It was never rehearsed here."),
        { Outcome: StepOutcome.LeftOut } => new(HealthState.NotRehearsed, health.Reason),
        { Outcome: StepOutcome.NeedsParameters } => new(HealthState.NeedsParameters, health.Reason),
        { Outcome: StepOutcome.Broken, Failures: > 1 } or { Outcome: StepOutcome.Broken, WorkedAt: null } =>
            new(HealthState.Broken, $"{health.Reason} {(health.WorkedAt is { } at ? $"It last worked on {at:d MMM yyyy}, in version {health.WorkedVersion}." : "It never worked here.")}"),
        { Outcome: StepOutcome.Broken } => new(HealthState.Stale, $"The last rehearsal failed: {health.Reason}"),
        { WorkedAt: null } => new(HealthState.Never, "It was never rehearsed here."),
        _ when written is not null && health.WorkedAsWritten != written => new(HealthState.Stale, $"The step was edited since it last worked, in version {health.WorkedVersion}."),
        { WorkedAt: { } worked } when now - worked > Fresh => new(HealthState.Stale, $"Nobody rehearsed it since {worked:d MMM yyyy}."),
        _ => new(HealthState.Rehearsed, "It worked when it was last rehearsed."),
    };
}
