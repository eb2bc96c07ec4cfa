using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using OpsPortal.Incidents.Alerts;
using OpsPortal.Incidents.Alerts.Receiving;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Incidents;

/// <summary>What is answered with 2xx is stored; everything else is told so that its sender can do the right thing.</summary>
public sealed class AlertsAreReceived
{
    [Fact]
    public async Task Whoever_comes_while_too_much_is_under_way_is_asked_to_come_again()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web", Settings = { ["Alerts:MostRequests"] = "1" } });
        var sender = await AlertSender.AddAsync(portal);
        // A slow sender has the only place: the portal says that it waits for the body.
        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, portal.Address.Port);
        var stream = slow.GetStream();
        const string body = """{"version":"4","groupKey":"g","alerts":[]}""";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/v1/alerts/alertmanager HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {sender.Key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nExpect: 100-continue\r\n\r\n"));
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync());

        using (var second = await sender.PostAsync("/api/v1/alerts/alertmanager", body))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
            Assert.Equal("5", second.Headers.GetValues("Retry-After").Single());
        }
        await stream.WriteAsync(Encoding.ASCII.GetBytes(body));
        Assert.Equal("", await reader.ReadLineAsync());
        Assert.Equal("HTTP/1.1 202 Accepted", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Where_too_many_wait_to_be_stored_the_next_one_is_sent_away()
    {
        var connection = await PortalDatabase.CreateAsync();
        await using var portal = await PortalHost.StartAsync(connection, new() { Roles = "web", Settings = { ["Alerts:MostWaiting"] = "2" } });
        var sender = await AlertSender.AddAsync(portal);
        var id = (await portal.Get<AlertQueries>().IntegrationsAsync(People.Root, default)).Value![0].Integration.Id;
        ReceivedAlerts One(string name) => new(id, new([new(name, AlertState.Firing, DateTimeOffset.UnixEpoch, null, name) { GroupKey = name }]));
        await using var source = NpgsqlDataSource.Create(connection);
        await using var blocking = await source.OpenConnectionAsync();
        await using var turn = await blocking.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand($"select pg_advisory_xact_lock(hashtextextended('alerts:{id}', 0))", blocking, turn)) await command.ExecuteNonQueryAsync();
        var waiting = new[] { "a", "b" }.Select(n => portal.Get<AlertIntake>().StoreAsync(One(n), default)).ToList();
        Assert.False(await portal.Get<AlertIntake>().StoreAsync(One("c"), default));
        using (var answer = await sender.PostAsync("/api/v1/alerts/alertmanager", new { version = "4", groupKey = "g", alerts = new[] { AlertSender.Alert("PodDown") } })) Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        await turn.RollbackAsync();
        Assert.All(await Task.WhenAll(waiting), Assert.True);
        await sender.LookAsync();
        Assert.Equal(["a firing ×1", "b firing ×1"], (await sender.AlertsAsync()).Select(a => a.Split(" in ")[0]));
    }

    [Fact]
    public async Task What_the_database_does_not_take_is_asked_for_again()
    {
        var connection = await PortalDatabase.CreateAsync();
        await using var portal = await PortalHost.StartAsync(connection, new() { Roles = "web" });
        var sender = await AlertSender.AddAsync(portal);
        await using (var source = NpgsqlDataSource.Create(connection))
        await using (var command = source.CreateCommand("alter table alerts rename to elsewhere")) await command.ExecuteNonQueryAsync();
        using var answer = await sender.PostAsync("/api/v1/alerts/alertmanager", new { version = "4", groupKey = "g", alerts = new[] { AlertSender.Alert("PodDown") } });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Theory]
    [InlineData("not json", "The body is no JSON")]
    [InlineData("[]", "The body is a list; it has to be an object.")]
    [InlineData("{}", "alerts is missing; it has to be the list of alerts.")]
    [InlineData("""{"version":"3","alerts":[]}""", "version is \"3\"; this takes version \"4\" of Alertmanager's webhook.")]
    [InlineData("""{"version":"4","alerts":[{"status":"firing","labels":{"alertname":"X"}}]}""", "alerts[0].startsAt is missing")]
    [InlineData("""{"version":"4","alerts":[{"status":"burning","startsAt":"2026-03-08T03:12:00Z"}]}""", "alerts[0].status is \"burning\"; it is firing or resolved.")]
    [InlineData("""{"version":"4","alerts":[{"status":"firing","startsAt":"noon"}]}""", "alerts[0].startsAt is \"noon\"; it has to be a time")]
    [InlineData("""{"version":"4","alerts":[{"status":"firing","labels":["a"],"startsAt":"2026-03-08T03:12:00Z"}]}""", "alerts[0].labels is a list; it has to be an object.")]
    public async Task A_malformed_body_is_400_and_says_what_was_wrong(string body, string wrong)
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        var sender = await AlertSender.AddAsync(portal);
        using var answer = await sender.PostAsync("/api/v1/alerts/alertmanager", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith(wrong, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["detail"]);
        // Who set it up sees it, too.
        Assert.StartsWith(wrong, (await portal.Get<AlertQueries>().IntegrationsAsync(People.Root, default)).Value![0].Integration.LastError);
    }

    [Fact]
    public async Task Only_the_key_of_the_right_integration_opens_and_an_old_one_closes_at_once()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        var sender = await AlertSender.AddAsync(portal);
        var generic = await AlertSender.AddAsync(portal, "generic", new() { Name = "own" });
        using var client = portal.Client("");
        const string body = """{"version":"4","groupKey":"g","alerts":[]}""";
        async Task<HttpStatusCode> AskAsync(string path, string? authorization)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }
        const string path = "/api/v1/alerts/alertmanager";
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(path, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(path, "Bearer wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(path, $"Bearer {generic.Key}"));
        Assert.Equal(HttpStatusCode.Accepted, await AskAsync(path, $"Bearer {sender.Key}"));
        Assert.Equal(HttpStatusCode.Accepted, await AskAsync($"{path}?key={sender.Key}", null));
        Assert.Equal(HttpStatusCode.Accepted, await AskAsync(path, $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"any:{sender.Key}"))}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("/api/v1/alerts/generic/wrong", null));
        Assert.True((await portal.Get<SaveIntegration>().RotateKeyAsync(People.Root, "prod", default)).Succeeded);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(path, $"Bearer {sender.Key}"));
        Assert.True((await portal.Get<SaveIntegration>().RemoveAsync(People.Root, "own", default)).Succeeded);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync($"/api/v1/alerts/generic/{generic.Key}", null));
        // An administrator's token may send, too, for tests and for those who come from elsewhere.
        using var root = portal.Client("Administrator");
        using var sent = await root.PostAsync(path, new StringContent(body));
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        using var responder = portal.Client("Responder");
        using var refused = await responder.PostAsync(path, new StringContent(body));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Any_JSON_is_read_by_the_fields_of_its_integration()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web", Time = new FakeTime() });
        var sender = await AlertSender.AddAsync(portal, "generic", new() { Fields = new() { Alerts = "data.items", Name = "check.title", Key = "check.id", Status = "state", ResolvedWords = ["GREEN"], Severity = "prio[0]", Summary = "check.text", Labels = "tags" } });
        async Task SendAsync(string state)
        {
            using var answer = await sender.PostAsync($"/api/v1/alerts/generic/{sender.Key}", new { data = new { items = new[] { new { check = new { id = 7, title = "Checkout", text = "fails" }, state, prio = new[] { "warning" }, tags = new { pod = "cart-0" } } } } });
            Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
            await sender.LookAsync();
        }
        await SendAsync("RED");
        await SendAsync("RED");
        Assert.Equal(["Checkout firing ×2 in INC-1"], await sender.AlertsAsync());
        await SendAsync("GREEN");
        Assert.Equal(["INC-1 resolved warning: Checkout: fails"], await sender.IncidentsAsync());
    }

    [Fact]
    public async Task A_test_goes_the_whole_way_and_wakes_nobody()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        foreach (var kind in new[] { "alertmanager", "pagerduty", "generic" })
        {
            var sender = await AlertSender.AddAsync(portal, kind, new() { Name = kind });
            var tested = await portal.Get<TestIntegration>().InvokeAsync(People.Root, kind, null, default);
            Assert.Equal((true, "Received, stored and looked at. OpsPortalTest would be an incident of Shop with the severity info; no runbook answers it yet."), (tested.Value?.Stored, tested.Value?.Sentence));
            Assert.Empty(await sender.IncidentsAsync());
            Assert.EndsWith("OpsPortalTest resolved ×2", (await sender.AlertsAsync())[^1]);
        }
    }
}
