using OpsPortal.Targets;

namespace OpsPortal.Executions.Files;

/// <summary>Files in the directories that an administrator gave to an environment's programs; never one outside of them, whatever a name or a link says.</summary>
internal static class HostFiles
{
    /// <summary>The file on this machine; null where there is none.</summary>
    public static string? Find(HostSettings host, string name)
    {
        if (name.StartsWith('/'))
        {
            foreach (var (prefix, directory) in host.Paths.OrderByDescending(p => p.Key.Length))
                if (name.StartsWith(prefix.TrimEnd('/') + "/", StringComparison.Ordinal)) return Inside(directory, name[(prefix.TrimEnd('/').Length + 1)..]);
            return null;
        }
        return host.WorkingDirectory is { } working ? Inside(working, name) : null;
    }

    private static string? Inside(string directory, string name)
    {
        var root = Path.GetFullPath(directory);
        var file = new FileInfo(Path.GetFullPath(Path.Combine(root, name)));
        if (!Below(root, file.FullName) || !file.Exists) return null;
        // a folder on the way may be a link as well as the file
        for (FileSystemInfo? at = file; at is not null && Below(root, at.FullName); at = at is FileInfo f ? f.Directory : ((DirectoryInfo)at).Parent)
            if (at.LinkTarget is not null && (at.ResolveLinkTarget(returnFinalTarget: true) is not { } target || !Below(root, target.FullName))) return null;
        return file.FullName;
    }

    private static bool Below(string root, string path) => path.StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
