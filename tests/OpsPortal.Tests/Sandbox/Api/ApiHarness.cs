using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Store;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Api;

/// <summary>The API over plain HTTP, with one namespace and no simulation, at a moment that stands still.</summary>
public class ApiHarness : IAsyncLifetime
{
    public const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    public const string Pods = "/api/v1/namespaces/default/pods";
    public const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    public const string Certificates = "/apis/cert-manager.io/v1/namespaces/default/certificates";

    private SandboxServer? server;

    public static DateTimeOffset Now { get; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    public ClusterStore Store { get; } = new(new StandingTime(), history: 50);
    public FakePodRuntime Runtime { get; } = new();
    public HttpClient Http { get; } = new();
    public SandboxServer Server => server!;

    public async Task InitializeAsync()
    {
        server = await SandboxServer.StartAsync(Store, Runtime, 0, "admin-token", CancellationToken.None, https: false, Options);
        Http.BaseAddress = server.Address;
        Store.Create(ResourceTypes.Namespaces, Json("""{"metadata":{"name":"default"},"status":{"phase":"Active"}}"""));
    }

    protected virtual SandboxApiOptions Options => new();

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }

    public async Task<(int Code, JsonObject Body)> SendAsync(HttpMethod method, string path, string? body = null,
        string contentType = "application/json", string accept = "application/json", string? token = null, string? actAs = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Server.Token);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (actAs is not null) request.Headers.Add("Impersonate-User", actAs);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType));
        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, Json(await response.Content.ReadAsStringAsync()));
    }

    public Task<(int Code, JsonObject Body)> GetAsync(string path, string accept = "application/json") => SendAsync(HttpMethod.Get, path, accept: accept);

    public Task<(int Code, JsonObject Body)> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<(int Code, JsonObject Body)> PatchAsync(string path, string body, string contentType) => SendAsync(HttpMethod.Patch, path, body, contentType);

    public async Task<IReadOnlyList<string>> NamesAsync(string path) =>
        [.. (await GetAsync(path)).Body["items"]!.AsArray().Select(i => (string)i!["metadata"]!["name"]!)];

    public static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    public static string Deployment(string name, int replicas = 1, string extra = "") => $$$"""
        {"metadata":{"name":"{{{name}}}"},"spec":{"replicas":{{{replicas}}},"selector":{"matchLabels":{"app":"{{{name}}}"}},
        "template":{"metadata":{"labels":{"app":"{{{name}}}"}},"spec":{"containers":[{"name":"web","image":"web:1","env":[{"name":"A","value":"1"}]},{"name":"side","image":"side:1"}]}}{{{extra}}}}}
        """;

    private sealed class StandingTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
