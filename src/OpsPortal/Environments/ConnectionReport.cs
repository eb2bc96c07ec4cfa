using OpsPortal.Targets.Probes;

namespace OpsPortal.Environments;

/// <summary>What became of asking an environment's targets.</summary>
/// <param name="Succeeded">No target failed.</param>
/// <param name="Message">Of all together, and where something failed what to do.</param>
public sealed record ConnectionReport(bool Succeeded, string Message)
{
    /// <summary>One for each target that was asked.</summary>
    public IReadOnlyList<TargetReport> Targets { get; init; } = [];

    internal static ConnectionReport Of(IReadOnlyList<TargetReport> targets)
    {
        var failed = targets.Where(t => t.State == TargetState.Failed).ToList();
        var message = targets switch
        {
            [] => "There is nothing to ask yet: give the environment a cluster, a database or another target.",
            [var only] => only.Message,
            _ when failed.Count > 0 => $"{failed.Count} of {targets.Count} targets failed. {string.Join(" ", failed.Select(t => $"{t.Name}: {t.Message}"))}",
            _ => $"All {targets.Count} targets answer.",
        };
        return new(targets.Count > 0 && failed.Count == 0, message) { Targets = targets };
    }
}

/// <summary>One target of an environment.</summary>
/// <param name="Kind">One of <see cref="TargetKind"/>.</param>
/// <param name="Name">Of a database or a Redis; null where there is one of the kind.</param>
public sealed record TargetChoice(string Kind, string? Name = null)
{
    internal bool Covers(TargetProbe probe) => probe.Kind == Kind && (Name is null || probe.Name == Name);

    /// <summary>The form without other targets: what is wrong with those is no reason not to ask this one.</summary>
    internal EnvironmentForm Alone(EnvironmentForm form) => form with
    {
        Databases = Kind == TargetKind.Database ? [.. (form.Databases ?? []).Where(d => Name is null || d.Name == Name)] : [],
        Redis = Kind == TargetKind.Redis ? [.. (form.Redis ?? []).Where(d => Name is null || d.Name == Name)] : [],
        Http = Kind is TargetKind.Http or TargetKind.Prometheus ? form.Http : null,
        Prometheus = Kind == TargetKind.Prometheus ? form.Prometheus : null,
        Docker = Kind == TargetKind.Docker ? form.Docker : null,
        Programs = Kind == TargetKind.Host ? form.Programs : null,
        Host = Kind == TargetKind.Host ? form.Host : null,
    };
}
