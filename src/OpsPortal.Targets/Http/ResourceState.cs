using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Http;

/// <summary>What a GET of the same address answers.</summary>
/// <param name="Tag">ETag, else Last-Modified, else a digest: differs where the resource does.</param>
internal sealed record ResourceState(int Status, string MediaType, string Body, string Tag)
{
    private const int Most = 1 << 20;

    public bool Found => Status is >= 200 and < 300;

    /// <summary>Whether the body is a JSON object, which a PUT can bring back.</summary>
    public bool IsJson
    {
        get
        {
            if (!Found || !(MediaType == "application/json" || MediaType.EndsWith("+json", StringComparison.Ordinal))) return false;
            try
            {
                using var json = JsonDocument.Parse(Body);
                return json.RootElement.ValueKind == JsonValueKind.Object;
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }

    /// <summary>Null where it does not answer in time, or with more than is kept.</summary>
    public static async Task<ResourceState?> ReadAsync(HttpSend send, Uri uri, ActionContext context, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(patience, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            var read = send with { Method = "GET", Body = null, Compressed = false, Headers = [.. send.Headers.Where(h => !h.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) && !h.Name.StartsWith("If-", StringComparison.OrdinalIgnoreCase))] };
            using var client = new HopClient(read, context, patience) { Facts = new(uri.AbsoluteUri, context.Time) };
            using var request = RequestMaker.Make(read, uri, "GET", null, strange: false, send.Cookies.Sent);
            using var answer = await client.SendAsync(request, either.Token);
            await using var stream = await answer.Content.ReadAsStreamAsync(either.Token);
            using var body = new MemoryStream();
            var buffer = new byte[16 << 10];
            for (int count; (count = await stream.ReadAsync(buffer, either.Token)) > 0;)
            {
                body.Write(buffer, 0, count);
                if (body.Length > Most) return null;
            }
            var text = Encoding.UTF8.GetString(body.ToArray());
            var tag = answer.Headers.ETag is EntityTagHeaderValue { IsWeak: false } etag ? $"{etag}" : answer.Content.Headers.LastModified is { } modified ? $"{modified:O}" : Digest.Of(text);
            return new((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType ?? "", text, $"{(int)answer.StatusCode} {tag}");
        }
        catch (Exception silent) when (silent is WebFailure or HttpIOException or IOException || (silent is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }
}

/// <summary>The way back of a request: only of a PUT, where what stood there is known as JSON.</summary>
internal static class HttpUndo
{
    public static (Reversal Reversal, StepAction? Revert) Of(HttpSend send, ResourceState? before)
    {
        var method = send.EffectiveMethod();
        if (method is "GET" or "HEAD" or "OPTIONS") return (Reversal.Impossible("It only reads: there is nothing to put back."), null);
        if (method != "PUT") return (Reversal.Impossible($"It cannot be put back: what {method} does is known only to the service."), null);
        if (send.Transfers.Count != 1) return (Reversal.Impossible("It cannot be put back: it sends to several addresses."), null);
        if (before is null || !before.Found) return (Reversal.Impossible("It cannot be put back: what stands there now is not told by a GET of the same address."), null);
        if (!before.IsJson) return (Reversal.Impossible("It cannot be put back: what stands there now is no JSON."), null);
        if (TypeOf(send) is { } type && type != before.MediaType) return (Reversal.Impossible($"It cannot be put back: it sends {type}, and a GET answers with {before.MediaType}."), null);
        if (before.Body.Any(c => c is ParameterText.Open or ParameterText.Close)) return (Reversal.Impossible("It cannot be put back: what stands there now has characters that are not kept."), null);
        return (Reversal.To("It can be put back: a PUT of what a GET answered before. Whether the service takes it is up to the service."), send with
        {
            Method = "PUT",
            Body = new() { Data = [new() { Text = WebText.Plain(before.Body) }], ContentType = before.MediaType },
            Headers = [.. send.Headers.Where(h => !h.Name.StartsWith("If-", StringComparison.OrdinalIgnoreCase))],
        });
    }

    private static string? TypeOf(HttpSend send)
    {
        var text = send.Headers.LastOrDefault(h => h.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))?.Value ?? (send.Body?.Upload is null ? send.Body?.ContentType : null);
        return text?.Split(';')[0].Trim().ToLowerInvariant();
    }
}
