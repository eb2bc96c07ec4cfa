namespace OpsPortal.Executions.Api;

/// <summary>What <c>POST /api/v1/executions</c> takes.</summary>
public sealed record ExecutionBody(string? Runbook, string? Step, string? Environment, Dictionary<string, string>? Parameters, Guid? Run, bool Confirmed);

/// <summary>An execution as the API tells it.</summary>
public sealed record ExecutionAnswer(
    long Id, string State, string Reason, string RequestedBy, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    string Step, string Title, string? Environment, string Risk, string? Node, int? ExitCode, int LastLine, int LinesOmitted, Guid? Run)
{
    public static ExecutionAnswer Of(Execution e) => new(
        e.Id, Name(e.State), e.Reason, e.RequestedBy, e.CreatedAt, e.StartedAt, e.FinishedAt,
        e.StepId, e.Title, e.Environment?.Name, Name(e.Risk), e.Node, e.ExitCode, e.LastLine, e.LinesOmitted, e.RunId);

    /// <summary><c>outcomeUnknown</c>, as JSON names are written.</summary>
    private static string Name<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{value}");
}

public sealed record ExecutionList(IReadOnlyList<ExecutionAnswer> Items, string? NextCursor);
