using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using OpsPortal.Targets.Http;

namespace OpsPortal.OnCall.Channels;

/// <summary>
/// Requests to addresses that people typed in. A name is looked up once, and what was checked is what is connected to; redirects are not
/// followed. Addresses of the inner network are asked only where <c>OnCall:Inside</c> names them: anybody may add a method.
/// </summary>
public sealed class Outbound : IDisposable
{
    private const int MostAnswer = 64 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly System.Net.IPNetwork[] Inner =
    [
        .. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4", "::1/128", "fc00::/7", "fec0::/10" }.Select(System.Net.IPNetwork.Parse),
    ];

    private readonly HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<System.Net.IPNetwork> networks = [];
    private readonly HttpMessageInvoker invoker;
    private readonly TimeProvider time;

    public Outbound(IConfiguration configuration, TimeProvider time)
    {
        this.time = time;
        foreach (var named in (configuration["OnCall:Inside"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (System.Net.IPNetwork.TryParse(named, out var network)) networks.Add(network);
            else if (IPAddress.TryParse(named, out var address)) networks.Add(new(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128));
            else if (Uri.CheckHostName(named) == UriHostNameType.Dns) names.Add(named);
            else throw new InvalidOperationException($"OnCall:Inside names \"{named}\"; name hosts, addresses and networks: ntfy.example.internal, 10.1.0.7, 10.2.0.0/16.");
        invoker = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = ConnectAsync,
        });
    }

    /// <summary>Sends, and says in which class the answer falls. <paramref name="gone"/> are the statuses after which the address is never good again.</summary>
    public async Task<Delivery> SendAsync(HttpRequestMessage request, Func<HttpStatusCode, bool> gone, CancellationToken cancellation)
    {
        var host = request.RequestUri!.Host;
        request.Headers.UserAgent.Add(new("OpsPortal", null));
        var connected = false;
        request.Options.Set(Reached, () => connected = true);
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            using var answer = await invoker.SendAsync(request, either.Token);
            return Read(host, answer, gone, await SaysAsync(answer, either.Token));
        }
        catch (HttpRequestException wrong) when (wrong.InnerException is OutboundRefusedException refused)
        {
            return new Delivery.Permanent(refused.Message);
        }
        catch (Exception wrong) when (wrong is HttpRequestException or IOException || (wrong is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            var why = wrong is OperationCanceledException ? $"{host} did not answer within {Limit.TotalSeconds:0} seconds." : $"{host} could not be asked: {wrong.Message}";
            // Once the connection stood, the request may have been read before it broke.
            return connected && wrong is not HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } ? new Delivery.Unknown(why) : new Delivery.Temporary(why);
        }
    }

    private static readonly HttpRequestOptionsKey<Action> Reached = new("reached");

    public void Dispose() => invoker.Dispose();

    private Delivery Read(string host, HttpResponseMessage answer, Func<HttpStatusCode, bool> gone, string says)
    {
        var status = (int)answer.StatusCode;
        var told = $"{host} answered {status}{(says.Length == 0 ? "" : $": {says}")}.";
        return answer.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => Delivery.Done,
            var code when gone(code) => new Delivery.Permanent(told),
            HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new Delivery.Temporary(told, After(answer.Headers.RetryAfter)),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new Delivery.Permanent($"{told[..^1]}, which leads elsewhere; give the address that it leads to."),
            _ => new Delivery.Permanent(told),
        };
    }

    private TimeSpan? After(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    /// <summary>The first line of what the other side says of it, for a person.</summary>
    private static async Task<string> SaysAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.IsSuccessStatusCode || answer.Content.Headers.ContentLength > MostAnswer) return "";
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[300];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        var text = new string([.. System.Text.Encoding.UTF8.GetString(buffer, 0, length).Split('\n')[0].Where(c => !char.IsControl(c)).Take(120)]).Trim();
        return text.StartsWith('<') ? "" : text.TrimEnd('.');
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext connection, CancellationToken cancellation)
    {
        var (host, port) = (connection.DnsEndPoint.Host, connection.DnsEndPoint.Port);
        if (ForbiddenPlaces.IsName(host)) throw new OutboundRefusedException(host);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation);
        var allowed = addresses.Where(a => May(host, a)).ToList();
        if (addresses.Length > 0 && allowed.Count == 0) throw new OutboundRefusedException(host);
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync([.. allowed], port, cancellation);
            if (connection.InitialRequestMessage.Options.TryGetValue(Reached, out var reached)) reached();
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool May(string host, IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (ForbiddenPlaces.IsAddress(plain)) return false;
        return names.Contains(host) || Within(networks, plain) || !Within(Inner, plain);
    }

    private static bool Within(IEnumerable<System.Net.IPNetwork> networks, IPAddress address) =>
        networks.Any(n => n.BaseAddress.AddressFamily == address.AddressFamily && n.Contains(address));
}

/// <summary>The address is none that messages may go to.</summary>
internal sealed class OutboundRefusedException(string host) : IOException(
    $"{host} is an address of the inner network, and messages are not sent there. Where that is meant, an administrator can name it in OnCall__Inside.");
