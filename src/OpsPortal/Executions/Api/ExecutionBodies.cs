using OpsPortal.Executions.Outcomes;

namespace OpsPortal.Executions.Api;

/// <summary>What <c>POST /api/v1/executions</c> takes.</summary>
public sealed record ExecutionBody(string? Runbook, string? Step, string? Environment, Dictionary<string, string>? Parameters, Guid? Run, string? PlanHash, string? BreakGlass, long? Incident = null, long? Maintenance = null, int? MaintenanceItem = null);

/// <summary>An execution as the API tells it.</summary>
public sealed record ExecutionAnswer(
    long Id, string State, string Reason, string RequestedBy, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    string Step, string Title, string? Environment, string Risk, string? Node, int? ExitCode, int LastLine, int LinesOmitted, Guid? Run)
{
    /// <summary>Null where the runbook expects nothing in particular, and until it has ended.</summary>
    public StoredVerdict? Expectation { get; init; }

    /// <summary>The plan that was confirmed.</summary>
    public string? PlanHash { get; init; }

    /// <summary>The execution whose change this one puts back.</summary>
    public long? Reverts { get; init; }
    /// <summary>Number of the incident that it was run for.</summary>
    public long? Incident { get; init; }

    /// <summary>Number of the maintenance that it was run for, with the item of its checklist.</summary>
    public long? Maintenance { get; init; }
    public int? MaintenanceItem { get; init; }
    public string? DecidedBy { get; init; }
    public string? Decision { get; init; }
    public string? BreakGlass { get; init; }

    /// <summary>What was found out about an unknown outcome.</summary>
    public string? Verification { get; init; }

    /// <summary>The value that its output gave to a parameter; null where there is none, or where it is a secret.</summary>
    public CapturedValue? Captured { get; init; }

    public static ExecutionAnswer Of(Execution e) => new(
        e.Id, Name(e.State), e.Reason, e.RequestedBy, e.CreatedAt, e.StartedAt, e.FinishedAt,
        e.StepId, e.Title, e.Environment?.Name, Name(e.Risk), e.Node, e.ExitCode, e.LastLine, e.LinesOmitted, e.RunId)
    {
        Expectation = e.Verdict,
        PlanHash = e.PlanHash,
        Reverts = e.Reverts,
        Incident = e.Incident,
        Maintenance = e.Maintenance,
        MaintenanceItem = e.MaintenanceItem,
        DecidedBy = e.DecidedBy,
        Decision = e.Decision,
        BreakGlass = e.BreakGlass,
        Verification = e.Verification,
        Captured = e is { Captures: { } name, Captured: { } value } ? new(name, value) : null,
    };

    /// <summary><c>outcomeUnknown</c>, as JSON names are written.</summary>
    private static string Name<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{value}");
}

public sealed record CapturedValue(string Parameter, string Value);

public sealed record ExecutionList(IReadOnlyList<ExecutionAnswer> Items, string? NextCursor);
