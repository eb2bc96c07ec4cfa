using System.Net.Security;
using System.Net.Sockets;

namespace OpsPortal.Targets.Docker.Client;

/// <summary>Where an Engine listens: <c>unix:///run/docker.sock</c>, <c>tcp://host:2375</c>, <c>http(s)://host:port</c>.</summary>
internal sealed record DockerAddress(Uri Url)
{
    private const int Plain = 2375, Secure = 2376;

    /// <summary>For the Host header, and for requests through a client.</summary>
    public string Authority => Url.Scheme == "unix" ? "docker" : $"{Url.Host}:{Port}";

    private bool IsSecure => Url.Scheme == "https";

    private int Port => Url.Port > 0 ? Url.Port : IsSecure ? Secure : Plain;

    public async ValueTask<Stream> OpenAsync(CancellationToken cancellation)
    {
        var isSocket = Url.Scheme == "unix";
        var socket = isSocket ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (isSocket) await socket.ConnectAsync(new UnixDomainSocketEndPoint(Uri.UnescapeDataString(Url.AbsolutePath)), cancellation);
            else await socket.ConnectAsync(Url.Host, Port, cancellation);
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (!IsSecure) return stream;
            var secure = new SslStream(stream);
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = Url.Host }, cancellation);
            return secure;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
