using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OpsPortal.Tests.Targets.Kubernetes.Client;

/// <summary>Answers as an API server gives them.</summary>
internal static class Answer
{
    public static RequestDelegate Json(string json) => Text("application/json", json);

    public static RequestDelegate Text(string type, string text, int code = 200) => context =>
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, context.RequestAborted);
    };

    public static RequestDelegate Status(int code, string reason, string message, string details = "{}", int? retryAfter = null) => context =>
    {
        if (retryAfter is { } seconds)
            context.Response.Headers.RetryAfter = $"{seconds}";
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["status"] = "Failure",
            ["message"] = message,
            ["reason"] = reason,
            ["details"] = JsonNode.Parse(details),
            ["code"] = code,
        };
        return Text("application/json", status.ToJsonString(), code)(context);
    };

    /// <summary>Lines that are sent at once; then the connection stays open until the client leaves.</summary>
    public static RequestDelegate Held(params string[] lines) => async context =>
    {
        await SendAsync(context, lines);
        await LeftAsync(context);
    };

    /// <summary>Lines, then the end in good order.</summary>
    public static RequestDelegate Lines(params string[] lines) => context => SendAsync(context, lines);

    /// <summary>What is given, then the connection breaks, which may take with it what the client has not read.</summary>
    public static RequestDelegate Broken(string beginning, Task? until = null) => async context =>
    {
        if (beginning.Length > 0)
        {
            await context.Response.WriteAsync(beginning, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
        await (until ?? Task.CompletedTask);
        context.Abort();
    };

    public static Task LeftAsync(HttpContext context)
    {
        var left = new TaskCompletionSource();
        context.RequestAborted.Register(left.SetResult);
        return left.Task;
    }

    private static async Task SendAsync(HttpContext context, IEnumerable<string> lines)
    {
        context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        context.Response.ContentType = "application/json";
        await context.Response.StartAsync(context.RequestAborted);
        foreach (var line in lines)
            await context.Response.WriteAsync($"{line}\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
