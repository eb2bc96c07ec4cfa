using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Docker;

/// <summary>
/// A Docker Engine's API on a listener of its own, on 127.0.0.1, without TLS and without a password, as <c>tcp://</c> has it. Its containers
/// are those of the system <c>structured-prompt-service</c> in the cluster, which has to be started.
/// </summary>
public sealed class SandboxDocker : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly CancellationTokenSource stopping;

    private SandboxDocker(WebApplication application, CancellationTokenSource stopping)
    {
        (this.application, this.stopping) = (application, stopping);
        var address = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Address = new Uri($"tcp://{address.Host}:{address.Port}");
    }

    /// <summary>For DOCKER_HOST, and for the settings of an environment.</summary>
    public Uri Address { get; }

    /// <summary>Text of the project's compose file.</summary>
    public static string ComposeFile => DockerSeed.ComposeFile;

    public static string Project => DockerSeed.Project;

    /// <param name="port">0 for any free one.</param>
    public static async Task<SandboxDocker> StartAsync(SandboxCluster cluster, int port, CancellationToken cancellation)
    {
        var system = cluster.Systems.First(s => s.Name == "structured-prompt-service");
        var engine = new DockerEngine(new DockerMachine(cluster, system.DefaultNamespace), system);
        var execs = new DockerExecs(engine);
        var stopping = new CancellationTokenSource();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(SandboxDocker).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.AddRoutingCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Use(next => new DockerHijack(execs, next, stopping.Token).OnConnectedAsync));
        });
        var application = builder.Build();
        application.Use(AnswerAsync);
        application.UseRouting();
        ContainerRoutes.Map(application, engine, execs);
        ContainerReadRoutes.Map(application, engine);
        HostRoutes.Map(application, engine);
        application.MapFallback((HttpContext _) => throw new DockerError(404, "page not found"));
        await application.StartAsync(cancellation);
        return new(application, stopping);
    }

    public async ValueTask DisposeAsync()
    {
        // Followed logs have no end of their own: they are not waited for.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await stopping.CancelAsync();
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
        stopping.Dispose();
    }

    /// <summary>Takes the version out of the path, and tells refusals as the Engine does.</summary>
    private static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path.Value ?? "";
        if (path.StartsWith("/v1.", StringComparison.Ordinal) && path.IndexOf('/', 1) is > 0 and var end) http.Request.Path = path[end..];
        http.Response.Headers["Api-Version"] = HostRoutes.ApiVersion;
        http.Response.Headers["Docker-Experimental"] = "false";
        http.Response.Headers["Ostype"] = "linux";
        try
        {
            await next(http);
        }
        catch (DockerError error) when (!http.Response.HasStarted)
        {
            await http.AnswerAsync(new JsonObject { ["message"] = error.Message }, error.Status);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ConnectionResetException)
        {
            // whoever asked has gone
        }
    }
}
