using OpsPortal.Sandbox.Simulation.Faults;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation.Pods;

/// <summary>What a running container is heading for, as far as can be told now.</summary>
/// <param name="ReadyAt">Null: never.</param>
/// <param name="EndsAt">Null: it goes on.</param>
internal sealed record Fate(DateTimeOffset? ReadyAt, DateTimeOffset? EndsAt, int ExitCode = 0, string Reason = "Completed", IReadOnlyList<string>? LastLines = null)
{
    private static readonly TimeSpan CrashAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan JobTakes = TimeSpan.FromSeconds(3);

    public static Fate Of(FateInput at)
    {
        var ready = at.Defect == ImageDefect.NeverReady ? (DateTimeOffset?)null : at.StartedAt + at.Profile.ReadyAfter + Slowness(at);
        if (at.RunsToCompletion) return new(ready, at.StartedAt + JobTakes);
        if (at.LimitBytes is { } limit && limit < at.Profile.Bytes)
            return OutOfMemory(ready, at.StartedAt + CrashAfter);
        if (at.UnknownHost is { } unknown)
            return Crash(ready: null, at.StartedAt + CrashAfter, [unknown]);
        if (at.Defect == ImageDefect.Crash)
            return Crash(ready: null, at.StartedAt + CrashAfter, at.Profile.Logs.Crash);
        if (at.Faults.FirstOrDefault(f => f is { Kind: FaultKind.CrashLoop, Until: null }) is { } crashing)
            return Crash(ready, Later(at.StartedAt, crashing.From) + CrashAfter, at.Profile.Logs.Crash);
        return at.LimitBytes is { } memory && Leaks.Reaches(memory, at.Profile.Bytes, at.Defect, at.Faults, at.StartedAt) is { } full
            ? OutOfMemory(ready, full)
            : new(ready, null);
    }

    private static TimeSpan Slowness(FateInput at) =>
        TimeSpan.FromSeconds(at.Faults.Where(f => f.Kind == FaultKind.SlowReadiness && f.IsActive(at.StartedAt)).Sum(f => f.Amount));

    private static Fate OutOfMemory(DateTimeOffset? ready, DateTimeOffset at) => new(ready, at, 137, "OOMKilled", []);
    private static Fate Crash(DateTimeOffset? ready, DateTimeOffset at, IReadOnlyList<string> lines) => new(ready, at, 1, "Error", lines);
    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

/// <param name="LimitBytes">The container's memory limit.</param>
/// <param name="UnknownHost">What it logs about a host that it cannot do without and DNS does not know; null where all is well.</param>
/// <param name="Faults">Those that concern this pod.</param>
internal sealed record FateInput(
    ProfileDefinition Profile, ImageDefect Defect, DateTimeOffset StartedAt, long? LimitBytes, string? UnknownHost, IReadOnlyList<Fault> Faults, bool RunsToCompletion);

/// <summary>Memory that is never given back.</summary>
internal static class Leaks
{
    private const double DefectMebibytesPerMinute = 40;

    /// <summary>Bytes leaked by a container between its start and a moment.</summary>
    public static double Bytes(ImageDefect defect, IReadOnlyList<Fault> faults, DateTimeOffset startedAt, DateTimeOffset at)
    {
        var defective = defect == ImageDefect.Leak ? (at - startedAt).TotalMinutes * DefectMebibytesPerMinute : 0;
        return 1048576 * (defective + faults.Where(f => f.Kind == FaultKind.MemoryLeak).Sum(f => Minutes(f, startedAt, at) * f.Amount));
    }

    /// <summary>When the limit is reached; null where that is not in sight.</summary>
    public static DateTimeOffset? Reaches(long limit, long normal, ImageDefect defect, IReadOnlyList<Fault> faults, DateTimeOffset startedAt)
    {
        var open = faults.Where(f => f is { Kind: FaultKind.MemoryLeak, Until: null }).ToList();
        var rate = 1048576 * (open.Sum(f => f.Amount) + (defect == ImageDefect.Leak ? DefectMebibytesPerMinute : 0));
        if (rate <= 0) return null;
        var from = open.Count == 0 ? startedAt : open.Max(f => f.From > startedAt ? f.From : startedAt);
        var left = limit - normal - Bytes(defect, faults, startedAt, from);
        return from + TimeSpan.FromMinutes(Math.Max(0, left / rate));
    }

    private static double Minutes(Fault fault, DateTimeOffset startedAt, DateTimeOffset at)
    {
        var from = fault.From > startedAt ? fault.From : startedAt;
        var until = fault.Until is { } end && end < at ? end : at;
        return until > from ? (until - from).TotalMinutes : 0;
    }
}
