using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpsPortal.Scenarios.Support;

/// <summary>Stands in for an Alertmanager's API of silences where it has to be down, or to lose an answer.</summary>
public sealed class FakeAlertmanager : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeAlertmanager(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();
    public bool Down { get; set; }
    public List<JsonObject> Silences { get; } = [];

    public static async Task<FakeAlertmanager> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FakeAlertmanager(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (Down) context.Response.StatusCode = 500;
        else if (HttpMethods.IsGet(context.Request.Method)) await context.Response.WriteAsync(new JsonArray([.. Silences.Select(s => s.DeepClone())]).ToJsonString());
        else
        {
            var silence = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
            Silences.Add(silence);
            silence["id"] = $"remote-{Silences.Count}";
            silence["status"] = new JsonObject { ["state"] = "active" };
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{"silenceID":"remote-{{Silences.Count}}"}""");
        }
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
