using System.Net;
using System.Net.Sockets;

namespace OpsPortal.Targets.Http;

/// <summary>Requests of the portal's own, to an address that somebody typed in: connections go where <see cref="HttpReach"/> lets steps go, and nowhere else.</summary>
public static class GuardedHttp
{
    /// <summary>For one host: what the address names may be asked, no redirect is followed, no proxy asks in its place.</summary>
    public static HttpMessageInvoker To(Uri address, TimeProvider time)
    {
        var connector = new Connector(new HttpReach(new() { Allow = [$"{(address.HostNameType == UriHostNameType.IPv6 ? $"[{address.IdnHost}]" : address.IdnHost)}:{address.Port}"] }), time) { Limit = TimeSpan.FromSeconds(10) };
        return new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            MaxResponseHeadersLength = 64,
            ConnectCallback = async (connection, cancellation) =>
                new NetworkStream((await connector.ConnectAsync(connection.DnsEndPoint.Host, connection.DnsEndPoint.Port, cancellation)).Socket, ownsSocket: true),
        });
    }

    /// <summary>Why an address cannot be asked by the portal; null where it can.</summary>
    public static string? Refuse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) return $"\"{text}\" is no address; it begins with http:// or https://.";
        if (address.UserInfo.Length > 0) return "Leave user and password out of the address; it is shown to people.";
        var host = HttpReach.Normal(address.IdnHost);
        return ForbiddenPlaces.IsName(host) || IPAddress.TryParse(host, out var ip) && ForbiddenPlaces.IsAddress(ip)
            ? $"{host} is an address of the machine's own network or of a cloud's metadata service; the portal does not ask it." : null;
    }
}
