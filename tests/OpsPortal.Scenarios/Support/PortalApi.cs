using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OpsPortal.Scenarios.Support;

/// <summary>The REST API in a scenario's words.</summary>
public static class PortalApi
{
    public static async Task<JsonObject> ImportAsync(this HttpClient portal, string slug, string markdown)
    {
        using var answer = await portal.PutAsync($"/api/v1/runbooks/{slug}", new StringContent(markdown));
        return await ReadAsync(answer);
    }

    /// <summary>A runbook of these commands, one fence each; returns their step ids in order.</summary>
    public static async Task<IReadOnlyList<string>> ImportCommandsAsync(this HttpClient portal, string slug, params string[] commands)
    {
        var compiled = await portal.ImportAsync(slug, $"# {slug}\n\n" + string.Concat(commands.Select((c, i) => $"## Part {i + 1}\n\n```bash\n{c}\n```\n\n")));
        return [.. compiled["steps"]!.AsArray().Select(s => (string)s!["id"]!)];
    }

    public static async Task<JsonObject> AddEnvironmentAsync(this HttpClient portal, string name, string kubeconfig)
    {
        using var answer = await portal.PostAsJsonAsync("/api/v1/environments", new { name, kubernetes = new { kubeconfig } });
        return await ReadAsync(answer);
    }

    /// <summary>A click; a change is previewed and confirmed. Returns the execution as it was stored.</summary>
    public static async Task<JsonObject> RunAsync(this HttpClient portal, string runbook, string step, string environment, Dictionary<string, string>? parameters = null)
    {
        parameters ??= [];
        using var answer = await portal.PostAsJsonAsync("/api/v1/executions", new { runbook, step, environment, parameters });
        if (answer.StatusCode != HttpStatusCode.PreconditionRequired) return await ReadAsync(answer);
        using var looked = await portal.PostAsJsonAsync("/api/v1/previews", new { runbook, step, environment, parameters });
        var plan = await ReadAsync(looked);
        // a preview that fails tells so instead of throwing; here it is a failure
        Assert.False((string?)plan["unavailable"] is { } why && why.Contains("bug worth reporting"), $"{plan["sentence"]}: {plan["unavailable"]}");
        using var confirmed = await portal.PostAsJsonAsync("/api/v1/executions", new { runbook, step, environment, parameters, planHash = (string)plan["hash"]! });
        return await ReadAsync(confirmed);
    }

    public static long Id(this JsonObject execution) => (long)execution["id"]!;

    public static async Task<JsonObject> ExecutionAsync(this HttpClient portal, long id) =>
        (await portal.GetFromJsonAsync<JsonObject>($"/api/v1/executions/{id}"))!;

    /// <summary>Follows the output as events, and calls <paramref name="line"/> for each line until it says that is enough, or nothing comes after.</summary>
    public static async Task FollowAsync(this HttpClient portal, long execution, Func<JsonObject, bool> line, int after = 0, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/executions/{execution}/output?after={after}");
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var answer = await portal.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation));
        while (await reader.ReadLineAsync(cancellation) is { } text)
        {
            if (!text.StartsWith("data:", StringComparison.Ordinal)) continue;
            var page = JsonNode.Parse(text[5..])!;
            foreach (var found in page["lines"]!.AsArray())
                if (line(found!.AsObject())) return;
            if ((bool)page["complete"]!) return;
        }
    }

    /// <summary>Runs a step to its end; the execution and its lines.</summary>
    public static async Task<(JsonObject Execution, IReadOnlyList<string> Lines)> CompleteAsync(
        this HttpClient portal, string runbook, string step, string environment, Dictionary<string, string>? parameters = null)
    {
        var id = (await portal.RunAsync(runbook, step, environment, parameters)).Id();
        List<string> lines = [];
        await portal.FollowAsync(id, line => { lines.Add((string)line["text"]!); return false; });
        return (await portal.ExecutionAsync(id), lines);
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(body)!.AsObject()
            : throw new InvalidOperationException($"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.PathAndQuery} answered {(int)answer.StatusCode}: {body}");
    }
}
