namespace OpsPortal.Executions;

/// <summary>A click: run this step there, with these values.</summary>
/// <param name="Runbook">Slug.</param>
/// <param name="Environment">Name.</param>
/// <param name="Key">The click's own key; the same key again is the same execution.</param>
public sealed record ExecutionRequest(string Runbook, string Step, string Environment, IReadOnlyDictionary<string, string> Parameters, string Key)
{
    public Guid? Run { get; init; }

    /// <summary>Number of the incident that it is run for.</summary>
    public long? Incident { get; init; }

    /// <summary>Number of the maintenance that it is run for, with the item of its checklist.</summary>
    public long? Maintenance { get; init; }
    public int? MaintenanceItem { get; init; }

    /// <summary>The plan that was looked at and confirmed; a change is refused without.</summary>
    public string? PlanHash { get; init; }

    /// <summary>Goes on without a second person, or in a freeze, for this reason.</summary>
    public string? BreakGlass { get; init; }
}
