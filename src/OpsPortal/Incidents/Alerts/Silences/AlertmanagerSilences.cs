using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpsPortal.Targets.Http;

namespace OpsPortal.Incidents.Alerts.Silences;

/// <summary>Silences in an Alertmanager, by its API v2 (https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml).</summary>
public sealed class AlertmanagerSilences(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private const int LongestAnswer = 4 * 1024 * 1024;

    /// <summary>Its id there. The same silence again is the one that is there already: an answer may have been lost.</summary>
    public Task<Result<string>> AddAsync(string alertmanager, AlertSilence silence, CancellationToken cancellation) => AskAsync(alertmanager, async (client, root) =>
    {
        if (await FindAsync(client, root, silence, cancellation) is { } before) return before;
        var body = new RemoteSilence(silence.Matchers, Text(silence.StartsAt), Text(silence.EndsAt), silence.CreatedBy, $"{silence.Reason} {Mark(silence)}");
        using var answer = await SendAsync(client, new(HttpMethod.Post, new Uri(root, "api/v2/silences")) { Content = JsonContent.Create(body) }, cancellation);
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return made.TryGetProperty("silenceID", out var id) && id.GetString() is { } text ? text : throw new HttpRequestException("its answer has no silenceID");
    }, cancellation);

    /// <summary>One that is not there any more is ended, too.</summary>
    public Task<Result<string>> EndAsync(string alertmanager, AlertSilence silence, CancellationToken cancellation) => AskAsync(alertmanager, async (client, root) =>
    {
        var id = silence.RemoteId ?? await FindAsync(client, root, silence, cancellation);
        if (id is null) return "";
        using var answer = await SendAsync(client, new(HttpMethod.Delete, new Uri(root, $"api/v2/silence/{Uri.EscapeDataString(id)}")), cancellation, or: 404);
        return id;
    }, cancellation);

    private static async Task<string?> FindAsync(HttpMessageInvoker client, Uri root, AlertSilence silence, CancellationToken cancellation)
    {
        using var answer = await SendAsync(client, new(HttpMethod.Get, new Uri(root, "api/v2/silences")), cancellation);
        var mark = Mark(silence);
        foreach (var one in (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).EnumerateArray())
            if (one.TryGetProperty("comment", out var comment) && comment.GetString()?.EndsWith(mark, StringComparison.Ordinal) == true
                && one.TryGetProperty("status", out var status) && status.TryGetProperty("state", out var state) && state.GetString() != "expired") return one.GetProperty("id").GetString();
        return null;
    }

    private async Task<Result<string>> AskAsync(string alertmanager, Func<HttpMessageInvoker, Uri, Task<string>> ask, CancellationToken cancellation)
    {
        var root = new Uri(alertmanager.TrimEnd('/') + "/");
        using var client = GuardedHttp.To(root, time);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return await ask(client, root).WaitAsync(either.Token);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && e is (HttpRequestException or JsonException or InvalidOperationException or KeyNotFoundException or OperationCanceledException or IOException))
        {
            var why = e is OperationCanceledException ? $"it did not answer within {Patience.TotalSeconds:F0} seconds" : e.InnerException?.Message ?? e.Message;
            return new Problem(ProblemKind.Unavailable, $"The Alertmanager at {root.Authority} could not be told: {why}");
        }
    }

    /// <param name="or">Another status that is fine.</param>
    private static async Task<HttpResponseMessage> SendAsync(HttpMessageInvoker client, HttpRequestMessage request, CancellationToken cancellation, int or = 200)
    {
        using (request)
        {
            var answer = await client.SendAsync(request, cancellation);
            await answer.Content.LoadIntoBufferAsync(LongestAnswer, cancellation);
            if (answer.IsSuccessStatusCode || (int)answer.StatusCode == or) return answer;
            using (answer)
            {
                var said = await answer.Content.ReadAsStringAsync(cancellation);
                throw new HttpRequestException($"it answered {(int)answer.StatusCode}{(said.Length > 0 ? $": {said[..Math.Min(said.Length, 200)]}" : "")}");
            }
        }
    }

    private static string Mark(AlertSilence silence) => $"(OpsPortal {silence.Id})";

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private sealed record RemoteSilence(
        [property: JsonPropertyName("matchers")] IReadOnlyList<LabelMatcher> Matchers, [property: JsonPropertyName("startsAt")] string StartsAt, [property: JsonPropertyName("endsAt")] string EndsAt,
        [property: JsonPropertyName("createdBy")] string CreatedBy, [property: JsonPropertyName("comment")] string Comment);
}
