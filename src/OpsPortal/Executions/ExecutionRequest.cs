namespace OpsPortal.Executions;

/// <summary>A click: run this step there, with these values.</summary>
/// <param name="Runbook">Slug.</param>
/// <param name="Environment">Name.</param>
/// <param name="Key">The click's own key; the same key again is the same execution.</param>
public sealed record ExecutionRequest(string Runbook, string Step, string Environment, IReadOnlyDictionary<string, string> Parameters, string Key)
{
    public Guid? Run { get; init; }

    /// <summary>The person was asked and said yes; a change is refused without, with the question as the problem's detail.</summary>
    public bool Confirmed { get; init; }
}
