using OpsPortal.Runbooks.Actions.Host;

namespace OpsPortal.Targets.Host;

/// <summary>
/// Where one program works: its directory, its home, and what its words mean there. Files that the step brings lie in a directory of this
/// one step, and the command's words lead there: two steps at once never see each other's, even under one name.
/// </summary>
internal sealed class HostDesk : IAsyncDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly DirectoryInfo temporary = Directory.CreateTempSubdirectory("opsportal-step-");
    private readonly HostSettings settings;

    /// <summary>Where brought files lie: laid out as the environment's directory, or that directory itself where it is of this step alone.</summary>
    private readonly string own;

    /// <summary>Full paths of brought files.</summary>
    private readonly HashSet<string> brought = [];

    public HostDesk(HostSettings settings)
    {
        this.settings = settings;
        Home = temporary.CreateSubdirectory("home").FullName;
        own = temporary.CreateSubdirectory("work").FullName;
        WorkingDirectory = settings.WorkingDirectory is { } set ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(set)) : own;
        Paths = new(settings.Paths, settings.WorkingDirectory is null ? null : own);
    }

    public HostPaths Paths { get; }
    public string Home { get; }
    public string WorkingDirectory { get; }

    public IReadOnlyList<string> SearchPath => HostPrograms.SearchPath(settings);

    /// <summary>The program's file; null where there is none.</summary>
    public string? Find(string program) => HostPrograms.Find(program, WorkingDirectory, settings);

    /// <summary>The arguments, patterns replaced by files and paths by where they are.</summary>
    public IReadOnlyList<string> Arguments(HostRun action) =>
        [.. action.Arguments.SelectMany((argument, i) => action.Patterns.FirstOrDefault(p => p.Argument == i) is { } pattern ? Expand(pattern) : [Brought(Paths.Real(argument))])];

    /// <summary>Files of both directories, in the order of their names.</summary>
    private IEnumerable<string> Expand(ArgumentPattern pattern)
    {
        var here = HostGlob.Expand(pattern, WorkingDirectory, Paths.Real);
        if (brought.Count == 0 || own == WorkingDirectory) return here;
        var ours = HostGlob.Expand(pattern, own, Paths.Real).Where(n => brought.Contains(Path.GetFullPath(n, own)));
        return here.Where(n => Path.Exists(Path.GetFullPath(n, WorkingDirectory))).Concat(ours).Order(StringComparer.Ordinal).Select(Brought).DefaultIfEmpty(here[0]);
    }

    /// <summary>The word with the path of a brought file in it made to lead there.</summary>
    private string Brought(string word)
    {
        var start = NameIn(word);
        return own != WorkingDirectory && Inside(own, word[start..]) is { } path && brought.Contains(path) ? word[..start] + path : word;
    }

    /// <summary>Where in a word the name of a file may begin: behind the equals sign of <c>--file=x</c>.</summary>
    private static int NameIn(string word) => word.StartsWith('-') && word.IndexOf('=') is > 0 and var equals ? equals + 1 : 0;

    /// <summary>Null where the name leads out of the directory, or is no relative one.</summary>
    private static string? Inside(string directory, string name) =>
        name.Length == 0 || name[0] is '-' or '/' || name.Contains('\0') ? null : Path.GetFullPath(name, directory) is var path && path.StartsWith(directory + "/", StringComparison.Ordinal) ? path : null;

    /// <summary>
    /// Puts the step's files that the command names where the program finds them; what lies in the environment's directory comes first. The program itself comes from there only where the
    /// environment has no directory of its own: otherwise its administrator decides what lies there and is run.
    /// </summary>
    public async Task BringAsync(HostRun action, IStepFiles files, CancellationToken cancellation)
    {
        foreach (var word in settings.WorkingDirectory is null ? action.Arguments.Prepend(action.Program) : action.Arguments)
            await BringAsync(word[NameIn(word)..], files, cancellation);
        foreach (var pattern in action.Patterns)
            foreach (var name in await files.MatchAsync(string.Concat(pattern.Pieces), cancellation)) await BringAsync(name, files, cancellation);
    }

    public ValueTask DisposeAsync()
    {
        try
        {
            if (own != WorkingDirectory) Keep();
            temporary.Delete(recursive: true);
        }
        catch (IOException)
        {
            // a child that outlived its parent still writes there; the system's own cleaning takes it
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>What the program made beside brought files (gunzip does) belongs where it would have made it: in the environment's directory.</summary>
    private void Keep()
    {
        foreach (var file in new DirectoryInfo(own).EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.LinkTarget is null && !brought.Contains(f.FullName)))
        {
            var path = Path.Combine(WorkingDirectory, Path.GetRelativePath(own, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            file.MoveTo(path, overwrite: true);
        }
    }

    private async Task BringAsync(string name, IStepFiles files, CancellationToken cancellation)
    {
        if (Inside(own, name) is not { } path || brought.Contains(path) || Path.Exists(Path.GetFullPath(name, WorkingDirectory))) return;
        var bare = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        if ((await files.OpenAsync(name, cancellation) ?? await files.OpenAsync(bare, cancellation)) is not { } source) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using (source)
        await using (var copy = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
            await source.CopyToAsync(copy, cancellation);
        brought.Add(path);
        if (own == WorkingDirectory && !OperatingSystem.IsWindows()) File.SetUnixFileMode(path, Executable);
    }
}
