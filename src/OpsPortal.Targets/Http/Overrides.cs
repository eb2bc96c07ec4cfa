using OpsPortal.Runbooks.Actions.Web;

namespace OpsPortal.Targets.Http;

/// <summary><c>--resolve</c> and <c>--connect-to</c>.</summary>
internal static class Overrides
{
    /// <summary>Where a host and port are asked for instead; null where they stay.</summary>
    public static Func<string, int, (string, int)?> Of(HttpSend send)
    {
        var connect = send.ConnectTo.Select(Four).ToList();
        var resolve = send.Resolve.Select(Three).ToList();
        return (host, port) =>
        {
            foreach (var (from, fromPort, to, toPort) in connect)
                if ((from.Length == 0 || HttpReach.Normal(from) == HttpReach.Normal(host)) && (fromPort is null || fromPort == port))
                    return to.Length == 0 && toPort is null ? null : (to.Length == 0 ? host : to, toPort ?? port);
            foreach (var (from, fromPort, address) in resolve)
                if ((from == "*" || HttpReach.Normal(from) == HttpReach.Normal(host)) && fromPort == port) return (address, port);
            return null;
        };
    }

    private static (string, int?, string, int?) Four(string text)
    {
        var parts = Cut(text);
        return parts is [var from, var fromPort, var to, var toPort] ? (from, Port(fromPort), to, Port(toPort)) : throw Wrong("--connect-to", text, "host:port:host:port");
    }

    private static (string, int, string) Three(string text)
    {
        var host = text.TrimStart('+').Split(':', 3);
        return host is [var from, var port, var addresses] && int.TryParse(port, out var number) ? (from, number, addresses.Split(',')[0].Trim('[', ']')) : throw Wrong("--resolve", text, "host:port:address");
    }

    private static int? Port(string text) => int.TryParse(text, out var port) ? port : null;

    /// <summary>At colons, but not inside brackets.</summary>
    private static List<string> Cut(string text)
    {
        List<string> parts = [""];
        var inside = false;
        foreach (var c in text)
            if (c is '[' or ']') inside = c == '[';
            else if (c == ':' && !inside) parts.Add("");
            else parts[^1] += c;
        return parts;
    }

    private static WebFailure Wrong(string option, string text, string form) => new(49, $"Couldn't parse {option} entry '{text}'", $"{option} wants {form}.");
}
