namespace OpsPortal.Executions;

/// <summary>What steps found out for those below them (<c>POD=$(kubectl get …)</c>). The newest capture of a name counts; what somebody types afterwards counts more.</summary>
internal sealed class CapturedValues
{
    private readonly Dictionary<string, Execution> known = [];

    /// <summary>Fills in what was captured since the last time.</summary>
    public void Fill(IEnumerable<Execution> last, Dictionary<string, string> values)
    {
        foreach (var execution in last.Where(e => e.Captures is not null && e.State == ExecutionState.Succeeded).OrderBy(e => e.Id))
        {
            var name = execution.Captures!;
            if (known.TryGetValue(name, out var before) && before.Id >= execution.Id) continue;
            known[name] = execution;
            if (execution.Captured is { } value) values[name] = value;
            // A secret is filled in where the step runs; nobody sees it here.
            else values.Remove(name);
        }
    }

    /// <summary>Names of secrets that have a captured value.</summary>
    public IReadOnlyCollection<string> Secrets => [.. known.Where(k => k.Value.ProtectedCaptured is not null).Select(k => k.Key)];

    public void Clear() => known.Clear();
}
