using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsPortal.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Client;

/// <summary>An API server that answers what a test tells it to, and remembers what it was asked.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Script> _scripts = new();
    private readonly ConcurrentQueue<SeenRequest> _seen = new();
    private readonly WebApplication _app;

    private ApiServer(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;
    public IReadOnlyList<SeenRequest> Seen => [.. _seen];
    public SeenRequest Only => Assert.Single(_seen);

    /// <param name="acceptClient">Asks for a client certificate; null does not.</param>
    public static async Task<ApiServer> StartAsync(X509Certificate2? certificate = null, Func<X509Certificate2, bool>? acceptClient = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate, https =>
                {
                    if (acceptClient is null)
                        return;
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.ClientCertificateValidation = (shown, _, _) => acceptClient(shown);
                });
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        var app = builder.Build();
        var server = new ApiServer(app);
        app.UseWebSockets();
        app.Run(server.HandleAsync);
        await app.StartAsync();
        var features = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features;
        server.Address = new Uri(features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    /// <summary>What requests to a path get, one after the other; the last answer is given again and again.</summary>
    public ApiServer On(string methodAndPath, params RequestDelegate[] answers)
    {
        _scripts[methodAndPath] = new Script(answers);
        return this;
    }

    public KubernetesClient Client(TimeProvider? time = null, Func<ClusterConnection, ClusterConnection>? with = null)
    {
        var connection = new ClusterConnection { Server = Address };
        return new KubernetesClient(with?.Invoke(connection) ?? connection, time ?? TimeProvider.System, new Random(1));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _seen.Enqueue(new(context.Request.Method, context.Request.Path, Uri.UnescapeDataString(context.Request.QueryString.Value ?? ""), headers, body));
        if (_scripts.TryGetValue($"{context.Request.Method} {context.Request.Path}", out var script))
            await script.Next()(context);
        else
            await Answer.Status(404, "NotFound", "the server could not find the requested resource")(context);
    }

    private sealed class Script(RequestDelegate[] answers)
    {
        private int _given = -1;

        public RequestDelegate Next() => answers[Math.Min(Interlocked.Increment(ref _given), answers.Length - 1)];
    }
}

public sealed record SeenRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body);
