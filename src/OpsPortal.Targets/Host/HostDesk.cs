using OpsPortal.Runbooks.Actions.Host;

namespace OpsPortal.Targets.Host;

/// <summary>Where one program works: its directory, its home, and what its words mean there.</summary>
internal sealed class HostDesk : IAsyncDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly DirectoryInfo temporary = Directory.CreateTempSubdirectory("opsportal-step-");
    private readonly HostSettings settings;

    /// <summary>What was put into the environment's own directory, and is taken away again.</summary>
    private readonly List<string> brought = [];

    public HostDesk(HostSettings settings)
    {
        this.settings = settings;
        Paths = new(settings.Paths);
        Home = temporary.CreateSubdirectory("home").FullName;
        WorkingDirectory = settings.WorkingDirectory ?? temporary.CreateSubdirectory("work").FullName;
    }

    public HostPaths Paths { get; }
    public string Home { get; }
    public string WorkingDirectory { get; }

    public IReadOnlyList<string> SearchPath => settings.SearchPath.Count > 0
        ? settings.SearchPath
        : (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The program's file; null where there is none.</summary>
    public string? Find(string program)
    {
        if (program.Contains('/')) return Path.GetFullPath(Paths.Real(program), WorkingDirectory) is var path && File.Exists(path) ? path : null;
        return SearchPath.Select(directory => Path.Combine(directory, program)).FirstOrDefault(f => File.Exists(f) && MayBeExecuted(f));
    }

    private static bool MayBeExecuted(string file) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    /// <summary>The arguments, patterns replaced by files and paths by where they are.</summary>
    public IReadOnlyList<string> Arguments(HostRun action) =>
        [.. action.Arguments.SelectMany((argument, i) => action.Patterns.FirstOrDefault(p => p.Argument == i) is { } pattern ? HostGlob.Expand(pattern, WorkingDirectory, Paths.Real) : [Paths.Real(argument)])];

    /// <summary>
    /// Puts the step's files that the command names where the program finds them. The program itself comes from there only where the
    /// environment has no directory of its own: otherwise its administrator decides what lies there and is run.
    /// </summary>
    public async Task BringAsync(HostRun action, IStepFiles files, CancellationToken cancellation)
    {
        foreach (var word in settings.WorkingDirectory is null ? action.Arguments.Prepend(action.Program) : action.Arguments)
        {
            var name = word.StartsWith('-') && word.IndexOf('=') is > 0 and var equals ? word[(equals + 1)..] : word;
            if (name.Length == 0 || name[0] is '-' or '/') continue;
            await BringAsync(name, files, cancellation);
        }
        foreach (var pattern in action.Patterns)
            foreach (var name in await files.MatchAsync(string.Concat(pattern.Pieces), cancellation)) await BringAsync(name, files, cancellation);
    }

    public ValueTask DisposeAsync()
    {
        try
        {
            foreach (var path in brought) File.Delete(path);
            temporary.Delete(recursive: true);
        }
        catch (IOException)
        {
            // a child that outlived its parent still writes there; the system's own cleaning takes it
        }
        return ValueTask.CompletedTask;
    }

    private async Task BringAsync(string name, IStepFiles files, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(name, WorkingDirectory);
        if (!path.StartsWith(WorkingDirectory + "/", StringComparison.Ordinal) || Path.Exists(path)) return;
        var bare = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        if ((await files.OpenAsync(name, cancellation) ?? await files.OpenAsync(bare, cancellation)) is not { } source) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using (source)
        await using (var copy = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
            await source.CopyToAsync(copy, cancellation);
        if (settings.WorkingDirectory is not null) brought.Add(path);
        else if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, Executable);
    }
}
