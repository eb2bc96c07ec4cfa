using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpsPortal.Targets;
using Xunit;

namespace OpsPortal.Tests.Targets.Docker;

/// <summary>An Engine that answers what it was told to, and remembers what it was asked to change: for what the sandbox's does not have.</summary>
public sealed class PaperEngine : IAsyncLifetime
{
    private WebApplication? app;

    /// <summary>By method and path without version and query: <c>GET /networks</c>. What is not among them is not found.</summary>
    public Dictionary<string, string> Answers { get; } = new()
    {
        ["GET /version"] = """{"ApiVersion":"1.47"}""",
        ["GET /containers/json"] = "[]",
    };

    /// <summary>Value of the header that tells of a path of a container, by container and path.</summary>
    public Dictionary<string, string> Files { get; } = [];

    /// <summary>With their queries, without their version.</summary>
    public List<string> Changes { get; } = [];

    /// <summary>Runs when a change arrives.</summary>
    public Action<string> OnChange { get; set; } = _ => { };

    public DockerSettings Settings => new(new Uri(app!.Urls.Single().Replace("http://", "tcp://")), null, null);

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
    }

    public async Task DisposeAsync() => await app!.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var (method, path) = (http.Request.Method, http.Request.Path.Value ?? "");
        if (path.StartsWith("/v1.", StringComparison.Ordinal)) path = path[path.IndexOf('/', 1)..];
        if (method is not ("GET" or "HEAD"))
        {
            lock (Changes) Changes.Add($"{method} {path}{Uri.UnescapeDataString(http.Request.QueryString.Value ?? "")}");
            OnChange(path);
        }
        if (method == "HEAD" && Files.TryGetValue($"{path.Split('/')[2]}:{http.Request.Query["path"]}", out var stat))
        {
            http.Response.Headers["X-Docker-Container-Path-Stat"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(stat));
            return;
        }
        if (Answers.TryGetValue($"{method} {path}", out var answer)) await http.Response.WriteAsync(answer);
        else if (method is "GET" or "HEAD")
        {
            http.Response.StatusCode = 404;
            if (method == "GET") await http.Response.WriteAsync("""{"message":"not found"}""");
        }
    }
}
