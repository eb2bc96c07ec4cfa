using System.Net;

namespace OpsPortal.Targets.Http;

/// <summary>Where a connection goes.</summary>
/// <param name="Named">An administrator named exactly this address, so that it may be one that is refused otherwise.</param>
public sealed record Destination(string Host, int Port, bool Named);

/// <summary>The environment does not let a step ask this host; the message says so and who can change it.</summary>
public sealed class ReachRefusedException(string message) : Exception(message);

/// <summary>Which hosts an environment's steps may ask, and where they are found. Asked again for every redirect.</summary>
public sealed class HttpReach(HttpSettings settings, Uri? prometheus = null)
{
    /// <exception cref="ReachRefusedException">The host is neither allowed nor routed.</exception>
    public Destination Find(string host, int port)
    {
        var name = Normal(host);
        if (settings.Routes.FirstOrDefault(r => Matches(r.From, name, port)) is { } route)
        {
            var (to, toPort) = Split(route.To);
            return new(to, toPort ?? port, IPAddress.TryParse(to, out _) || ForbiddenPlaces.IsName(to));
        }
        if (prometheus is not null && Normal(prometheus.IdnHost) == name && prometheus.Port == port) return new(name, port, IPAddress.TryParse(name, out _));
        var entry = settings.Allow.FirstOrDefault(a => Matches(a, name, port));
        var named = entry is not null && Split(entry).Host == name && (IPAddress.TryParse(name, out _) || ForbiddenPlaces.IsName(name));
        if (!named && ForbiddenPlaces.IsName(name)) throw new ReachRefusedException(ForbiddenPlaces.Refusal(name, null));
        if (entry is null)
            throw new ReachRefusedException($"{Shown(name, port)} may not be asked from this environment. An administrator can add it to http.allow of the environment, or to http.routes where it is found elsewhere.");
        return new(name, port, named);
    }

    /// <summary>In lower case, without the dot and the brackets that may stand around it.</summary>
    public static string Normal(string host) => host.Trim().TrimEnd('.').TrimStart('[').TrimEnd(']').ToLowerInvariant();

    private static string Shown(string host, int port) => host.Contains(':') ? $"[{host}]:{port}" : $"{host}:{port}";

    private static bool Matches(string entry, string host, int port)
    {
        var (name, onlyPort) = Split(entry);
        if (onlyPort is { } only && only != port) return false;
        return name == "*" || name == host || (name.StartsWith("*.", StringComparison.Ordinal) && host.Length > name.Length - 1 && host.EndsWith(name[1..], StringComparison.Ordinal));
    }

    // host, host:port, [v6]:port, v6
    internal static (string Host, int? Port) Split(string entry)
    {
        var text = entry.Trim();
        var colon = text.LastIndexOf(':');
        var hasPort = colon > 0 && (text[0] == '[' ? text[colon - 1] == ']' : text.IndexOf(':') == colon);
        return hasPort && int.TryParse(text[(colon + 1)..], out var port) ? (Normal(text[..colon]), port) : (Normal(text), null);
    }
}
