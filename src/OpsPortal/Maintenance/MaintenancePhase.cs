using System.Text.Json.Serialization;

namespace OpsPortal.Maintenance;

/// <summary>A part of a plan: before, during or after the work.</summary>
public sealed class MaintenancePhase
{
    public long Plan { get; init; }

    /// <summary>From 0, without gaps.</summary>
    public int Position { get; init; }
    public required string Name { get; init; }
    public PhaseKind Kind { get; init; }

    /// <summary>What comes after waits until somebody said go.</summary>
    public bool Gate { get; init; }

    /// <summary>Who says go or no-go.</summary>
    public Guid? KeeperId { get; init; }
    public string? Keeper { get; init; }

    /// <summary>Null until it is decided.</summary>
    public bool? Go { get; set; }
    public string? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public string? Note { get; set; }
}

[JsonConverter(typeof(JsonStringEnumConverter<PhaseKind>))]
public enum PhaseKind
{
    /// <summary>Before the window; its items may be done as soon as the plan is scheduled.</summary>
    Pre,
    During,

    /// <summary>Its failed items stand in the way of completion.</summary>
    Post,
}
