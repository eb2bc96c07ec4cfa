using System.Net;
using System.Net.Sockets;

namespace OpsPortal.Targets.Http;

/// <summary>What became of a connection.</summary>
internal sealed record Connected(Socket Socket, IPEndPoint Remote, IPEndPoint Local, TimeSpan Resolved, TimeSpan Took);

/// <summary>Opens TCP connections: route, name, address rules. Every connection of a step to HTTP or TLS comes from here.</summary>
internal sealed class Connector(HttpReach reach, TimeProvider time)
{
    public static readonly TimeSpan MostToConnect = TimeSpan.FromSeconds(30);

    /// <summary>An address that a name is to have, as <c>--resolve</c> and <c>--connect-to</c> give it; it has to be allowed itself.</summary>
    public Func<string, int, (string Host, int Port)?> Elsewhere { get; init; } = (_, _) => null;
    /// <summary>Asked once for each connection: what was checked is what is connected to.</summary>
    public Func<string, AddressFamily, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;
    public AddressFamily Family { get; init; } = AddressFamily.Unspecified;
    public TimeSpan Limit { get; init; } = MostToConnect;

    /// <exception cref="ReachRefusedException">The environment does not let steps go there.</exception>
    /// <exception cref="WebFailure">No such name, or nobody answers.</exception>
    public async Task<Connected> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var destination = reach.Find(host, port);
        if (Elsewhere(host, port) is { } elsewhere) destination = reach.Find(elsewhere.Host, elsewhere.Port);
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            var addresses = await AddressesAsync(destination.Host, either.Token);
            var resolved = time.GetElapsedTime(began);
            foreach (var address in addresses)
                if (!destination.Named && ForbiddenPlaces.IsAddress(address)) throw new ReachRefusedException(ForbiddenPlaces.Refusal(destination.Host, address));
            SocketException? last = null;
            foreach (var address in addresses)
            {
                var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(new IPEndPoint(address, destination.Port), either.Token);
                    return new(socket, (IPEndPoint)socket.RemoteEndPoint!, (IPEndPoint)socket.LocalEndPoint!, resolved, time.GetElapsedTime(began));
                }
                catch (SocketException wrong)
                {
                    socket.Dispose();
                    last = wrong;
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            }
            throw new WebFailure(WebFailure.NotConnected, $"Failed to connect to {host} port {port} after {Milliseconds(began)} ms: Couldn't connect to server", Advice(last, host, port), last);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new WebFailure(WebFailure.TimedOut, $"Failed to connect to {host} port {port} after {Milliseconds(began)} ms: Timeout was reached", $"{host}:{port} did not answer in time. Check the address, and whether a firewall stands between.");
        }
    }

    private async Task<IReadOnlyList<IPAddress>> AddressesAsync(string host, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(host, out var literal)) return [literal];
        try
        {
            var found = await Resolve(host, Family, cancellation);
            if (found.Length > 0) return found;
        }
        catch (Exception wrong) when (wrong is SocketException or ArgumentException)
        {
            throw NotResolved(host, wrong);
        }
        throw NotResolved(host, null);
    }

    private static WebFailure NotResolved(string host, Exception? inner) =>
        new(WebFailure.NotResolved, $"Could not resolve host: {host}", $"The name {host} is not known here. Check it, or let an administrator add a route for it to the environment.", inner);

    private static string Advice(SocketException? wrong, string host, int port) => wrong?.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => $"Nothing listens at {host}:{port} (connection refused). Check the port, and that the service runs.",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => $"There is no route to {host}:{port}. Check the network.",
        _ => $"{host}:{port} cannot be reached. Check the address and the network.",
    };

    private long Milliseconds(long began) => (long)time.GetElapsedTime(began).TotalMilliseconds;
}
