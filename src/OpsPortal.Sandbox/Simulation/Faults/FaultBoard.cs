namespace OpsPortal.Sandbox.Simulation.Faults;

/// <summary>The faults of a sandbox, those that are over included: logs of that time still show them. Safe for concurrent use.</summary>
public sealed class FaultBoard(TimeProvider time)
{
    private readonly Lock gate = new();
    private volatile IReadOnlyList<Fault> faults = [];
    private int count;

    /// <summary>Raised after a fault began or ended.</summary>
    public event Action<Fault>? Changed;

    public IReadOnlyList<Fault> All => faults;
    public IReadOnlyList<Fault> Active => [.. faults.Where(f => f.IsActive(time.GetUtcNow()))];

    /// <summary>How late the API server answers.</summary>
    public TimeSpan ApiLatency => TimeSpan.FromMilliseconds(Active.Where(f => f.Kind == FaultKind.ApiLatency).Sum(f => f.Amount));
    public bool ApiIsUnavailable => Active.Any(f => f.Kind == FaultKind.ApiUnavailable);

    /// <summary>Whether changes in a namespace (null: in none) cannot be tried.</summary>
    public bool ApiRefusesDryRuns(string? @namespace) => Active.Any(f => f.Kind == FaultKind.WebhookWithoutDryRun && (f.Namespace is null || f.Namespace == @namespace));

    /// <summary>Begins a fault now; what is returned has its number, to clear it by.</summary>
    public Fault Inject(Fault fault)
    {
        lock (gate)
        {
            fault = fault with { Id = ++count, From = time.GetUtcNow(), Until = null };
            faults = [.. faults, fault];
        }
        Changed?.Invoke(fault);
        return fault;
    }

    /// <summary>Ends a fault; false where there is none of that number, or it is over already.</summary>
    public bool Clear(int id)
    {
        Fault ended;
        lock (gate)
        {
            if (faults.FirstOrDefault(f => f.Id == id && f.Until is null) is not { } found) return false;
            ended = found with { Until = time.GetUtcNow() };
            faults = [.. faults.Select(f => f.Id == id ? ended : f)];
        }
        Changed?.Invoke(ended);
        return true;
    }

    public void ClearAll()
    {
        foreach (var fault in faults) Clear(fault.Id);
    }
}
