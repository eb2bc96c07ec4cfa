using System.Globalization;

namespace OpsPortal.Sandbox.Simulation.Programs;

/// <summary>Programs that look at a container's files, which are those of its profile.</summary>
internal static class DiskPrograms
{
    private const string Emptied = "4.0K";

    public static Task<int> Free(ProgramCall call)
    {
        var volume = call.World.Container.List("volumeMounts").Select(m => m.Text("mountPath")!).ToList();
        var lines = new List<string> { "Filesystem      Size  Used Avail Use% Mounted on", "overlay          95G   41G   50G  46% /", "tmpfs            64M     0   64M   0% /dev", "/dev/sda1        95G   41G   50G  46% /etc/hosts" };
        lines.AddRange(volume.Select((path, i) => $"/dev/sdb{i + 1}        9.8G  {(Size(call.World, path) ?? "1.9G"),4}  7.4G  21% {path}"));
        return call.Say(string.Join('\n', lines));
    }

    public static async Task<int> Used(ProgramCall call)
    {
        var code = 0;
        var paths = call.Arguments.Where(a => !a.StartsWith('-')).DefaultIfEmpty(".").SelectMany(p => Matching(call.World, p)).ToList();
        foreach (var path in paths)
            if (Size(call.World, path) is { } size) await call.Say($"{size}\t{path}");
            else code = await call.Fail($"du: cannot access '{path}': No such file or directory");
        return code;
    }

    public static async Task<int> List(ProgramCall call)
    {
        var code = 0;
        var large = call.Arguments.Any(a => a.StartsWith('-') && a.Contains('l'));
        foreach (var path in call.Arguments.Where(a => !a.StartsWith('-')).DefaultIfEmpty("/app"))
        {
            var inside = Inside(call.World, path).ToList();
            if (inside.Count == 0 && !Known(call.World).Contains(path)) code = await call.Fail($"ls: cannot access '{path}': No such file or directory", 2);
            else await call.Say(string.Concat(inside.Select(name => large ? $"-rw-r--r-- 1 app app {Size(call.World, $"{path.TrimEnd('/')}/{name}") ?? Emptied,6} Nov 12 02:00 {name}\n" : $"{name}\n")));
        }
        return code;
    }

    /// <summary>Only <c>-delete</c> has an effect: the directory is empty afterwards.</summary>
    public static async Task<int> FindFiles(ProgramCall call)
    {
        var path = call.Arguments.FirstOrDefault(a => !a.StartsWith('-')) ?? ".";
        if (Size(call.World, path) is null) return await call.Fail($"find: ‘{path}’: No such file or directory");
        if (call.Arguments.Contains("-delete"))
        {
            foreach (var inner in Known(call.World).Where(k => k == path || k.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal))) call.World.Scratch.Empty(inner);
            return 0;
        }
        return await call.Say(string.Concat(Inside(call.World, path).Select(name => $"{path.TrimEnd('/')}/{name}\n")));
    }

    private static IEnumerable<string> Known(ContainerWorld world) => world.Profile.Disk.Keys.Concat(world.Profile.Files.Keys);

    private static string? Size(ContainerWorld world, string path)
    {
        var bare = path.Length > 1 ? path.TrimEnd('/') : path;
        if (world.Scratch.IsEmptied(bare)) return Emptied;
        if (world.Profile.Disk.TryGetValue(bare, out var size)) return size;
        if (world.Profile.Files.TryGetValue(bare, out var content)) return content.Length.ToString(CultureInfo.InvariantCulture);
        return Inside(world, bare).Any() || bare is "." or "/" ? "148M" : null;
    }

    private static IEnumerable<string> Inside(ContainerWorld world, string path)
    {
        var root = path.TrimEnd('/') + "/";
        return Known(world).Where(k => k.StartsWith(root, StringComparison.Ordinal) && k.Length > root.Length)
            .Select(k => k[root.Length..].Split('/')[0]).Distinct().Order(StringComparer.Ordinal);
    }

    /// <summary>A star that no shell has expanded is expanded here, so that a copied <c>du -sh /*</c> still answers.</summary>
    private static IEnumerable<string> Matching(ContainerWorld world, string path) =>
        path.EndsWith("/*", StringComparison.Ordinal) ? Inside(world, path[..^1]).Select(name => path[..^1] + name) : [path];
}
