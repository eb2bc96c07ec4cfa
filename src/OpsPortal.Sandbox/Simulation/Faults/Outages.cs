namespace OpsPortal.Sandbox.Simulation.Faults;

/// <summary>When services had no ready pod, so that the logs of those who need them tell of it. Safe for concurrent use.</summary>
internal sealed class Outages
{
    private readonly Lock gate = new();
    private volatile IReadOnlyList<Outage> all = [];

    public void Record(string @namespace, string service, bool down, DateTimeOffset at)
    {
        lock (gate)
        {
            var open = all.FirstOrDefault(o => o.Namespace == @namespace && o.Service == service && o.Until is null);
            if (down == (open is not null)) return;
            all = open is null ? [.. all, new Outage(@namespace, service, at, null)] : [.. all.Select(o => o == open ? o with { Until = at } : o)];
        }
    }

    public IReadOnlyList<Outage> Of(string @namespace, string service) => [.. all.Where(o => o.Namespace == @namespace && o.Service == service)];
}

internal sealed record Outage(string Namespace, string Service, DateTimeOffset From, DateTimeOffset? Until)
{
    public bool Covers(DateTimeOffset at) => From <= at && (Until is null || at < Until);
}
