using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Http;

/// <summary>
/// The exact requests of a command, without what is secret in them. What a service makes of a request nobody knows; where the same path can be
/// read, what stands there now is told.
/// </summary>
internal sealed class HttpPreview(HttpSend send, ActionContext context)
{
    private const int LongestBody = 16_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly RequestBody bodies = new(context);

    public async Task<ActionPreview> RunAsync(CancellationToken cancellation)
    {
        List<string> effects = [];
        List<PlannedRequest> requests = [];
        List<ObjectChange> changes = [];
        List<Precondition> facts = [];
        ResourceState? before = null;
        try
        {
            foreach (var transfer in send.Transfers)
            {
                var (uri, content) = await ReadAsync(transfer, cancellation);
                var method = send.EffectiveMethod();
                using var request = RequestMaker.Make(send, uri, method, content?.Invoke(), strange: false, send.Cookies.Sent);
                requests.Add(await ShownAsync(request, cancellation));
                // the same way as a request goes, without sending one: list, name, forbidden places
                if (await PlaceAsync(uri, cancellation) is { } refused) return new() { Requests = requests, Refusal = refused, Reversal = HttpUndo.Of(send, null).Reversal };
                effects.Add(Effect(method, uri));
                if (method is not ("PUT" or "PATCH" or "DELETE")) continue;
                before = await ResourceState.ReadAsync(send, uri, context, Patience, cancellation);
                if (before is null) continue;
                var after = method == "PUT" && content is not null ? Text(Encoding.UTF8.GetString(await content().ReadAsByteArrayAsync(cancellation))) : null;
                if (before.Found) changes.Add(new($"{uri.AbsolutePath} of {uri.Authority}", Text(before.Body), method == "DELETE" ? null : after ?? "what the service makes of the request"));
                facts.Add(new($"{uri.AbsolutePath} of {uri.Authority}", before.Found ? $"answers GET with {before.Status}, {before.MediaType}" : $"answers GET with {before.Status}", before.Tag));
            }
        }
        catch (WebFailure wrong)
        {
            return new() { Requests = requests, Refusal = wrong.Advice ?? wrong.Message, Reversal = HttpUndo.Of(send, null).Reversal };
        }
        catch (Exception refused) when (refused is ReachRefusedException or WebTextException)
        {
            return new() { Requests = requests, Refusal = refused.Message, Reversal = HttpUndo.Of(send, null).Reversal };
        }
        return new()
        {
            Effects = effects,
            Requests = requests,
            Changes = changes,
            Preconditions = facts,
            Unavailable = "What a service makes of a request is known only to itself.",
            Reversal = HttpUndo.Of(send, before).Reversal,
        };
    }

    /// <summary>What stands at the one address that a PUT, PATCH or DELETE changes; null where it is not asked or does not tell.</summary>
    public async Task<ResourceState?> BeforeAsync(CancellationToken cancellation)
    {
        if (send.EffectiveMethod() is not ("PUT" or "PATCH" or "DELETE") || send.Transfers.Count != 1) return null;
        try
        {
            return await ResourceState.ReadAsync(send, (await ReadAsync(send.Transfers[0], cancellation, withBody: false)).Uri, context, Patience, cancellation);
        }
        catch (Exception wrong) when (wrong is WebFailure or ReachRefusedException or WebTextException)
        {
            // the request itself says what is wrong
            return null;
        }
    }

    private async Task<(Uri Uri, Func<HttpContent>? Content)> ReadAsync(HttpTransfer transfer, CancellationToken cancellation, bool withBody = true)
    {
        var url = transfer.Url.Text();
        if (send.Query.Count > 0) url += (url.Contains('?') ? '&' : '?') + await bodies.QueryAsync(send.Query, cancellation);
        return (HttpRun.Parse(url), withBody ? await bodies.ReadAsync(send.Body, cancellation) : null);
    }

    private async Task<string?> PlaceAsync(Uri uri, CancellationToken cancellation)
    {
        var connector = new Connector(new(context.Targets.Http, context.Targets.Prometheus), context.Time) { Elsewhere = Overrides.Of(send), Limit = Patience };
        try
        {
            using var socket = (await connector.ConnectAsync(uri.IdnHost, uri.Port, cancellation)).Socket;
            return null;
        }
        catch (ReachRefusedException refused)
        {
            return refused.Message;
        }
        catch (WebFailure wrong)
        {
            return wrong.Advice ?? wrong.Message;
        }
    }

    private async Task<PlannedRequest> ShownAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var uri = request.RequestUri!;
        var lines = new StringBuilder();
        foreach (var header in request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []))
            foreach (var value in header.Value) lines.Append(header.Key).Append(": ").Append(RequestMaker.IsSecret(header.Key) ? Masked.Mask : Masked.Value(header.Key, value, context)).Append('\n');
        if (request.Content is not null)
        {
            var bytes = await request.Content.ReadAsByteArrayAsync(cancellation);
            lines.Append('\n').Append(bytes.Contains((byte)0) ? $"({Counted.Bytes(bytes.Length)})" : Text(Encoding.UTF8.GetString(bytes)));
        }
        var address = new UriBuilder(uri) { UserName = "", Password = "" }.Uri.AbsoluteUri;
        return new(uri.Authority, Masked.Text($"{request.Method.Method} {address}", context), lines.ToString().TrimEnd('\n'));
    }

    private string Effect(string method, Uri uri) => method switch
    {
        "POST" => $"POST {uri.AbsolutePath}: the service may create something, or do what it is asked to",
        "PUT" => $"PUT {uri.AbsolutePath}: the service may put this in the place of what is there",
        "PATCH" => $"PATCH {uri.AbsolutePath}: the service may change parts of what is there",
        "DELETE" => $"DELETE {uri.AbsolutePath}: the service may remove what is there",
        _ => $"{method} {uri.AbsolutePath}: {(send.Risk == Risk.Read ? "it is read" : "what the service does is not known")}",
    };

    private string Text(string body)
    {
        var shown = Masked.Text(JsonMask.Of(body), context);
        return shown.Length <= LongestBody ? shown : $"{shown[..LongestBody]}…";
    }
}

/// <summary>JSON without the values of fields that sound secret.</summary>
internal static class JsonMask
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is not { } json || json is JsonValue) return text;
            Mask(json);
            return json.ToJsonString(Indented);
        }
        catch (JsonException)
        {
            // plain text, or a form
            return text;
        }
    }

    private static void Mask(JsonNode? node)
    {
        if (node is JsonArray array)
            foreach (var item in array) Mask(item);
        if (node is not JsonObject fields) return;
        foreach (var (name, value) in fields.ToList())
            if (value is JsonValue && Masked.IsSecretName(name)) fields[name] = Masked.Mask;
            else Mask(value);
    }
}
