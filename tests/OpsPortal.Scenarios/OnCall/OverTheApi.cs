using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.OnCall;

/// <summary>What programs do: ask who is on call, arrange, subscribe to a calendar.</summary>
public sealed class OverTheApi
{
    [Fact]
    public async Task A_schedule_from_beginning_to_end()
    {
        await using var portal = await PortalProcess.StartAsync(await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync(), settings: ("OnCall__CalendarsPerMinute", "15"));
        var admin = portal.Client;
        using var ann = await SignedIn.JoinAsync(admin, "ann", "responder");
        var (me, desk) = ((await ann.Client.GetFromJsonAsync<JsonObject>("/api/v1/contacts/me"))!, await PostAsync(admin, "/api/v1/contacts/", new { name = "Service desk", timeZone = "Europe/Berlin" }));
        var layer = new { name = "Rotation", people = new[] { (Guid)me["id"]!, (Guid)desk["id"]! }, start = "2026-01-05", handOver = "09:00", length = new { unit = "weeks", count = 1, day = "monday" } };
        var night = new { name = "Nights", people = new[] { (Guid)desk["id"]! }, start = "2026-01-05", handOver = "00:00", length = new { unit = "days", count = 1 }, restrictions = new[] { new { days = new[] { "friday", "saturday" }, from = "22:00", to = "06:00" } } };
        var made = await PostAsync(admin, "/api/v1/schedules/", new { name = "Primary on-call", timeZone = "Europe/Berlin", layers = new object[] { layer, night } });
        Assert.Equal(("primary-on-call", "monday", "22:00"), ((string)made["slug"]!, (string)made["layers"]![0]!["length"]!["day"]!, (string)made["layers"]![1]!["restrictions"]![0]!["from"]!));

        var who = (await ann.Client.GetFromJsonAsync<JsonObject>("/api/v1/oncall?schedule=primary-on-call"))!["schedules"]![0]!;
        Assert.False((bool)who["person"]!["reachable"]!);
        Assert.NotNull(who["until"]);
        Assert.Equal(HttpStatusCode.NotFound, (await ann.Client.GetAsync("/api/v1/oncall?schedule=none")).StatusCode);
        Assert.Empty((await ann.Client.GetFromJsonAsync<JsonObject>("/api/v1/schedules/primary-on-call/shifts"))!["gaps"]!.AsArray());

        using var patch = new HttpRequestMessage(HttpMethod.Patch, "/api/v1/schedules/primary-on-call") { Content = JsonContent.Create(new { notes = "Call, do not write." }) };
        patch.Headers.TryAddWithoutValidation("If-Match", "\"7\"");
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await admin.SendAsync(patch)).StatusCode);
        using var wrong = await admin.PatchAsJsonAsync("/api/v1/schedules/primary-on-call", new { layers = new[] { new { name = "Rotation", start = "5.1.2026", handOver = "9", length = new { unit = "days" } } } });
        Assert.Contains("a date looks like 2026-01-07", await wrong.Content.ReadAsStringAsync());

        var (begins, ends) = (new DateTimeOffset(2199, 1, 2, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2199, 1, 3, 0, 0, 0, TimeSpan.Zero));
        var stand = await PostAsync(ann.Client, "/api/v1/schedules/primary-on-call/overrides", new { contact = (Guid)me["id"]!, from = begins, to = ends, reason = "swap" });
        Assert.Equal("override", (string)(await ann.Client.GetFromJsonAsync<JsonObject>($"/api/v1/oncall?at={begins:O}".Replace("+", "%2B")))!["schedules"]![0]!["because"]!);
        Assert.Equal(HttpStatusCode.NoContent, (await ann.Client.DeleteAsync($"/api/v1/schedules/primary-on-call/overrides/{stand["id"]}")).StatusCode);

        await CalendarsAsync(portal, ann);
        Assert.DoesNotContain("unhandled", portal.Log, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task CalendarsAsync(PortalProcess portal, SignedIn ann)
    {
        using var nobody = new HttpClient { BaseAddress = portal.Client.BaseAddress };
        var all = await PostAsync(ann.Client, "/api/v1/calendars/", new { schedule = "primary-on-call" });
        var own = await PostAsync(ann.Client, "/api/v1/calendars/", new { });
        using var read = await nobody.GetAsync((string)all["path"]!);
        Assert.Equal("text/calendar", read.Content.Headers.ContentType!.MediaType);
        var text = await read.Content.ReadAsStringAsync();
        Assert.Contains("SUMMARY:ann\r\n", text);
        Assert.Contains("SUMMARY:Service desk\r\n", text);
        var mine = await nobody.GetStringAsync((string)own["path"]!);
        Assert.Contains("SUMMARY:On call: Primary on-call\r\n", mine);
        Assert.DoesNotContain("Service desk", mine);
        // The same shift has the same UID each time it is read.
        Assert.Equal(Uids(text), Uids(await nobody.GetStringAsync((string)all["path"]!)));

        Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync("/calendar/guess.ics")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await ann.Client.DeleteAsync($"/api/v1/calendars/{all["id"]}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync((string)all["path"]!)).StatusCode);
        // With the account its calendars end.
        (await portal.Client.PatchAsJsonAsync($"/api/v1/accounts/{ann.Id}", new { disabled = true })).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync((string)own["path"]!)).StatusCode);
        HttpStatusCode last = default;
        for (var i = 0; i < 16 && last != HttpStatusCode.TooManyRequests; i++) last = (await nobody.GetAsync("/calendar/guess.ics")).StatusCode;
        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    private static IEnumerable<string> Uids(string calendar) => calendar.Split("\r\n").Where(l => l.StartsWith("UID:", StringComparison.Ordinal));

    private static async Task<JsonObject> PostAsync(HttpClient client, string address, object body)
    {
        using var answer = await client.PostAsJsonAsync(address, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }
}
