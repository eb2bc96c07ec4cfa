using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api;

/// <summary>The API on a listener of its own, on 127.0.0.1.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly ServerCertificates? certificates;

    private SandboxServer(WebApplication application, ServerCertificates? certificates, string token, string viewerToken)
    {
        this.application = application;
        this.certificates = certificates;
        (Token, ViewerToken) = (token, viewerToken);
        Address = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Address { get; }

    /// <summary>Of the user that may do anything.</summary>
    public string Token { get; }

    /// <summary>Of the user that may read all but secrets.</summary>
    public string ViewerToken { get; }

    /// <summary>For the administrator.</summary>
    public string Kubeconfig => KubeconfigFor("admin", Token);

    public string ViewerKubeconfig => KubeconfigFor("viewer", ViewerToken);

    /// <summary>PEM of the authority that vouches for the server; null without TLS.</summary>
    public string? AuthorityPem => certificates?.AuthorityPem;

    /// <summary>Serves a cluster that lives.</summary>
    public static Task<SandboxServer> StartAsync(SandboxCluster cluster, int port, string token, CancellationToken cancellation, bool https = true) =>
        StartAsync(cluster.Store, cluster.Runtime, port, token, cancellation, https, SandboxApiOptions.For(cluster));

    /// <param name="port">0 for any free one.</param>
    /// <param name="token">The administrator's.</param>
    /// <param name="https">False for plain HTTP; otherwise a certificate is made that nobody but this server's kubeconfig trusts.</param>
    /// <param name="options">Its users join the administrator and the viewer that the server has of itself.</param>
    public static async Task<SandboxServer> StartAsync(ClusterStore store, IPodRuntime runtime, int port, string token, CancellationToken cancellation,
        bool https = true, SandboxApiOptions? options = null)
    {
        var viewer = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var certificates = https ? ServerCertificates.Create(TimeProvider.System.GetUtcNow()) : null;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(SandboxServer).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                if (certificates is not null) listen.UseHttps(certificates.Server);
            });
        });
        var application = builder.Build();
        options ??= new SandboxApiOptions();
        SandboxApi.Map(application, store, runtime, options with { Users = [SandboxUser.Admin(token), SandboxUser.Viewer(viewer), .. options.Users] });
        await application.StartAsync(cancellation);
        return new SandboxServer(application, certificates, token, viewer);
    }

    private string KubeconfigFor(string user, string token) => ApiKubeconfig.Write(Address, AuthorityPem, user, token);

    public async ValueTask DisposeAsync()
    {
        // Watches and followed logs have no end of their own: they are not waited for.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
        certificates?.Dispose();
    }
}
