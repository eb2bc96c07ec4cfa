using OpsPortal.Sandbox.Simulation.Faults;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation.Logs;

/// <summary>How a container's log is at some second.</summary>
/// <param name="FailingDependency">The line that tells of it; null while all can be reached.</param>
internal readonly record struct LogConditions(double LinesPerSecond, double ErrorShare, double Slowness, string? FailingDependency, string Host, bool Debug);

/// <summary>How a container's log changes over time: what its image and variables say, and the faults and outages it lived through.</summary>
internal sealed class LogWeather(PulledImage image, PodVariables variables, IReadOnlyList<Fault> faults, IReadOnlyList<(DependencyDefinition Dependency, string Host, Outage Outage)> outages)
{
    private const double StormLinesPerSecond = 20_000;
    private const double ErrorsOfDefect = 0.25, ErrorsOfOutage = 0.35, SlownessOfDefect = 8;

    private readonly LogConditions usual = new(
        double.TryParse(variables["LOG_LINES_PER_SECOND"], out var rate) && rate >= 0 ? rate : image.Profile.Logs.LinesPerSecond,
        image.Defect is ImageDefect.Errors or ImageDefect.NeverReady ? ErrorsOfDefect : image.Profile.Logs.ErrorShare,
        image.Defect == ImageDefect.Slow ? SlownessOfDefect : 1,
        null, "",
        variables["DEBUG"] is "true" or "1" || string.Equals(variables["LOG_LEVEL"], "debug", StringComparison.OrdinalIgnoreCase));

    public LogConditions At(DateTimeOffset at)
    {
        var now = usual;
        foreach (var fault in faults)
            if (fault.IsActive(at)) now = With(now, fault);
        foreach (var (dependency, host, outage) in outages)
            if (outage.Covers(at)) now = now with { ErrorShare = Math.Max(now.ErrorShare, ErrorsOfOutage), FailingDependency = dependency.Line, Host = host };
        return now;
    }

    private static LogConditions With(LogConditions now, Fault fault) => fault.Kind switch
    {
        FaultKind.ErrorRate => now with { ErrorShare = Math.Max(now.ErrorShare, fault.Amount) },
        FaultKind.Slow => now with { Slowness = now.Slowness * Math.Max(1, fault.Amount) },
        FaultKind.LogStorm => now with { LinesPerSecond = fault.Amount > 0 ? fault.Amount : StormLinesPerSecond },
        _ => now,
    };
}
