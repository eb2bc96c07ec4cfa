using OpsPortal.OnCall.Paging.Policies;

namespace OpsPortal.OnCall.Paging.Testing;

/// <summary>A test page that comes by itself, every day or every week: paging that nobody tries is paging that nobody knows of.</summary>
public sealed class TestRoutine
{
    public Guid Id { get; init; }

    /// <summary>Whoever is on call there; null where <see cref="ContactId"/> says whom.</summary>
    public Guid? ScheduleId { get; init; }
    public Guid? ContactId { get; init; }

    /// <summary>Null every day.</summary>
    public DayOfWeek? Day { get; init; }

    /// <summary>At wall time in <see cref="TimeZone"/>.</summary>
    public TimeOnly At { get; init; }

    /// <summary>An IANA name.</summary>
    public required string TimeZone { get; init; }
    public DateTimeOffset NextAt { get; set; }

    /// <summary>The newest page; null where none was made.</summary>
    public long? LastPage { get; set; }

    /// <summary>When it was last due; null before the first time.</summary>
    public DateTimeOffset? LastAt { get; set; }

    /// <summary>Why nobody was paged the last time; null where somebody was.</summary>
    public string? LastProblem { get; set; }

    /// <summary>The first time after a moment. Pure.</summary>
    public DateTimeOffset After(DateTimeOffset moment)
    {
        var hours = new BusinessHours(TimeZone, Day is { } day ? [day] : Enum.GetValues<DayOfWeek>(), At, At.AddMinutes(1));
        // Within its own minute it would be due again.
        return hours.Next(moment.AddMinutes(1));
    }
}
