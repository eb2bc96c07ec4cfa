namespace OpsPortal.Maintenance.Planning;

/// <summary>A plan as people and the API write it. Times are null where it is the form of a series.</summary>
public sealed record PlanForm
{
    public string? Title { get; init; }

    /// <summary>Slugs; at least one.</summary>
    public IReadOnlyList<string> Systems { get; init; } = [];

    /// <summary>Names of what is worked on; empty means all of the systems.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];

    /// <summary>Name.</summary>
    public string? Environment { get; init; }

    /// <summary>Account; null is whoever plans it.</summary>
    public Guid? Owner { get; init; }
    public IReadOnlyList<Guid> Participants { get; init; } = [];
    public MaintenanceRisk Risk { get; init; } = MaintenanceRisk.Low;
    public string? Impact { get; init; }
    public string? Rollback { get; init; }
    public string? RollbackRunbook { get; init; }
    public string? RollbackPlace { get; init; }
    public DateTimeOffset? StartsAt { get; init; }
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>An IANA name.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>ISO 8601; null takes two weeks and 24 hours.</summary>
    public IReadOnlyList<string>? AnnounceBefore { get; init; }
    public FreezeReach Freeze { get; init; }
    public bool Quiet { get; init; } = true;
    public IReadOnlyList<PhaseForm> Phases { get; init; } = [];
}

/// <param name="Kind">Null is told by the name.</param>
/// <param name="Gate">What comes after waits for go or no-go.</param>
/// <param name="Keeper">Account of who says it; null is the owner.</param>
public sealed record PhaseForm(string Name, PhaseKind? Kind, bool Gate, Guid? Keeper, IReadOnlyList<ItemForm> Items)
{
    public PhaseKind KindHere => Kind ?? KindOf(Name);

    /// <summary>"Pre-maintenance", "After the work": told by the word that it begins with.</summary>
    public static PhaseKind KindOf(string name)
    {
        var word = new string([.. name.TrimStart().TakeWhile(char.IsLetter)]).ToLowerInvariant();
        return word is "pre" or "before" or "prepare" or "preparation" or "premaintenance" ? PhaseKind.Pre
            : word is "post" or "after" or "verify" or "verification" or "postmaintenance" or "afterwards" ? PhaseKind.Post : PhaseKind.During;
    }
}

/// <param name="Runbook">Slug; with <paramref name="Step"/>, or null where only people do it.</param>
/// <param name="Signatures">0 to 2; null is 1 for people and 0 where a step does it.</param>
/// <param name="Ordered">Only after those above it.</param>
public sealed record ItemForm(string Text, string? Runbook = null, string? Step = null, IReadOnlyDictionary<string, string>? Parameters = null, int? Signatures = null, bool Ordered = false);
