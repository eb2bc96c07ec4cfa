using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Tls;

namespace OpsPortal.Targets.Http;

/// <summary>
/// The connections of one step, one pool for each host that it asks. They end with the step: nothing that one environment or person
/// opened is ever used by another, and a name is looked up anew each time.
/// </summary>
internal sealed class HopClient(HttpSend send, ActionContext context, TimeSpan connectLimit) : IDisposable
{
    private readonly Dictionary<string, HttpMessageInvoker> byAuthority = [];
    private int connections;
    private readonly HttpReach reach = new(context.Targets.Http, context.Targets.Prometheus);

    /// <summary>Set before each request: who is told of connections.</summary>
    public TransferFacts? Facts { get; set; }

    /// <summary>Why the last certificate was not accepted, as openssl says it.</summary>
    public string? Distrust { get; private set; }

    /// <exception cref="ReachRefusedException">The environment does not let steps ask it.</exception>
    public void Check(Uri uri) => reach.Find(uri.IdnHost, uri.Port);

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var uri = request.RequestUri!;
        Check(uri);
        if (!byAuthority.TryGetValue(uri.Authority, out var invoker)) byAuthority[uri.Authority] = invoker = new(Handler(uri));
        Distrust = null;
        connections = 0;
        try
        {
            return await invoker.SendAsync(request, cancellation);
        }
        catch (HttpRequestException wrong)
        {
            throw FailureReading.Of(wrong, uri, this);
        }
    }

    public void Dispose()
    {
        foreach (var invoker in byAuthority.Values) invoker.Dispose();
    }

    private SocketsHttpHandler Handler(Uri uri)
    {
        var connector = new Connector(reach, context.Time)
        {
            Elsewhere = Overrides.Of(send),
            Limit = connectLimit,
            Family = send.AddressFamily switch { 4 => AddressFamily.InterNetwork, 6 => AddressFamily.InterNetworkV6, _ => AddressFamily.Unspecified },
        };
        return new()
        {
            // redirects are followed by hand: each of them has to be allowed
            AllowAutoRedirect = false,
            UseCookies = false,
            // a proxy of the portal's own would ask in place of the connector
            UseProxy = false,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = send.Compressed ? DecompressionMethods.All : DecompressionMethods.None,
            ConnectTimeout = connectLimit + TimeSpan.FromSeconds(5),
            MaxResponseHeadersLength = 128,
            // for the same reason a change never meets a connection that may have been closed meanwhile
            PooledConnectionLifetime = send.Risk == Risk.Read ? TimeSpan.FromMinutes(2) : TimeSpan.Zero,
            ConnectCallback = async (connection, cancellation) =>
            {
                // the runtime would send a request again where a server hangs up without an answer, a POST without a body too
                if (Interlocked.Increment(ref connections) > 1) throw FailureReading.Empty(uri);
                var connected = await connector.ConnectAsync(connection.DnsEndPoint.Host, connection.DnsEndPoint.Port, cancellation);
                if (Facts is { } facts)
                {
                    facts.Connections++;
                    (facts.Remote, facts.Local) = (connected.Remote, connected.Local);
                    (facts.NameLookup, facts.Connect) = (connected.Resolved, facts.Elapsed);
                }
                return new NetworkStream(connected.Socket, ownsSocket: true);
            },
            SslOptions = new()
            {
                // the name of the address, whatever a Host header says
                TargetHost = uri.IdnHost,
                CertificateChainPolicy = new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
                RemoteCertificateValidationCallback = (_, shown, chain, errors) => Accept(uri, shown as X509Certificate2, chain, errors),
            },
        };
    }

    private bool Accept(Uri uri, X509Certificate2? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (Facts is { } facts) facts.AppConnect = facts.Elapsed;
        if (errors == SslPolicyErrors.None) return true;
        if (Facts is { } told) told.VerifyFailed = true;
        if (send.Insecure) return true;
        if (shown is null) throw new AuthenticationException("no certificate");
        var verdict = ChainVerdict.Of(shown, chain, context.Targets.Http.Authorities, context.Time.GetUtcNow());
        Distrust = !verdict.IsTrusted ? $"SSL certificate problem: {verdict.Findings[0].Text}"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"SSL: no alternative certificate subject name matches target host name '{uri.Host}'" : null;
        if (Distrust is null && Facts is { } fine) fine.VerifyFailed = false;
        return Distrust is null;
    }
}
