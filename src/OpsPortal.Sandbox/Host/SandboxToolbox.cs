using System.IO.Compression;
using System.Text;

namespace OpsPortal.Sandbox.Host;

/// <summary>
/// A directory for programs of a host to work in: backups, scripts, and small stand-ins for programs that would need a cloud or a registry.
/// Each stand-in says that it is one.
/// </summary>
/// <param name="Programs">That an environment may allow without a second thought: they show and never reach beyond the directory, or are ours.</param>
/// <param name="SearchPath">Our stand-ins first, then where the system has its programs.</param>
/// <param name="Paths">Absolute paths of the runbooks (<c>/backups</c>) → where they are here.</param>
/// <param name="Variables">What the stand-ins need to know.</param>
public sealed record SandboxToolbox(
    IReadOnlyList<string> Programs, string WorkingDirectory, IReadOnlyList<string> SearchPath, IReadOnlyDictionary<string, string> Paths, IReadOnlyDictionary<string, string> Variables)
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
    private const string Resource = "Toolbox/";

    private static readonly string[] SystemPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <param name="directory">Made where it is missing; what lies there already is kept, our own programs and scripts are written anew.</param>
    /// <param name="docker">The sandbox's Docker Engine (<see cref="Docker.SandboxDocker.Address"/>); null where there is none.</param>
    public static SandboxToolbox Create(string directory, TimeProvider time, Uri? docker = null)
    {
        var root = Path.GetFullPath(directory);
        var (work, bin, backups, store) = (Path.Combine(root, "work"), Path.Combine(root, "bin"), Path.Combine(root, "backups"), Path.Combine(root, "store"));
        foreach (var folder in (string[])[work, bin, backups, store]) Directory.CreateDirectory(folder);
        Unpack("scripts/", Path.Combine(work, "scripts"), _ => true);
        Unpack("load_tests/", Path.Combine(work, "load_tests"), _ => true);
        Unpack("programs/", bin, _ => true);
        Unpack("absent/", bin, name => !SystemPath.Any(p => File.Exists(Path.Combine(p, name))));
        Backups(work, backups, store, time.GetUtcNow());
        var variables = new Dictionary<string, string> { ["SANDBOX_ROOT"] = root, ["SANDBOX_STORE"] = store };
        if (docker is not null) variables["SANDBOX_DOCKER"] = $"http://{docker.Host}:{docker.Port}";
        return new(
            ["ls", "df", "du", "gunzip", "uptime", "free", "uname", "ping", "nslookup", "npm", "trivy", "aws", "locust", "docker", "./scripts/*"],
            work, [bin, .. SystemPath.Where(Directory.Exists)], new Dictionary<string, string> { ["/backups"] = backups }, variables);
    }

    private static void Unpack(string from, string to, Func<string, bool> wanted)
    {
        var assembly = typeof(SandboxToolbox).Assembly;
        Directory.CreateDirectory(to);
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Resource + from, StringComparison.Ordinal)))
        {
            var file = name[(Resource.Length + from.Length)..];
            if (!wanted(file)) continue;
            var path = Path.Combine(to, file);
            using (var source = assembly.GetManifestResourceStream(name)!)
            using (var copy = new FileStream(path, FileMode.Create, FileAccess.Write)) source.CopyTo(copy);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, Executable);
        }
    }

    private static void Backups(string work, string backups, string store, DateTimeOffset now)
    {
        var own = Path.Combine(work, "backups");
        for (var days = 3; days > 0; days--)
        {
            var day = now.AddDays(-days);
            Write(Path.Combine(own, $"backup-{day:yyyyMMdd}-020000.sql.gz"), day);
            Write(Path.Combine(backups, $"db_backup_{day:yyyyMMdd}_020000.sql.gz"), day);
            Write(Path.Combine(store, "backup-bucket", "db_backups", $"db_backup_{day:yyyyMMdd}_020000.sql.gz"), day);
        }
        // the one that a runbook names as its example
        Write(Path.Combine(store, "backup-bucket", "db_backups", "db_backup_20231201_120000.sql.gz"), new(2023, 12, 1, 12, 0, 0, TimeSpan.Zero));
        Write(Path.Combine(own, "latest.sql.gz"), now.AddDays(-1));
        Write(Path.Combine(backups, "db_backup_latest.sql.gz"), now.AddDays(-1));
        Directory.CreateDirectory(Path.Combine(store, "backups", "unified-system"));
    }

    private static void Write(string path, DateTimeOffset made)
    {
        if (File.Exists(path)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var file = File.Create(path))
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes($"-- a backup of the sandbox, {made:yyyy-MM-dd}\nSELECT 1;\n"));
        File.SetLastWriteTimeUtc(path, made.UtcDateTime);
    }
}
