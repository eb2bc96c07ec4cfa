using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpsPortal.Sandbox.Api;

namespace OpsPortal.Scenarios.Faults;

/// <summary>Stands between the portal and a sandbox cluster: counts the changes that reach each object, and cuts connections.</summary>
internal sealed class FaultyCluster : IAsyncDisposable
{
    private static readonly HashSet<string> NotPassedOn = new(StringComparer.OrdinalIgnoreCase) { "Transfer-Encoding", "Connection", "Host", "Content-Length" };
    private readonly HttpClient inside = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly SandboxServer server;
    private readonly WebApplication app;

    private FaultyCluster(SandboxServer server, WebApplication app) => (this.server, this.app) = (server, app);

    /// <summary>How often a change, dry runs aside, was handed to the API server, by the name of its object.</summary>
    public ConcurrentDictionary<string, int> Arrived { get; } = new();

    /// <summary>What is to happen to the next request about an object, by its name.</summary>
    public ConcurrentDictionary<string, FaultKind> Cuts { get; } = new();

    public int CutsDone;

    public string Kubeconfig => server.Kubeconfig.Replace(server.Address.GetLeftPart(UriPartial.Authority), app.Urls.Single());

    public static async Task<FaultyCluster> StartAsync(SandboxServer server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var cluster = new FaultyCluster(server, app);
        app.Run(cluster.PassAsync);
        await app.StartAsync();
        return cluster;
    }

    public Task MakeNamespaceAsync() => MakeAsync("/api/v1/namespaces", "Namespace", "platform");

    /// <summary>An object for a round to change, made past the counting.</summary>
    public Task MakeAsync(string name) => MakeAsync("/api/v1/namespaces/platform/configmaps", "ConfigMap", name);

    private async Task MakeAsync(string path, string kind, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, path));
        request.Headers.Authorization = new("Bearer", server.Token);
        request.Content = JsonContent.Create(new { apiVersion = "v1", kind, metadata = new { name } });
        using var made = await inside.SendAsync(request);
        if (!made.IsSuccessStatusCode) throw new InvalidOperationException($"{kind} {name}: {await made.Content.ReadAsStringAsync()}");
    }

    /// <summary>What the API server itself has, asked past the proxy: whether the change of that try stands there.</summary>
    public async Task<bool> ShowsAsync(Try one)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, $"/api/v1/namespaces/platform/configmaps/{one.Item}"));
        request.Headers.Authorization = new("Bearer", server.Token);
        using var answer = await inside.SendAsync(request);
        if (answer.StatusCode == System.Net.HttpStatusCode.NotFound) return one.Step == Try.Delete;
        answer.EnsureSuccessStatusCode();
        var live = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return one.Step switch
        {
            Try.Label => (string?)live["metadata"]!["labels"]?["round"] == "done",
            Try.Create => (string?)live["data"]?["round"] == "done",
            _ => false,
        };
    }

    private async Task PassAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var changes = !HttpMethods.IsGet(http.Request.Method) && !http.Request.Query.ContainsKey("dryRun") && !IsTrial(body) && !$"{http.Request.Path}".Contains("authorization.k8s.io");
        var name = HttpMethods.IsPost(http.Request.Method) && changes ? (string?)JsonNode.Parse(body.ToArray())?["metadata"]?["name"] ?? "" : $"{http.Request.Path}".Split('/')[^1];
        FaultKind? cut = (changes || name.StartsWith("read", StringComparison.Ordinal)) && Cuts.TryRemove(name, out var found) ? found : null;
        if (cut is not null) Interlocked.Increment(ref CutsDone);
        if (cut == FaultKind.CutBefore)
        {
            http.Abort();
            return;
        }
        if (changes) Arrived.AddOrUpdate(name, 1, (_, n) => n + 1);

        using var request = new HttpRequestMessage(new(http.Request.Method), new Uri(server.Address, $"{http.Request.Path}{http.Request.QueryString}"));
        if (body.Length > 0) request.Content = new ByteArrayContent(body.ToArray());
        foreach (var (header, values) in http.Request.Headers)
            if (!NotPassedOn.Contains(header) && !request.Headers.TryAddWithoutValidation(header, [.. values])) request.Content?.Headers.TryAddWithoutValidation(header, [.. values]);
        // what has arrived is done, whoever waits for the answer
        using var answer = await inside.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, changes ? CancellationToken.None : http.RequestAborted);
        if (cut == FaultKind.CutAfter)
        {
            http.Abort();
            return;
        }
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (header, values) in answer.Headers.Concat(answer.Content.Headers))
            if (!NotPassedOn.Contains(header)) http.Response.Headers[header] = values.ToArray();
        await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    /// <summary>Deletions say in their body that nothing is to happen.</summary>
    private static bool IsTrial(MemoryStream body) => System.Text.Encoding.UTF8.GetString(body.ToArray()).Contains("\"dryRun\"", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
        inside.Dispose();
    }
}
