using System.Diagnostics.Metrics;
using OpsPortal.Checks.Judging;

namespace OpsPortal.Checks.Running;

/// <summary>Counts for Prometheus: <c>checks_runs_total</c>, <c>checks_now</c>, <c>checks_late_seconds</c>. No names of anything.</summary>
public sealed class CheckMetrics : IDisposable
{
    private readonly Meter meter = new("OpsPortal");
    private readonly Counter<long> runs;
    private volatile IReadOnlyList<(CheckState State, int Count)> states = [];
    private double late;

    public CheckMetrics()
    {
        runs = meter.CreateCounter<long>("checks.runs", description: "Runs of checks by this process.");
        meter.CreateObservableGauge("checks.now", () => states.Select(s => new Measurement<int>(s.Count, new KeyValuePair<string, object?>("state", $"{s.State}".ToLowerInvariant()))), description: "Checks by state.");
        meter.CreateObservableGauge("checks.late", () => Volatile.Read(ref late), "s", "How long the check that waits longest has been due.");
    }

    internal void Ran(Check check, Finding finding) => runs.Add(1, new("kind", CheckKind.Of(check.Spec).Name), new("outcome", $"{finding.Outcome}".ToLowerInvariant()));

    internal void Now(IEnumerable<(CheckState State, int Count)> counts, TimeSpan lateness)
    {
        var known = counts.ToDictionary(c => c.State, c => c.Count);
        states = [.. Enum.GetValues<CheckState>().Select(s => (s, known.GetValueOrDefault(s)))];
        Volatile.Write(ref late, lateness.TotalSeconds);
    }

    public void Dispose() => meter.Dispose();
}
