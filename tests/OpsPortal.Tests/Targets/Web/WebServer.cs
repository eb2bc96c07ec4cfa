using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OpsPortal.Tests.Targets.Web;

/// <summary>A web server on loopback that shows what it was asked and misbehaves on demand.</summary>
public sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private int flaky;

    private WebServer(WebApplication app) => this.app = app;

    public Uri Address { get; private set; } = null!;
    public int Port => Address.Port;
    public ConcurrentQueue<string> Seen { get; } = new();

    /// <summary>Where <c>/away</c> redirects to.</summary>
    public string Away { get; set; } = "http://elsewhere.test/";

    /// <summary>What <c>/api/v1/query</c> and <c>/api/v1/query_range</c> answer.</summary>
    public string Vector { get; set; } = """{"status":"success","data":{"resultType":"vector","result":[]}}""";
    public string Matrix { get; set; } = """{"status":"success","data":{"resultType":"matrix","result":[]}}""";

    /// <summary>What <c>/thing</c> holds; PUT replaces it, DELETE takes it away.</summary>
    public string? Thing { get; set; } = """{"name":"old","token":"hunter2"}""";

    public static async Task<WebServer> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        var app = builder.Build();
        var server = new WebServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        server.Address = new(app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var body = await new StreamReader(request.Body, Encoding.UTF8).ReadToEndAsync(context.RequestAborted);
        Seen.Enqueue($"{request.Method} {request.Path}{request.QueryString} {body}");
        var path = request.Path.Value!;
        if (path.StartsWith("/status/", StringComparison.Ordinal))
        {
            context.Response.StatusCode = int.Parse(path[8..]);
            await context.Response.WriteAsync($"status {path[8..]}\n");
        }
        else if (path.StartsWith("/to/", StringComparison.Ordinal))
        {
            context.Response.StatusCode = int.Parse(path[4..7]);
            context.Response.Headers.Location = path.Length > 8 ? path[7..] : "/echo";
            await context.Response.WriteAsync("moved\n");
        }
        else await (path switch
        {
            "/echo" or "/deep/echo.txt" => EchoAsync(context, body),
            "/form" => FormAsync(context, body),
            "/plain" => context.Response.WriteAsync("no line end"),
            "/lines" => context.Response.WriteAsync("one\r\ntwo\nthree\n"),
            "/empty" => Task.CompletedTask,
            "/json" => JsonAsync(context, """{"status":"healthy","uptime":5}"""),
            "/binary" => context.Response.Body.WriteAsync(new byte[] { 1, 0, 2, 3 }).AsTask(),
            "/long" => context.Response.WriteAsync(string.Concat(Enumerable.Range(0, 20000).Select(i => $"line {i} äöü\n"))),
            "/loop" => RedirectAsync(context, "/loop"),
            "/away" => RedirectAsync(context, Away),
            "/cookie" => CookieAsync(context),
            "/abort" => AbortAsync(context),
            "/hang" => HangAsync(context),
            "/short" => ShortAsync(context),
            "/flaky" => FlakyAsync(context),
            "/thing" => ThingAsync(context, body),
            "/api/v1/query" => JsonAsync(context, Vector),
            "/api/v1/query_range" => JsonAsync(context, Matrix),
            _ => MissingAsync(context),
        });
    }

    private static async Task EchoAsync(HttpContext context, string body)
    {
        var request = context.Request;
        var headers = request.Headers.Where(h => h.Key is not ("Host" or "User-Agent" or "Accept-Encoding" or "Connection" or "Expect") && !(h.Key == "Content-Length" && h.Value == "0")).OrderBy(h => h.Key, StringComparer.Ordinal)
            .SelectMany(h => h.Value.Select(v => $"{h.Key}: {v}\n"));
        await context.Response.WriteAsync($"{request.Method} {request.Path}{request.QueryString}\n{string.Concat(headers)}\n{body}\n");
    }

    private static async Task FormAsync(HttpContext context, string body)
    {
        // boundaries differ from program to program
        var boundary = context.Request.ContentType!.Split("boundary=")[1].Trim('"');
        await context.Response.WriteAsync(body.Replace(boundary, "BOUNDARY", StringComparison.Ordinal).Replace("BOUNDARY--", "END", StringComparison.Ordinal).TrimStart('-').Replace("--", "", StringComparison.Ordinal));
    }

    private Task ThingAsync(HttpContext context, string body)
    {
        if (context.Request.Method != "GET") Thing = context.Request.Method == "DELETE" ? null : body;
        return Thing is null ? MissingAsync(context) : JsonAsync(context, Thing);
    }

    private static Task JsonAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    private static Task RedirectAsync(HttpContext context, string to)
    {
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = to;
        return Task.CompletedTask;
    }

    private static Task CookieAsync(HttpContext context)
    {
        if (context.Request.Cookies.TryGetValue("seen", out var seen)) return context.Response.WriteAsync($"seen {seen}\n");
        context.Response.Headers.SetCookie = "seen=1; Path=/";
        return RedirectAsync(context, "/cookie");
    }

    private static Task AbortAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static Task HangAsync(HttpContext context) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    private static async Task ShortAsync(HttpContext context)
    {
        context.Response.ContentLength = 10;
        await context.Response.WriteAsync("12345");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private Task FlakyAsync(HttpContext context)
    {
        context.Response.StatusCode = ++flaky % 3 == 0 ? 200 : 503;
        return context.Response.WriteAsync(context.Response.StatusCode == 200 ? "well\n" : "");
    }

    private static Task MissingAsync(HttpContext context)
    {
        context.Response.StatusCode = 404;
        return context.Response.WriteAsync("no such page\n");
    }
}
