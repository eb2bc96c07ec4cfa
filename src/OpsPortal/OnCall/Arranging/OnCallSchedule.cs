using OpsPortal.OnCall.Schedules;

namespace OpsPortal.OnCall.Arranging;

/// <summary>A schedule as it is kept: who answers is calculated from it, never stored.</summary>
public sealed class OnCallSchedule
{
    public Guid Id { get; init; }

    /// <summary>Lower-case words joined by hyphens; in addresses.</summary>
    public required string Slug { get; set; }
    public required string Name { get; set; }
    public string? Notes { get; set; }

    /// <summary>Counts changes of anything but overrides; the ETag.</summary>
    public int Revision { get; set; } = 1;
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RemovedAt { get; set; }

    public List<ScheduleEdition> Editions { get; init; } = [];
    public List<ShiftOverride> Overrides { get; init; } = [];

    /// <summary>The arrangement that holds now.</summary>
    public ScheduleEdition Current => Editions.MaxBy(e => e.ValidFrom)!;

    /// <summary>What it is calculated from, with the editions and overrides that were read.</summary>
    public Schedule ToSchedule() => new(
        [.. Editions.OrderBy(e => e.ValidFrom).Select(e => new Edition(e.ValidFrom, TimeZones.Find(e.TimeZone), e.Layers))],
        [.. Overrides.OrderBy(o => o.Number).Select(o => new Override(o.Id, o.ContactId, o.From, o.To))]);
}

/// <summary>What was arranged, from a moment on: who was on call last month does not change when somebody arranges it anew.</summary>
public sealed class ScheduleEdition
{
    public Guid Id { get; init; }
    public Guid ScheduleId { get; init; }
    public DateTimeOffset ValidFrom { get; set; }

    /// <summary>An IANA name.</summary>
    public required string TimeZone { get; set; }

    /// <summary>The lowest first; their people are contacts.</summary>
    public IReadOnlyList<Layer> Layers { get; set; } = [];
    public required string SavedBy { get; set; }
}

/// <summary>Somebody stands in for a while.</summary>
public sealed class ShiftOverride
{
    public Guid Id { get; init; }

    /// <summary>In the order in which they were made: of two that cover the same time the later one holds.</summary>
    public long Number { get; init; }
    public Guid ScheduleId { get; init; }
    public Guid ContactId { get; init; }
    public DateTimeOffset From { get; init; }

    /// <summary>The first instant that is no longer theirs.</summary>
    public DateTimeOffset To { get; set; }
    public string? Reason { get; init; }

    /// <summary>The same for both halves of a swap.</summary>
    public Guid? Swap { get; init; }
    public required string MadeBy { get; init; }
    public DateTimeOffset MadeAt { get; init; }
}

internal static class TimeZones
{
    /// <summary>Those that were saved were there; a machine without time zone data falls back to UTC rather than to nobody.</summary>
    public static TimeZoneInfo Find(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;
}
