using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using OpsPortal.Executions.Output;

namespace OpsPortal.Executions.Api;

/// <summary>Output as a page of JSON, as a stream of events, or as plain text, whichever is asked for.</summary>
internal static class OutputEndpoint
{
    private const int LinesAtOnce = 2_000;

    public static async Task<IResult> GetAsync(long id, int? after, int? limit, HttpRequest http, ExecutionQueries executions, OutputReader reader, CancellationToken cancellation)
    {
        var accept = http.Headers.Accept.ToString();
        // A browser that reconnects says which event it saw last.
        var from = int.TryParse(http.Headers["Last-Event-ID"], CultureInfo.InvariantCulture, out var seen) ? seen : after ?? 0;
        if (await executions.OutputAsync(id, from, Math.Clamp(limit ?? LinesAtOnce, 1, LinesAtOnce), cancellation) is not { } page)
            return Problem.NotFound($"There is no execution {id}.").ToHttp();
        if (accept.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase)) return TypedResults.ServerSentEvents(EventsAsync(reader, id, from, cancellation));
        if (accept.Contains("text/plain", StringComparison.OrdinalIgnoreCase)) return Results.Stream(body => WriteTextAsync(executions, id, from, body, cancellation), "text/plain; charset=utf-8");
        return Results.Ok(page);
    }

    private static async IAsyncEnumerable<SseItem<OutputPage>> EventsAsync(OutputReader reader, long id, int after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var page in reader.FollowAsync(id, after, cancellation)) yield return new(page, "output") { EventId = $"{page.To}" };
    }

    /// <summary>What is stored by now.</summary>
    private static async Task WriteTextAsync(ExecutionQueries executions, long id, int after, Stream body, CancellationToken cancellation)
    {
        await using var text = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        while (await executions.OutputAsync(id, after, LinesAtOnce, cancellation) is { Lines.Count: > 0 } page)
        {
            foreach (var line in page.Lines) await text.WriteAsync($"{line.Text}\n".AsMemory(), cancellation);
            await text.FlushAsync(cancellation);
            after = page.To;
        }
    }
}
