using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace OpsPortal.Scenarios.Checks;

/// <summary>Checks over the API: made, read, changed, run, deleted, by those who may.</summary>
public sealed class ChecksOverHttp
{
    [Fact]
    public async Task An_author_makes_one_and_a_responder_runs_and_pauses_it()
    {
        await using var host = await CheckHost.StartAsync();
        using var author = host.Portal.Client("Author");
        using var responder = host.Portal.Client("Responder");
        var body = new { name = "Shop answers", system = "shop", environment = "box", spec = new { url = $"{host.Web.Address}/health", kind = "http" }, interval = "PT1M", thresholds = new { comparison = "<", target = 200, acceptable = 500, unit = "ms" } };
        Assert.Equal(HttpStatusCode.Forbidden, (await responder.PostAsJsonAsync("/api/v1/checks", body)).StatusCode);
        using var made = await author.PostAsJsonAsync("/api/v1/checks", body);
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        var at = made.Headers.Location!.ToString();
        Assert.Equal("\"1\"", made.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.Conflict, (await author.PostAsJsonAsync("/api/v1/checks", body)).StatusCode);

        await host.RunAsync();
        var read = await author.GetFromJsonAsync<JsonElement>(at);
        Assert.Equal(("passing", "http", "PT1M"), (Text(read, "state"), Text(read.GetProperty("spec"), "kind"), Text(read, "interval")));
        var results = await author.GetFromJsonAsync<JsonElement>($"{at}/results");
        Assert.Equal("passed", Text(results.GetProperty("items")[0], "outcome"));
        Assert.Equal(1, (await author.GetFromJsonAsync<JsonElement>($"{at}/results?resolution=hour")).GetProperty("items")[0].GetProperty("passed").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, (await author.GetAsync($"{at}/results?resolution=year")).StatusCode);

        Assert.Equal(HttpStatusCode.Accepted, (await responder.PostAsync($"{at}/run", null)).StatusCode);
        Assert.Equal(1, await host.RunAsync());
        Assert.Equal(HttpStatusCode.BadRequest, (await responder.PostAsJsonAsync($"{at}/pause", new { })).StatusCode);
        Assert.Equal("paused", Text(await JsonAsync(await responder.PostAsJsonAsync($"{at}/pause", new { reason = "a rest" })), "state"));
        Assert.Equal("unknown", Text(await JsonAsync(await responder.PostAsync($"{at}/resume", null)), "state"));
    }

    [Fact]
    public async Task A_change_names_what_was_seen_and_keeps_the_rest()
    {
        await using var host = await CheckHost.StartAsync();
        var check = await host.AddAsync(host.Http() with { Component = "API" });
        using var author = host.Portal.Client("Author");
        async Task<HttpResponseMessage> PatchAsync(object body, string tag)
        {
            using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/checks/{check.Id}") { Content = JsonContent.Create(body) };
            request.Headers.TryAddWithoutValidation("If-Match", tag);
            return await author.SendAsync(request);
        }
        var changed = await JsonAsync(await PatchAsync(new { interval = "5 min", objective = new { percent = 99.9 } }, "\"1\""));
        Assert.Equal(("PT5M", "API", 2), (Text(changed, "interval"), Text(changed, "component"), changed.GetProperty("revision").GetInt32()));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PatchAsync(new { interval = "1 min" }, "\"1\"")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await PatchAsync(new { spec = new { kind = "tcp", host = "a", port = 1 } }, "*")).StatusCode);
        foreach (var (wrong, field) in new (object, string)[]
        {
            (new { interval = "soon" }, "interval"), (new { timeout = "2 h" }, "timeout"), (new { spec = new { url = "x" } }, "spec"), (new { spec = new { kind = "http", url = "x" } }, "url"),
            (new { thresholds = new { comparison = "<", target = 5, acceptable = 1 } }, "thresholds"), (new { objective = new { percent = 100 } }, "objective"), (new { damping = new { bad = 3, within = 2, good = 1 } }, "damping"),
        })
        {
            var answer = await PatchAsync(wrong, "*");
            Assert.Equal((HttpStatusCode.BadRequest, field), (answer.StatusCode, Text(await JsonAsync(answer), "field")));
        }
        Assert.Equal(HttpStatusCode.NoContent, (await author.DeleteAsync($"/api/v1/checks/{check.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await author.GetAsync($"/api/v1/checks/{check.Id}")).StatusCode);
        Assert.Equal(0, await host.NextAsync());
    }

    [Fact]
    public async Task Pages_are_followed_by_their_cursor()
    {
        await using var host = await CheckHost.StartAsync();
        for (var i = 0; i < 5; i++) await host.AddAsync(host.Http($"/{i}", $"check {i}"));
        using var viewer = host.Portal.Client("Viewer");
        List<string> names = [];
        string? cursor = null;
        do
        {
            var page = await viewer.GetFromJsonAsync<JsonElement>($"/api/v1/checks?limit=2&cursor={cursor ?? "0"}");
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(i => Text(i, "name")!));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        Assert.Equal(["check 0", "check 1", "check 2", "check 3", "check 4"], names);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();
}
