namespace OpsPortal.Schedules;

/// <summary>What people write of a schedule; null leaves as it is, or takes what is usual.</summary>
/// <param name="Runbook">Slug.</param>
/// <param name="Environment">Name.</param>
/// <param name="Rule">RRULE, cron, or words: "daily 02:00".</param>
/// <param name="Start">Local; nothing is earlier.</param>
/// <param name="Revision">The revision that was seen; null changes whatever is there.</param>
public sealed record ScheduleForm(
    string? Name = null, ScheduleKind? Kind = null, string? Runbook = null, string? Part = null, string? Environment = null, string? Rule = null, DateTime? Start = null, string? TimeZone = null,
    IReadOnlyDictionary<string, string>? Parameters = null, MissedRule? Missed = null, OverlapRule? Overlap = null, int? Revision = null)
{
    /// <summary>Something of what it does, not only when.</summary>
    public bool ChangesWork => Kind is not null || Runbook is not null || Part is not null || Environment is not null || Parameters is not null;
}
