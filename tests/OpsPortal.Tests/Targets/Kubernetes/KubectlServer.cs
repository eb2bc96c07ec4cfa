using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Tests.Targets.Kubernetes;

/// <summary>Shows a <see cref="FakeCluster"/> to the real kubectl: discovery, reads and tables over HTTP on the loopback.</summary>
public sealed class KubectlServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly FakeCluster cluster;
    private readonly DirectoryInfo cache = Directory.CreateTempSubdirectory("kubectl-cache");

    /// <summary>No kubectl is installed. In CI that is no excuse: there the comparison fails.</summary>
    public static bool Missing { get; } = Environment.GetEnvironmentVariable("CI") is null or ""
        && !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "kubectl")));

    private KubectlServer(FakeCluster cluster)
    {
        this.cluster = cluster;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    public static async Task<KubectlServer> StartAsync(FakeCluster cluster)
    {
        var server = new KubectlServer(cluster);
        await server.app.StartAsync();
        return server;
    }

    public async Task<(string Out, string Error, int Code)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--server", app.Urls.First(), "--cache-dir", cache.FullName, .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["KUBECONFIG"] = "/dev/null";
        start.Environment["HOME"] = cache.FullName;
        start.Environment["TZ"] = "UTC";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (await output, await error, process.ExitCode);
    }

    /// <summary>Of the kubectl that is installed: 32 for v1.32.4.</summary>
    public async Task<int> MinorVersionAsync()
    {
        var version = JsonNode.Parse((await RunAsync("version", "--client", "-o", "json")).Out)!["clientVersion"]!;
        return int.Parse(((string)version["gitVersion"]!).Split('.')[1]);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        cache.Delete(recursive: true);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        JsonObject answer;
        try
        {
            answer = Answer(http.Request);
        }
        catch (KubernetesApiException refused)
        {
            http.Response.StatusCode = refused.StatusCode;
            answer = new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Failure", ["message"] = refused.Message, ["reason"] = refused.Reason, ["code"] = refused.StatusCode };
        }
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.ToJsonString());
    }

    private JsonObject Answer(HttpRequest request)
    {
        var parts = request.Path.Value!.Trim('/').Split('/');
        switch (parts)
        {
            case ["version"]: return (JsonObject)JsonNode.Parse("""{"major":"1","minor":"32","gitVersion":"v1.32.4"}""")!;
            case ["api"]: return (JsonObject)JsonNode.Parse("""{"kind":"APIVersions","versions":["v1"]}""")!;
            case ["apis"]: return Groups();
            case ["api", "v1"]: return Kinds("", "v1");
            case ["apis", var group, var version]: return Kinds(group, version);
        }
        var (itsGroup, rest) = parts[0] == "api" ? ("", parts[2..]) : (parts[1], parts[3..]);
        var ns = rest is ["namespaces", var place, _, ..] ? place : null;
        if (ns is not null) rest = rest[2..];
        var resource = FakeCluster.Resources.FirstOrDefault(r => r.Group == itsGroup && r.Name == rest[0]) ?? throw new KubernetesApiException("the server could not find the requested resource", 404, "NotFound");
        var path = new ResourcePath(resource, ns, rest.ElementAtOrDefault(1));
        var options = new ListOptions { LabelSelector = request.Query["labelSelector"], FieldSelector = request.Query["fieldSelector"] };
        IReadOnlyList<JsonObject> items = path.Name is null ? cluster.Select(path, options) : [cluster.Find(path)];
        if (request.Headers.Accept.ToString().Contains("as=Table")) return Table(items, request.Query["includeObject"] == "Object");
        return path.Name is not null ? (JsonObject)items[0].DeepClone() : new JsonObject
        {
            ["kind"] = $"{resource.Kind}List",
            ["apiVersion"] = resource.ApiVersion,
            ["metadata"] = new JsonObject { ["resourceVersion"] = "100" },
            ["items"] = new JsonArray([.. items.Select(i => i.DeepClone())]),
        };
    }

    private static JsonObject Table(IReadOnlyList<JsonObject> items, bool whole)
    {
        var table = FakeCluster.Table(items);
        if (whole)
            for (var i = 0; i < items.Count; i++) table["rows"]![i]!["object"] = items[i].DeepClone();
        return table;
    }

    private static JsonObject Groups() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. FakeCluster.Resources.Where(r => r.Group.Length > 0).Select(r => (r.Group, r.Version)).Distinct().Select(g =>
        {
            var version = new JsonObject { ["groupVersion"] = $"{g.Group}/{g.Version}", ["version"] = g.Version };
            return new JsonObject { ["name"] = g.Group, ["versions"] = new JsonArray(version), ["preferredVersion"] = version.DeepClone() };
        })]),
    };

    private static JsonObject Kinds(string group, string version) => new()
    {
        ["kind"] = "APIResourceList",
        ["apiVersion"] = "v1",
        ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
        ["resources"] = new JsonArray([.. FakeCluster.Resources.Where(r => r.Group == group && r.Version == version).Select(r => new JsonObject
        {
            ["name"] = r.Name, ["singularName"] = r.SingularName, ["namespaced"] = r.Namespaced, ["kind"] = r.Kind,
            ["verbs"] = new JsonArray("get", "list", "watch"), ["shortNames"] = new JsonArray([.. r.ShortNames.Select(s => JsonValue.Create(s))]),
        })]),
    };
}
