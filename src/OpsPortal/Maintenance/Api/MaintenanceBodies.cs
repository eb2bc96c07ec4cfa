using OpsPortal.Maintenance.Records;

namespace OpsPortal.Maintenance.Api;

/// <summary>What <c>POST /api/v1/maintenance</c> and <c>PUT …/{number}</c> take.</summary>
/// <param name="Start">RFC 3339; a draft is made where <paramref name="Draft"/> says so, else it is scheduled at once.</param>
/// <param name="Template">Key of a template, whose checklist is taken where <paramref name="Phases"/> are left out.</param>
public sealed record MaintenanceBody(
    string? Title, IReadOnlyList<string>? Systems, string? System, string? Environment, DateTimeOffset? Start, DateTimeOffset? End, IReadOnlyList<PhaseBody>? Phases, string? Template = null, bool Draft = false)
{
    public IReadOnlyList<string>? Components { get; init; }
    public Guid? Owner { get; init; }
    public IReadOnlyList<Guid>? Participants { get; init; }

    /// <summary>low, medium or high.</summary>
    public string? Risk { get; init; }
    public string? Impact { get; init; }
    public string? Rollback { get; init; }
    public string? RollbackRunbook { get; init; }
    public string? RollbackPlace { get; init; }
    public string? TimeZone { get; init; }
    public IReadOnlyList<string>? AnnounceBefore { get; init; }

    /// <summary>none, systems or environment.</summary>
    public string? Freeze { get; init; }
    public bool? Quiet { get; init; }

    /// <summary>For a series: RFC 5545, with <see cref="LocalStart"/> and <see cref="Duration"/> instead of start and end.</summary>
    public string? Rule { get; init; }

    /// <summary>On the clock of the time zone: <c>2026-03-08T02:00</c>.</summary>
    public DateTime? LocalStart { get; init; }

    /// <summary>ISO 8601: <c>PT2H</c>.</summary>
    public string? Duration { get; init; }
}

/// <param name="Kind">pre, during or post; null is told by the name.</param>
public sealed record PhaseBody(string? Name, string? Kind, bool Gate, Guid? Keeper, IReadOnlyList<ItemBody>? Items);

public sealed record ItemBody(string? Text, string? Runbook, string? Step, Dictionary<string, string>? Parameters, int? Signatures, bool Ordered = false);

public sealed record SayBody(string? Reason, string? Note);

public sealed record ExtendBody(int Minutes);

/// <param name="TickedAt">When it was made, where the network was away meanwhile.</param>
public sealed record SignBody(string? Note, DateTimeOffset? TickedAt);

public sealed record GateBody(bool? Go, string? Note);

public sealed record MaintenanceList(IReadOnlyList<MaintenanceAnswer> Items, string? NextCursor);

/// <summary>A plan as the API tells it.</summary>
public sealed record MaintenanceAnswer(
    long Number, string Name, string Title, string State, string Reason, IReadOnlyList<string> Systems, IReadOnlyList<string> Components, string Environment, Guid OwnerId, string Owner, IReadOnlyList<PlanPerson> Participants,
    string Risk, string? Impact, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset PlannedEnd, string TimeZone, IReadOnlyList<string> AnnounceBefore, string Freeze, bool Quiet)
{
    public string? Rollback { get; init; }
    public string? RollbackRunbook { get; init; }
    public string? RollbackPlace { get; init; }
    public Guid? Series { get; init; }
    public string? ApprovedBy { get; init; }
    public DateTimeOffset? AnnouncedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public DateTimeOffset? OverranAt { get; init; }
    public bool RolledBack { get; init; }
    public required IReadOnlyList<PhaseAnswer> Phases { get; init; }
    public IReadOnlyList<HeldBack> HeldBack { get; init; } = [];
    public int Revision { get; init; }

    /// <summary>Null while it goes on.</summary>
    public string? RecordHash { get; init; }

    public static MaintenanceAnswer Of(MaintenanceSheet sheet)
    {
        var p = sheet.Plan;
        return new(p.Number, p.Name, p.Title, Word(p.State), p.Reason, p.Systems, p.Components, sheet.Environment, p.OwnerId, p.Owner, p.Participants, Word(p.Risk), p.Impact, p.StartsAt, p.EndsAt, p.PlannedEndsAt, p.TimeZone,
            p.AnnounceBefore, Word(p.Freeze), p.Quiet)
        {
            Rollback = p.Rollback,
            RollbackRunbook = p.RollbackRunbook,
            RollbackPlace = p.RollbackPlace,
            Series = p.SeriesId,
            ApprovedBy = p.ApprovedBy,
            AnnouncedAt = p.AnnouncedAt,
            StartedAt = p.StartedAt,
            EndedAt = p.EndedAt,
            OverranAt = p.OverranAt,
            RolledBack = p.RolledBackAt is not null,
            Phases = [.. p.Phases.OrderBy(x => x.Position).Select(x => PhaseAnswer.Of(p, x))],
            HeldBack = p.HeldBack,
            Revision = p.Revision,
            RecordHash = p.RecordHash,
        };
    }

    internal static string Word<T>(T value) where T : Enum => value.ToString() is { } name ? char.ToLowerInvariant(name[0]) + name[1..] : "";
}

/// <param name="Go">Null until it is decided.</param>
public sealed record PhaseAnswer(int Position, string Name, string Kind, bool Gate, string? Keeper, bool? Go, string? DecidedBy, string? Note, IReadOnlyList<ItemAnswer> Items)
{
    public static PhaseAnswer Of(MaintenancePlan plan, MaintenancePhase p) => new(p.Position, p.Name, MaintenanceAnswer.Word(p.Kind), p.Gate, p.Keeper, p.Go, p.DecidedBy, p.Note,
        [.. plan.Items.Where(i => i.Phase == p.Position).OrderBy(i => i.Number).Select(i => ItemAnswer.Of(plan, i))]);
}

/// <param name="Blocked">Why it cannot be worked on now; null where it can.</param>
public sealed record ItemAnswer(
    int Number, string Text, string State, string? Reason, string? By, DateTimeOffset? SettledAt, string? Runbook, string? Step, IReadOnlyDictionary<string, string> Parameters, int Signatures, bool Ordered,
    long? Execution, string Outcome, string? Blocked, IReadOnlyList<RecordedSignature> Signed)
{
    public static ItemAnswer Of(MaintenancePlan plan, MaintenanceItem i) => new(i.Number, i.Text, MaintenanceAnswer.Word(i.State), i.Reason, i.By, i.SettledAt, i.Runbook, i.Step, i.Parameters, i.Signatures, i.Ordered,
        i.Execution, MaintenanceAnswer.Word(i.Outcome), PlanFlow.Blocked(plan, i), RecordedItem.Of(i).Signatures);
}

/// <summary>A series as the API tells it.</summary>
/// <param name="Says">The rule in words.</param>
public sealed record SeriesAnswer(Guid Id, string Title, IReadOnlyList<string> Systems, string Rule, string Says, DateTime LocalStart, string TimeZone, TimeSpan Duration, string CreatedBy, DateTimeOffset? EndedAt, string? Problem)
{
    public static SeriesAnswer Of(MaintenanceSeries s) => new(s.Id, s.Title, s.Systems, s.Rule, Recurring.Recurrence.Parse(s.Rule, s.Start, s.TimeZone).Value?.Sentence ?? s.Rule, s.Start, s.TimeZone, s.Duration, s.CreatedBy, s.EndedAt, s.Problem);
}
