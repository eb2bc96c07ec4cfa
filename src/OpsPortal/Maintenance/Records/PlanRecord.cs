using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Maintenance.Planning;

namespace OpsPortal.Maintenance.Records;

/// <summary>What was planned, who did what when, and how it ended. Written once, when the plan ends; its hash goes into the audit log.</summary>
public sealed record PlanRecord
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Of this format.</summary>
    public int Version { get; init; } = 1;
    public required string Name { get; init; }
    public required string Title { get; init; }
    public required string State { get; init; }
    public required string Outcome { get; init; }
    public required IReadOnlyList<string> Systems { get; init; }
    public required IReadOnlyList<string> Components { get; init; }
    public required string Environment { get; init; }
    public required string Risk { get; init; }
    public string? Impact { get; init; }
    public string? RollbackPlan { get; init; }
    public string? RollbackRunbook { get; init; }
    public required string Owner { get; init; }
    public required IReadOnlyList<string> Participants { get; init; }
    public required string TimeZone { get; init; }
    public DateTimeOffset PlannedFrom { get; init; }
    public DateTimeOffset PlannedTo { get; init; }
    public required string PlannedBy { get; init; }
    public string? ApprovedBy { get; init; }
    public DateTimeOffset? ApprovedAt { get; init; }
    public DateTimeOffset? AnnouncedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>With extensions.</summary>
    public DateTimeOffset EndDue { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public bool Overran { get; init; }
    public RecordedRollback? RolledBack { get; init; }
    public required IReadOnlyList<RecordedPhase> Phases { get; init; }
    public required IReadOnlyList<HeldBack> HeldBack { get; init; }
    public required IReadOnlyList<RecordedEntry> Log { get; init; }

    /// <summary>Text and hash of what the act leaves; everything else of it is stored.</summary>
    internal static async Task<(string Text, string Hash)> OfAsync(MaintenanceWork work, CancellationToken cancellation)
    {
        var entries = await work.Db.MaintenanceEntries.AsNoTracking().Where(e => e.Plan == work.Plan.Number).OrderBy(e => e.Number).ToListAsync(cancellation);
        var text = JsonSerializer.Serialize(Of(work.Plan, work.Environment, entries), Options);
        return (text, Hash(text));
    }

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The stored one, or how it stands now; byte for byte what the hash was taken of.</summary>
    public static string Text(MaintenancePlan plan, string environment, IReadOnlyList<MaintenanceEntry> entries) => plan.Record ?? JsonSerializer.Serialize(Of(plan, environment, entries), Options);

    public static PlanRecord Read(string text) => JsonSerializer.Deserialize<PlanRecord>(text, Options)!;

    /// <summary>Pure.</summary>
    public static PlanRecord Of(MaintenancePlan plan, string environment, IReadOnlyList<MaintenanceEntry> entries) => new()
    {
        Name = plan.Name,
        Title = plan.Title,
        State = plan.State.Word(),
        Outcome = plan.Reason,
        Systems = plan.Systems,
        Components = plan.Components,
        Environment = environment,
        Risk = plan.Risk.ToString().ToLowerInvariant(),
        Impact = plan.Impact,
        RollbackPlan = plan.Rollback,
        RollbackRunbook = plan.RollbackAddress,
        Owner = plan.Owner,
        Participants = [.. plan.Participants.Select(p => p.Name)],
        TimeZone = plan.TimeZone,
        PlannedFrom = plan.StartsAt.ToUniversalTime(),
        PlannedTo = plan.PlannedEndsAt.ToUniversalTime(),
        PlannedBy = plan.CreatedBy,
        ApprovedBy = plan.ApprovedBy,
        ApprovedAt = plan.ApprovedAt,
        AnnouncedAt = plan.AnnouncedAt,
        StartedAt = plan.StartedAt,
        EndDue = plan.EndsAt.ToUniversalTime(),
        EndedAt = plan.EndedAt,
        Overran = plan.EndedAt is { } ended && plan.StartedAt is not null && ended > plan.EndsAt,
        RolledBack = plan.RolledBackAt is { } back ? new(back, plan.RolledBackBy!, plan.RollbackReason ?? "") : null,
        Phases = [.. plan.Phases.OrderBy(p => p.Position).Select(p => RecordedPhase.Of(p, plan.Items.Where(i => i.Phase == p.Position).OrderBy(i => i.Number)))],
        HeldBack = plan.HeldBack,
        Log = [.. entries.Select(e => new RecordedEntry(e.At, e.Actor, e.Text))],
    };

    /// <summary>"Sun 8 Mar 02:00–04:00 UTC", as it was announced.</summary>
    [JsonIgnore]
    public string Window => ZoneClock.Window(new() { Key = "", Title = Title, Systems = [], Owner = Owner, TimeZone = TimeZone, Reason = "", CreatedBy = PlannedBy, StartsAt = PlannedFrom, EndsAt = PlannedTo });
}

public sealed record RecordedRollback(DateTimeOffset At, string By, string Reason);

/// <param name="Gate">Null where there is none.</param>
public sealed record RecordedPhase(string Name, string Kind, RecordedGate? Gate, IReadOnlyList<RecordedItem> Items)
{
    public static RecordedPhase Of(MaintenancePhase phase, IEnumerable<MaintenanceItem> items) => new(
        phase.Name, phase.Kind.ToString().ToLowerInvariant(),
        phase.Gate ? new(phase.Keeper ?? "", phase.Go switch { true => "go", false => "no-go", _ => "not decided" }, phase.DecidedBy, phase.DecidedAt, phase.Note) : null,
        [.. items.Select(RecordedItem.Of)]);
}

public sealed record RecordedGate(string Keeper, string Decision, string? By, DateTimeOffset? At, string? Note);

/// <param name="State"><c>done</c>, <c>skipped</c>, <c>failed</c> or <c>open</c>.</param>
/// <param name="Execution">Number of the execution of its step.</param>
public sealed record RecordedItem(int Number, string Text, string State, string? Reason, string? By, DateTimeOffset? At, string? Step, long? Execution, IReadOnlyList<RecordedSignature> Signatures)
{
    public static RecordedItem Of(MaintenanceItem i) => new(
        i.Number, i.Text, i.State.ToString().ToLowerInvariant(), i.Reason, i.By, i.SettledAt, i.Step is null ? null : $"{i.Runbook}#{i.Step}", i.Execution,
        [.. i.Standing.Select(s => new RecordedSignature(s.Name, s.At, s.TickedAt, s.Note))]);
}

/// <param name="TickedAt">When it was made, where it arrived later.</param>
public sealed record RecordedSignature(string Name, DateTimeOffset At, DateTimeOffset? TickedAt, string? Note);

public sealed record RecordedEntry(DateTimeOffset At, string Actor, string Text);
