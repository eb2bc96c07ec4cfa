using OpsPortal.Runbooks.Actions.Host;

namespace OpsPortal.Targets.Host;

/// <summary>Where the programs of an environment are on this machine.</summary>
internal static class HostPrograms
{
    public static IReadOnlyList<string> SearchPath(HostSettings settings) => settings.SearchPath.Count > 0
        ? settings.SearchPath
        : (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The program's file; null where there is none.</summary>
    /// <param name="directory">In which relative paths begin.</param>
    public static string? Find(string program, string directory, HostSettings settings)
    {
        if (program.Contains('/')) return Path.GetFullPath(new HostPaths(settings.Paths).Real(program), directory) is var path && File.Exists(path) ? path : null;
        return SearchPath(settings).Select(place => Path.Combine(place, program)).FirstOrDefault(f => File.Exists(f) && MayBeExecuted(f));
    }

    /// <summary>Files that a path with stars allows.</summary>
    public static IEnumerable<string> Matching(string allowed, string directory, HostSettings settings)
    {
        // each run of stars is a pattern between texts
        var pieces = System.Text.RegularExpressions.Regex.Split(allowed, @"([*?]+)");
        return HostGlob.Expand(new ArgumentPattern(0, pieces), directory, new HostPaths(settings.Paths).Real).Select(name => Path.GetFullPath(name, directory)).Where(File.Exists);
    }

    private static bool MayBeExecuted(string file) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
