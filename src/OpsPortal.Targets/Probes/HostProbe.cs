using OpsPortal.Targets.Host;

namespace OpsPortal.Targets.Probes;

/// <summary>Whether directories are there and allowed programs are found.</summary>
internal static class HostProbe
{
    public static bool Applies(HostSettings host) => host.Programs.Count > 0 || host.WorkingDirectory is not null || host.Paths.Count > 0;

    public static (string State, string Message) Ask(HostSettings host)
    {
        List<string> wrong = [];
        if (host.WorkingDirectory is { } directory && !Directory.Exists(directory)) wrong.Add($"The working directory {directory} is not there; make it, or choose another.");
        foreach (var (written, real) in host.Paths)
            if (!Path.Exists(real)) wrong.Add($"{real}, which stands for {written}, is not there; mount it, or correct the path.");
        wrong.AddRange(host.SearchPath.Where(d => !Directory.Exists(d)).Select(d => $"{d}, where programs are looked for, is not there."));
        var missing = host.Programs.Where(p => !Found(p, host)).ToList();
        if (missing.Count > 0) wrong.Add($"Not found: {string.Join(", ", missing)}. Install {(missing.Count == 1 ? "it" : "them")}, or correct where programs are looked for.");
        var found = host.Programs.Count == 0 ? "No program may be run yet." : $"{host.Programs.Count - missing.Count} of {host.Programs.Count} program{(host.Programs.Count == 1 ? "" : "s")} found{(missing.Count < host.Programs.Count ? $": {string.Join(", ", host.Programs.Except(missing))}" : "")}.";
        return wrong.Count == 0 ? (host.Programs.Count == 0 ? TargetState.Attention : TargetState.Ok, $"{found}{(host.WorkingDirectory is { } at ? $" They start in {at}." : "")}") : (TargetState.Failed, $"{string.Join(" ", wrong)} {found}");
    }

    private static bool Found(string program, HostSettings host)
    {
        // without a directory of the environment, the step brings what is below its own
        if (host.WorkingDirectory is not { } directory) return (program.Contains('/') && !program.StartsWith('/')) || HostPrograms.Find(program, "/", host) is not null;
        return program.AsSpan().ContainsAny('*', '?', '[') ? HostPrograms.Matching(program, directory, host).Any() : HostPrograms.Find(program, directory, host) is not null;
    }
}
