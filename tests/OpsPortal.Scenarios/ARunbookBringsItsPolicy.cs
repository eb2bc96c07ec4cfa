using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios;

/// <summary>What runbooks say besides their steps becomes data of their systems; what people make of it stays theirs.</summary>
public sealed class ARunbookBringsItsPolicy
{
    private static async Task<PortalProcess> PortalAsync() =>
        await PortalProcess.StartAsync(await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync());

    private static string Practice(string slug) => File.ReadAllText(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, $"../../../../../src/OpsPortal.Sandbox/Runbooks/{slug}.md")));

    private static async Task<JsonObject> SystemAsync(PortalProcess portal, string slug) => (await portal.Client.GetFromJsonAsync<JsonObject>($"/api/v1/systems/{slug}"))!;

    private static async Task<(HttpStatusCode Status, JsonObject Body)> PatchAsync(PortalProcess portal, string path, object body, string? etag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/systems/{path}") { Content = JsonContent.Create(body) };
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-Match", etag);
        using var answer = await portal.Client.SendAsync(request);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>())!);
    }

    private static JsonNode One(JsonObject system, string collection, string key) => system[collection]!.AsArray().Single(f => (string)f!["key"]! == key)!;

    [Theory]
    [InlineData("platform-service", 4, 0, 4, 4, 0, 0, 0, 0, 0)]
    [InlineData("meta-prompt-evolution-hub", 4, 0, 4, 4, 0, 5, 0, 1, 0)]
    [InlineData("discord-intelligence-bot", 4, 0, 0, 0, 4, 0, 4, 1, 2)]
    [InlineData("structured-prompt-service", 3, 3, 7, 3, 9, 0, 0, 0, 1)]
    [InlineData("tiered-platform", 0, 0, 0, 0, 0, 0, 0, 0, 1)]
    public async Task The_practice_runbooks_bring_what_they_say(
        string slug, int severities, int escalation, int contacts, int toFillIn, int alerts, int checks, int rules, int checklists, int windows)
    {
        await using var portal = await PortalAsync();
        await portal.Client.ImportAsync(slug, Practice(slug));

        var system = await SystemAsync(portal, slug);

        Assert.Equal(
            (severities, escalation, contacts, toFillIn, alerts, checks, rules, checklists, windows),
            (Count("severities"), Count("escalation"), Count("contacts"), (int)system["contactsToFillIn"]!, Count("alerts"), Count("checks"), Count("rules"), Count("checklists"), Count("windows")));
        if (slug == "structured-prompt-service") Assert.Equal(("PT15M", "P2D"), ((string)system["policy"]!["updateEvery"]!, (string)system["policy"]!["postMortemWithin"]!));
        if (slug == "meta-prompt-evolution-hub")
        {
            var latency = One(system, "checks", "response-time");
            Assert.Equal(("p95", "<", 200, 500, "ms"), ((string)latency["aggregate"]!, (string)latency["comparison"]!, (int)latency["target"]!, (int)latency["acceptable"]!, (string)latency["unit"]!));
            Assert.Equal([4, 4, 4], system["checklists"]![0]!["phases"]!.AsArray().Select(p => p!["items"]!.AsArray().Count));
        }
        int Count(string collection) => system[collection]!.AsArray().Count;
    }

    [Fact]
    public async Task What_people_change_survives_the_next_version_and_can_be_given_back()
    {
        await using var portal = await PortalAsync();
        var text = Practice("discord-intelligence-bot");
        await portal.Client.ImportAsync("bot", text);
        var (status, changed) = await PatchAsync(portal, "bot/severities/p1", new { respondWithin = "10 min", updateEvery = "PT15M" });
        Assert.Equal((HttpStatusCode.OK, "PT10M", "PT15M"), (status, (string)changed["respondWithin"]!, (string)changed["updateEvery"]!));

        await portal.Client.ImportAsync("bot", text.Replace("- **Response Time**: 15 minutes", "- **Response Time**: 5 minutes").Replace("- **Response Time**: 1 hour", "- **Response Time**: 45 minutes"));

        var system = await SystemAsync(portal, "bot");
        Assert.Equal(("PT10M", "PT5M"), ((string)One(system, "severities", "p1")["respondWithin"]!, (string)One(system, "severities", "p1")["origins"]![0]!["says"]!["respondWithin"]!));
        Assert.Equal("PT45M", (string)One(system, "severities", "p2")["respondWithin"]!);
        Assert.Equal(["respondWithin", "updateEvery"], One(system, "severities", "p1")["byHand"]!.AsArray().Select(f => (string)f!));

        var (_, back) = await PatchAsync(portal, "bot/severities/p1", new { useRunbook = new[] { "respondWithin" } });
        Assert.Equal("PT5M", (string)back["respondWithin"]!);

        // P1 is no longer spoken of: it was touched and stays; P2 was not and goes.
        await portal.Client.ImportAsync("bot", "# Bot\n\nNothing of that.\n");
        system = await SystemAsync(portal, "bot");
        Assert.Equal(("p1", true), ((string)Assert.Single(system["severities"]!.AsArray())!["key"]!, (bool)system["severities"]![0]!["gone"]!));
        using var removed = await portal.Client.DeleteAsync("/api/v1/systems/bot/severities/p1");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
    }

    [Fact]
    public async Task A_contact_is_filled_in_and_stays_so()
    {
        await using var portal = await PortalAsync();
        await portal.Client.ImportAsync("platform-service", Practice("platform-service"));
        Assert.True((bool)One(await SystemAsync(portal, "platform-service"), "contacts", "on-call-engineer")["toFillIn"]!);

        var (refused, problem) = await PatchAsync(portal, "platform-service/contacts/on-call-engineer", new { email = "ann at home" });
        Assert.Equal((HttpStatusCode.BadRequest, "email"), (refused, (string)problem["field"]!));
        Assert.Contains("is no e-mail address", (string)problem["detail"]!, StringComparison.Ordinal);

        await PatchAsync(portal, "platform-service/contacts/on-call-engineer", new { name = "Ann", email = "ann@example.org", phone = "#platform-oncall" });
        await portal.Client.ImportAsync("platform-service", Practice("platform-service") + "\nOne more line.\n");

        var system = await SystemAsync(portal, "platform-service");
        Assert.Equal(("Ann", false, 3), ((string)One(system, "contacts", "on-call-engineer")["name"]!, (bool)One(system, "contacts", "on-call-engineer")["toFillIn"]!, (int)system["contactsToFillIn"]!));
    }

    [Fact]
    public async Task Who_has_not_seen_the_latest_change_is_told_so()
    {
        await using var portal = await PortalAsync();
        await portal.Client.ImportAsync("bot", Practice("discord-intelligence-bot"));
        using var read = await portal.Client.GetAsync("/api/v1/systems/bot/severities/p1");
        var etag = read.Headers.ETag!.Tag;

        var (first, _) = await PatchAsync(portal, "bot/severities/p1", new { mttrTarget = "4 h" }, etag);
        var (second, problem) = await PatchAsync(portal, "bot/severities/p1", new { mttrTarget = "5 h" }, etag);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed), (first, second));
        Assert.Contains("has changed this meanwhile", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runbooks_of_a_system_complete_each_other_and_a_person_decides_where_they_differ()
    {
        await using var portal = await PortalAsync();
        await ImportIntoShopAsync("shop-web", "# Web\n\n- **P1 (Critical)**: Response within 15 minutes\n\n## Contacts\n\n- **On-call**: [Phone]\n");
        await ImportIntoShopAsync("shop-data", "# Data\n\n- **P1 (Critical)**: Response within 5 minutes\n- **P2 (High)**: Response within 1 hour\n\n## Contacts\n\n- **On-call**: #data\n");

        var system = await SystemAsync(portal, "shop");
        Assert.Equal((1, 0), ((int)system["disputed"]!, (int)system["contactsToFillIn"]!));
        Assert.Equal(["shop-web", "shop-data"], One(system, "severities", "p1")["origins"]!.AsArray().Select(o => (string)o!["runbook"]!));

        var (_, decided) = await PatchAsync(portal, "shop/severities/p1", new { choose = new { respondWithin = "shop-data" } });
        Assert.Equal(("PT5M", 0), ((string)decided["respondWithin"]!, decided["disputed"]!.AsArray().Count));

        async Task ImportIntoShopAsync(string slug, string text)
        {
            using var answer = await portal.Client.PutAsync($"/api/v1/runbooks/{slug}?system=shop", new StringContent(text));
            answer.EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task An_alert_finds_the_place_in_the_runbook_that_answers_it()
    {
        await using var portal = await PortalAsync();
        await portal.Client.ImportAsync("web", "# Web\n\n| Alert | Severity | Runbook | MTTR Target |\n|--|--|--|--|\n| APIDown | Critical | [APIDown](./APIDown.md) | 5 minutes |\n| SlowAPI | Warning | | 1 hour |\n\n## API Down\n\n```bash\nkubectl get pods\n```\n");
        await portal.Client.ImportAsync("other", "# Other\n");

        var found = (await portal.Client.GetFromJsonAsync<JsonArray>("/api/v1/runbooks?alert=apidown"))!;
        var step = (string)(await portal.Client.GetFromJsonAsync<JsonObject>("/api/v1/runbooks/web"))!["steps"]![0]!["id"]!;
        Assert.Equal(("web", $"/runbooks/web#{step}", "PT5M"), ((string)found.Single()!["slug"]!, (string)found[0]!["answer"]!["address"]!, (string)found[0]!["answer"]!["mttrTarget"]!));

        await PatchAsync(portal, "web/alerts/apidown", new { runbook = "other", section = "", step = "" });
        Assert.Equal("other", (string)(await portal.Client.GetFromJsonAsync<JsonArray>("/api/v1/runbooks?alert=APIDown"))!.Single()!["slug"]!);
        Assert.Empty((await portal.Client.GetFromJsonAsync<JsonArray>("/api/v1/runbooks?alert=API"))!);
    }
}
