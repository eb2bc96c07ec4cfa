using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsPortal.Incidents;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Incidents;

/// <summary>Whatever can send to PagerDuty can send here: the life of an event by its dedup key, and the answers that its senders know.</summary>
public sealed class EventsOfPagerDuty : IAsyncLifetime
{
    private static readonly object Payload = new { summary = "checkout: 7 % of requests fail", source = "shop-db-1", severity = "critical", component = "checkout", custom_details = new { pod = "cart-0", retries = 3 }, timestamp = "yesterday" };

    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = new FakeTime(), Roles = "web" });

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task Trigger_acknowledge_resolve_and_trigger_again()
    {
        var sender = await AlertSender.AddAsync(portal, "pagerduty");
        Assert.Equal(32, sender.Key.Length);
        var key = await sender.EnqueueAsync("trigger", payload: Payload);
        Assert.Equal(key, await sender.EnqueueAsync("trigger", key, Payload));
        Assert.Equal(["checkout: 7 % of requests fail firing ×2 in INC-1"], await sender.AlertsAsync());
        await sender.EnqueueAsync("acknowledge", key);
        Assert.Equal(["INC-1 acknowledged critical: checkout: 7 % of requests fail"], await sender.IncidentsAsync());
        await sender.EnqueueAsync("resolve", key);
        Assert.Equal(["INC-1 resolved critical: checkout: 7 % of requests fail"], await sender.IncidentsAsync());
        await sender.EnqueueAsync("trigger", key, Payload);
        Assert.Equal(2, (await sender.IncidentsAsync()).Count);
        Assert.Equal(["checkout: 7 % of requests fail resolved ×4 in INC-1", "checkout: 7 % of requests fail firing ×1 in INC-2"], await sender.AlertsAsync());
        var incident = (await portal.Get<IncidentQueries>().FindAsync(2, default))!.Incident;
        Assert.Equal("cart-0", incident.Parameters["pod"]);
        Assert.Equal(["checkout"], incident.Components);
    }

    [Fact]
    public async Task What_nobody_opened_is_dropped_and_keys_belong_to_their_routing_key()
    {
        var one = await AlertSender.AddAsync(portal, "pagerduty", new() { Name = "one" });
        var two = await AlertSender.AddAsync(portal, "pagerduty", new() { Name = "two" });
        await one.EnqueueAsync("resolve", "disk");
        await one.EnqueueAsync("acknowledge", "disk");
        Assert.Empty(await one.AlertsAsync());
        await one.EnqueueAsync("trigger", "disk", Payload);
        await two.EnqueueAsync("resolve", "disk");
        Assert.Equal(["INC-1 detected critical: checkout: 7 % of requests fail"], await one.IncidentsAsync());
    }

    [Theory]
    [InlineData("""{"event_action":"trigger"}""", "payload is missing; a trigger needs its summary, source and severity.")]
    [InlineData("""{"event_action":"trigger","payload":{"source":"x","severity":"info"}}""", "payload.summary is missing or blank.")]
    [InlineData("""{"event_action":"trigger","payload":{"summary":"x","severity":"info"}}""", "payload.source is missing or blank.")]
    [InlineData("""{"event_action":"trigger","payload":{"summary":"x","source":"x","severity":"bad"}}""", "payload.severity is \"bad\"; it is critical, error, warning or info.")]
    [InlineData("""{"event_action":"explode"}""", "event_action is \"explode\"; it is trigger, acknowledge or resolve.")]
    [InlineData("""{"event_action":"resolve"}""", "dedup_key is missing; it says what to resolve.")]
    public async Task A_bad_event_is_told_as_its_senders_expect(string body, string wrong)
    {
        var sender = await AlertSender.AddAsync(portal, "pagerduty");
        using var answer = await sender.PostAsync("/v2/enqueue", body.Replace("{\"event_action\"", $"{{\"routing_key\":\"{sender.Key}\",\"event_action\"", StringComparison.Ordinal));
        var said = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal((HttpStatusCode.BadRequest, "invalid event", wrong), (answer.StatusCode, (string?)said["status"], (string?)said["errors"]![0]));
    }

    [Fact]
    public async Task No_key_no_JSON_and_too_much_are_refused()
    {
        var sender = await AlertSender.AddAsync(portal, "pagerduty");
        foreach (var (body, status) in new[]
        {
            ("""{"event_action":"trigger"}""", HttpStatusCode.Unauthorized),
            ("""{"routing_key":"00000000000000000000000000000000","event_action":"trigger"}""", HttpStatusCode.Unauthorized),
            ("{\"routing_key\":", HttpStatusCode.BadRequest),
            ("[]", HttpStatusCode.BadRequest),
            ($$"""{"routing_key":"{{sender.Key}}","event_action":"trigger","x":"{{new string('x', 512 * 1024)}}"}""", HttpStatusCode.RequestEntityTooLarge),
        })
        {
            using var answer = await sender.PostAsync("/v2/enqueue", body);
            Assert.Equal(status, answer.StatusCode);
        }
        Assert.Empty(await sender.AlertsAsync());
    }
}
