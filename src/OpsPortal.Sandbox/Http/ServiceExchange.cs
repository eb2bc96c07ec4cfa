using System.Text;
using Microsoft.AspNetCore.Http;

namespace OpsPortal.Sandbox.Http;

/// <summary>One request over the network, and its answer.</summary>
internal static class ServiceExchange
{
    /// <summary>In bytes.</summary>
    public const long LargestBody = 1 << 20;

    private const int PieceLength = 16_384;

    public static async Task AnswerAsync(HttpContext context, FrontDoor door, TimeProvider time)
    {
        var cancellation = context.RequestAborted;
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        string body;
        try
        {
            body = await reader.ReadToEndAsync(cancellation);
        }
        catch (BadHttpRequestException refused)
        {
            await WriteAsync(context, ServiceAnswer.Error(refused.StatusCode, "bad_request", refused.Message), cancellation);
            return;
        }
        var request = new ServiceRequest(context.Request.Method, context.Request.Host.Value ?? "", context.Request.Path.Value ?? "/", context.Request.QueryString.Value ?? "",
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString()), body);
        var answer = door.Answer(request, cancellation);
        if (answer.Delay > TimeSpan.Zero) await Task.Delay(answer.Delay, time, cancellation);
        await WriteAsync(context, answer, cancellation);
    }

    private static async Task WriteAsync(HttpContext context, ServiceAnswer answer, CancellationToken cancellation)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        foreach (var (name, value) in answer.Headers) context.Response.Headers[name] = value;
        if (HttpMethods.IsHead(context.Request.Method)) return;
        var piece = new StringBuilder();
        foreach (var text in answer.Body)
        {
            piece.Append(text);
            if (piece.Length < PieceLength) continue;
            await context.Response.WriteAsync(piece.ToString(), cancellation);
            piece.Clear();
        }
        await context.Response.WriteAsync(piece.ToString(), cancellation);
    }
}
