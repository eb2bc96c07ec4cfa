using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Prometheus.Serving;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Http;

/// <summary>
/// What the systems of a sandbox serve beside the Kubernetes API: their HTTP APIs, and a Prometheus that watches them. All of them share
/// two listeners on 127.0.0.1, one for plain HTTP and one for TLS; the Host header tells them apart.
/// </summary>
public sealed class SandboxServices : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly ServiceCertificates certificates;

    private SandboxServices(WebApplication application, ServiceCertificates certificates, string authority)
    {
        (this.application, this.certificates, AuthorityPem) = (application, certificates, authority);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a)).ToList();
        var (plain, secure) = (addresses.First(a => a.Scheme == "http"), addresses.First(a => a.Scheme == "https"));
        (Plain, Secure) = ($"127.0.0.1:{plain.Port}", $"127.0.0.1:{secure.Port}");
        Routes =
        [
            .. FrontDoor.SecureHosts.SelectMany(host => new[] { (host, Secure), ($"{host}:80", Plain) }),
            .. FrontDoor.PlainHosts.Select(host => (host, Plain)),
        ];
    }

    /// <summary>Where plain HTTP is listened for, as <c>127.0.0.1:port</c>.</summary>
    public string Plain { get; }

    /// <summary>Where TLS is listened for, as <c>127.0.0.1:port</c>.</summary>
    public string Secure { get; }

    /// <summary>
    /// Where the hosts of the runbooks are found: from <c>host</c> (any port that has no entry of its own) or <c>host:port</c> to
    /// <c>127.0.0.1:port</c>. Request, Host header and server name stay as they are written.
    /// </summary>
    public IReadOnlyList<(string From, string To)> Routes { get; }

    /// <summary>The authority that signed the TLS certificates, as PEM.</summary>
    public string AuthorityPem { get; }

    /// <param name="httpPort">0 for any free one, as <paramref name="tlsPort"/>.</param>
    public static async Task<SandboxServices> StartAsync(SandboxCluster cluster, int httpPort, int tlsPort, CancellationToken cancellation)
    {
        var prometheus = new PrometheusApi(cluster.Metrics.History, cluster.Store.Time);
        var door = new FrontDoor(cluster.Store, cluster.Apis, prometheus);
        var certificates = new ServiceCertificates(cluster.Inside, door);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(SandboxServices).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ServiceExchange.LargestBody;
            kestrel.Listen(IPAddress.Loopback, httpPort);
            kestrel.Listen(IPAddress.Loopback, tlsPort, listen => listen.UseHttps(https => https.ServerCertificateSelector = (_, name) => certificates.For(name)));
        });
        var application = builder.Build();
        application.Run(context => ServiceExchange.AnswerAsync(context, door, cluster.Store.Time));
        await application.StartAsync(cancellation);
        return new(application, certificates, cluster.Inside.Authority.Pem);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
        certificates.Dispose();
    }
}
