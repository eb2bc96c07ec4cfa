using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Data;

namespace OpsPortal.Runbooks.Compiling.Data;

/// <summary>From a connection, and the container that the client runs in, to the keys that an environment's bindings may have.</summary>
internal static class Places
{
    private const string ClusterDomain = ".svc.cluster.local";

    /// <param name="inside">What runs the client in its container; null where it runs on the operator's machine.</param>
    public static ServerPlace Of(Connection connection, StepAction? inside, string standardPort)
    {
        var place = new ServerPlace
        {
            User = connection.User,
            Database = connection.Database,
            Host = connection.Host,
            Port = connection.Port,
            // the machine that holds the variable is not the container
            Inside = connection.Variable is null ? inside : null,
        };
        var target = inside?.Target;
        if (connection.Variable is { } variable) return place with { Keys = [.. Container(target), $"${variable}"], InCluster = InCluster(target) };
        if (IsLocal(connection.Host))
            return target is not null ? place with { Keys = [.. Container(target)], InCluster = InCluster(target) }
                : connection.Host is null ? place with { Unnamed = true }
                : place with { Keys = [.. Host(connection.Host, connection.Port ?? standardPort)], Unnamed = true };
        var keys = Host(connection.Host!, connection.Port);
        return target is { Kind: not "container", Namespace: { } ns } ? place with { Keys = [.. keys.Where(k => !k.Contains('/') && !k.Contains('.')).Select(k => $"{ns}/{k}"), .. keys] }
            : place with { Keys = keys, InCluster = InCluster(target) };
    }

    private static bool InCluster(StepTarget? target) => target is { Kind: not "container", Namespace: null };

    private static IEnumerable<string> Container(StepTarget? target)
    {
        if (target is not { Name: { } name }) yield break;
        var key = target.Kind is null or "pod" or "container" or "service" ? name : $"{target.Kind}/{name}";
        if (target.Namespace is { } ns) yield return $"{ns}/{key}";
        yield return key;
    }

    private static List<string> Host(string host, string? port)
    {
        List<string> keys = [];
        if (port is not null) keys.Add($"{host}:{port}");
        keys.Add(host);
        // db.shop.svc.cluster.local, db.shop.svc
        var service = host.EndsWith(ClusterDomain, StringComparison.Ordinal) ? host[..^ClusterDomain.Length] : host.EndsWith(".svc", StringComparison.Ordinal) ? host[..^4] : null;
        if (service?.Split('.') is [var name, var ns]) keys.Add($"{ns}/{name}");
        return keys;
    }

    private static bool IsLocal(string? host) => host is null or "localhost" or "127.0.0.1" or "::1" || host.StartsWith('/');
}
