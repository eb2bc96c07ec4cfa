using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>One watch request. What passes comes back as a step; what cannot get better (403, 404) is thrown.</summary>
internal sealed class WatchConnection(
    Transport transport, string path, Query query, string version, TimeSpan lifetime, CancellationToken cancellation) : IAsyncDisposable
{
    private readonly CancellationTokenSource _deadline = new(lifetime + TimeSpan.FromSeconds(30), transport.Time);
    private CancellationTokenSource? _either;
    private HttpResponseMessage? _response;
    private IAsyncEnumerator<(ReadOnlySequence<byte> Line, bool Whole)>? _lines;

    /// <summary>The server accepted it, whatever came then.</summary>
    public bool Opened => _lines is not null;

    public async Task<WatchStep> NextAsync()
    {
        try
        {
            _lines ??= await OpenAsync();
            while (await _lines.MoveNextAsync())
                if (Read(_lines.Current.Line, _lines.Current.Whole) is { } step)
                    return step;
            return new WatchStep.Ended();
        }
        catch (KubernetesApiException e) when (e.StatusCode == 410)
        {
            return new WatchStep.Expired();
        }
        catch (KubernetesApiException e) when (e.StatusCode is 429 or >= 500)
        {
            return new WatchStep.Lost(e);
        }
        catch (TargetUnreachableException e)
        {
            return new WatchStep.Lost(e);
        }
        catch (OperationCanceledException) when (_deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new WatchStep.Ended();
        }
        catch (Exception e) when (LostConnection.Of(e, transport.Connection, cancellation) is { } lost)
        {
            return new WatchStep.Lost(lost.ToException(ApiRequest.Read(path), transport.Connection, e));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_lines is not null)
            await _lines.DisposeAsync();
        _response?.Dispose();
        _either?.Dispose();
        _deadline.Dispose();
    }

    private async Task<IAsyncEnumerator<(ReadOnlySequence<byte>, bool)>> OpenAsync()
    {
        _either = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, cancellation);
        query.Add("watch", "true").Add("allowWatchBookmarks", "true").Add("timeoutSeconds", (int)lifetime.TotalSeconds).Add("resourceVersion", version);
        _response = await transport.OpenAsync(ApiRequest.Read($"{path}{query}"), _either.Token);
        var stream = await _response.Content.ReadAsStreamAsync(_either.Token);
        return LineReader.ReadAsync(stream, null, _either.Token).GetAsyncEnumerator(_either.Token);
    }

    private WatchStep? Read(ReadOnlySequence<byte> line, bool whole)
    {
        if (Parse(line) is not { } message)
            // The end of the stream may cut an event in two; it comes whole after resuming.
            return line.IsEmpty ? null : whole ? new WatchStep.Lost(NoEvent()) : new WatchStep.Ended();
        var subject = message.Map("object") ?? [];
        return message.Text("type") switch
        {
            "ADDED" => Seen(WatchEventType.Added, message, subject),
            "MODIFIED" => Seen(WatchEventType.Modified, message, subject),
            "DELETED" => Seen(WatchEventType.Deleted, message, subject),
            "BOOKMARK" => new WatchStep.Seen(null, Version(subject) ?? version),
            "ERROR" => throw ApiErrors.Of(subject, subject.Number("code") ?? 500, null, transport.Connection),
            _ => null,
        };
    }

    private WatchStep.Seen Seen(WatchEventType type, JsonObject message, JsonObject subject)
    {
        message.Remove("object");
        return new(new WatchEvent(type, subject), Version(subject) ?? version);
    }

    private TargetUnreachableException NoEvent() => new($"the cluster at {transport.Connection} sent something other than events while "
        + $"{path} was watched; check what lies in between");

    private static string? Version(JsonObject subject) =>
        subject.Map("metadata").Text("resourceVersion") is { Length: > 0 } version ? version : null;

    private static JsonObject? Parse(ReadOnlySequence<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        try
        {
            return line.IsEmpty ? null : JsonNode.Parse(ref reader) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
