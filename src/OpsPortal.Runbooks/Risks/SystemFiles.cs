namespace OpsPortal.Runbooks.Risks;

/// <summary>Paths that a running system reads: to write there is more than to keep an output.</summary>
internal static class SystemFiles
{
    private static readonly string[] Roots = ["/etc/", "/proc/", "/sys/", "/boot/", "/usr/", "/var/lib/", "/lib/", "/bin/", "/sbin/"];

    public static bool Owns(string path) => Roots.Any(root => path.StartsWith(root, StringComparison.Ordinal));
}
