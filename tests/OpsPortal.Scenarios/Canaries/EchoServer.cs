using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace OpsPortal.Scenarios.Canaries;

/// <summary>Repeats everything that it was told, in every encoding that a careless program may use.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private EchoServer(WebApplication app) => this.app = app;

    public int Port => new Uri(app.Urls.Single()).Port;

    public static async Task<EchoServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(EchoAsync);
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task EchoAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var told = new StringBuilder($"{context.Request.Method} {context.Request.GetEncodedPathAndQuery()}\n");
        foreach (var (name, value) in context.Request.Headers) told.Append($"{name}: {value}\n");
        if (context.Request.Headers.Authorization.ToString() is ['B', 'a', 's', 'i', 'c', ' ', .. var basic]) told.Append(Encoding.UTF8.GetString(Convert.FromBase64String(basic))).Append('\n');
        told.Append(Uri.UnescapeDataString(context.Request.QueryString.Value ?? "")).Append('\n').Append(await reader.ReadToEndAsync());
        var text = told.ToString();
        var bytes = Encoding.UTF8.GetBytes(text);
        await context.Response.WriteAsync(string.Join('\n',
        [
            text,
            Convert.ToBase64String(bytes),
            .. Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks).Split("\r\n"),
            Convert.ToHexStringLower(bytes),
            Uri.EscapeDataString(text),
            System.Text.Json.JsonSerializer.Serialize(new { told = text }),
            .. text.Chunk(23).Select(piece => new string(piece).Replace("\n", "").Replace("\r", "")),
        ]));
    }
}
