using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Reading;
using OpsPortal.Sandbox.Api.Requests;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Api.Subresources;

/// <summary>Streams a container's log as plain text.</summary>
internal static class LogHandler
{
    public static async Task HandleAsync(ApiCall call)
    {
        var pod = GetHandler.Find(call);
        var container = ContainerChoice.Of(pod, call.Query("container"));
        var (previous, follow) = (call.Flag("previous"), call.Flag("follow"));
        var since = Since(call);
        RequireStarted(pod, container, previous);

        IAsyncEnumerable<PodLogLine> Lines(bool following) =>
            call.Parts.Runtime.Logs(call.Namespace!, call.Name, container, previous, following, since, call.Cancellation)
            ?? throw ApiError.BadRequest($"{(previous ? "previous terminated " : "")}container \"{container}\" in pod \"{call.Name}\" not found");

        var lines = Lines(follow);
        var tail = call.Number("tailLines");
        // Read once: a line that comes between counting and reading would be one too many. Who follows gets it anyway.
        if (tail is { } last && !follow) lines = LastAsync(lines, last);
        var skip = follow && tail is { } most ? Math.Max(0, await CountAsync(Lines(false)) - most) : 0;
        call.Http.Response.ContentType = "text/plain";
        await call.Http.Response.StartAsync(call.Cancellation);
        try
        {
            await SendAsync(call, lines, skip, flushEach: follow);
        }
        catch (OperationCanceledException) when (call.Cancellation.IsCancellationRequested)
        {
            // Whoever followed has gone.
        }
    }

    private static async Task SendAsync(ApiCall call, IAsyncEnumerable<PodLogLine> lines, long skip, bool flushEach)
    {
        var timestamps = call.Flag("timestamps");
        var left = call.Number("limitBytes") ?? long.MaxValue;
        await call.Http.Response.Body.FlushAsync(call.Cancellation);
        await foreach (var line in lines.WithCancellation(call.Cancellation))
        {
            if (skip-- > 0) continue;
            var bytes = Encoding.UTF8.GetBytes((timestamps ? Stamp(line.At) + " " : "") + line.Text + "\n");
            var length = (int)Math.Min(bytes.Length, left);
            await call.Http.Response.Body.WriteAsync(bytes.AsMemory(0, length), call.Cancellation);
            if (flushEach) await call.Http.Response.Body.FlushAsync(call.Cancellation);
            if ((left -= length) <= 0) return;
        }
    }

    private static DateTimeOffset? Since(ApiCall call)
    {
        if (call.Number("sinceSeconds") is { } seconds) return call.Store.Time.GetUtcNow().AddSeconds(-seconds);
        if (call.Query("sinceTime") is not { } text) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at : throw ApiError.BadRequest($"parsing time \"{text}\": sinceTime must be RFC 3339");
    }

    private static void RequireStarted(JsonObject pod, string container, bool previous)
    {
        if (previous) return;
        var status = pod.Objects("status.containerStatuses").FirstOrDefault(c => c.Text("name") == container);
        if (status.Text("state.waiting.reason") is { } reason and ("ContainerCreating" or "PodInitializing" or "ErrImagePull" or "ImagePullBackOff" or "CreateContainerConfigError"))
            throw ApiError.BadRequest(reason is "ErrImagePull" or "ImagePullBackOff"
                ? $"container \"{container}\" in pod \"{pod.Name()}\" is waiting to start: trying and failing to pull image"
                : $"container \"{container}\" in pod \"{pod.Name()}\" is waiting to start: {reason}");
    }

    private static async IAsyncEnumerable<PodLogLine> LastAsync(IAsyncEnumerable<PodLogLine> lines, long most)
    {
        var last = new Queue<PodLogLine>();
        await foreach (var line in lines)
        {
            last.Enqueue(line);
            if (last.Count > most) last.Dequeue();
        }
        foreach (var line in last) yield return line;
    }

    private static async Task<long> CountAsync(IAsyncEnumerable<PodLogLine> lines)
    {
        var count = 0L;
        await foreach (var _ in lines) count++;
        return count;
    }

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);
}
