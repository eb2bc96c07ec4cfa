using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Incidents.Alerts;
using OpsPortal.Incidents.Alerts.Grouping;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Benchmarks;

/// <summary>
/// A storm of 5,000 alerts in notifications of 100, sent by 8 senders at once over HTTP, until each is answered, then until all of them are in
/// incidents. Beside it the same rows by plain INSERTs, each in a transaction of its own, and 5,000 single events of PagerDuty's format.
/// </summary>
internal static class AlertStorm
{
    private const int Alerts = 5_000, PerRequest = 100, Senders = 8, Groups = 10;

    public static async Task MeasureAsync()
    {
        var database = await PortalDatabase.CreateAsync();
        await using var portal = await PortalHost.StartAsync(database, new() { Roles = "web" });
        var alertmanager = await portal.Get<SaveIntegration>().AddAsync(People.Root, new("storm", "alertmanager", "shop"), default);
        var events = await portal.Get<SaveIntegration>().AddAsync(People.Root, new("events", "pagerduty", "shop", GroupBy: ["class"]), default);
        using var client = portal.Client("");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", alertmanager.Value!.Key);

        // What is compiled on first use is no part of a storm.
        var warm = await portal.Get<SaveIntegration>().AddAsync(People.Root, new("warm", "alertmanager", "shop"), default);
        using (var other = portal.Client(""))
        {
            other.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", warm.Value!.Key);
            await SendAsync(other, [("/api/v1/alerts/alertmanager", Notification(0)), ("/v2/enqueue", Event(events.Value!.Key!, Alerts))]);
        }
        await portal.Get<GroupAlerts>().InvokeAsync(default);

        var storm = Enumerable.Range(0, Alerts / PerRequest).Select(n => ("/api/v1/alerts/alertmanager", Notification(n))).ToList();
        var taken = await SendAsync(client, storm);
        var clock = Stopwatch.StartNew();
        await portal.Get<GroupAlerts>().InvokeAsync(default);
        var grouped = clock.Elapsed;
        var again = await SendAsync(client, storm);
        await portal.Get<GroupAlerts>().InvokeAsync(default);
        var single = await SendAsync(client, [.. Enumerable.Range(0, Alerts).Select(n => ("/v2/enqueue", Event(events.Value!.Key!, n)))]);
        await portal.Get<GroupAlerts>().InvokeAsync(default);

        await using var db = await portal.DatabaseAsync();
        var (alerts, counted, incidents) = (await db.Alerts.CountAsync(), await db.Alerts.SumAsync(a => a.Count), await db.Incidents.CountAsync());
        if ((alerts, counted) != ((2 * Alerts) + PerRequest + 1, (3 * Alerts) + PerRequest + 1)) throw new InvalidOperationException($"{alerts} alerts were stored, {counted} counted.");
        var plain = await PlainAsync(database);
        Console.WriteLine($"A storm of {Alerts} alerts by {Senders} senders at once");
        Print($"taken in, {PerRequest} in each request", Alerts / taken.TotalSeconds);
        Print("the same again (nothing new)", Alerts / again.TotalSeconds);
        Print("events of PagerDuty, one in each request", Alerts / single.TotalSeconds);
        Print("plain INSERTs of the same rows", Alerts / plain.TotalSeconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {"in incidents after the last answer",-44} {grouped.TotalMilliseconds,15:F0} ms         {incidents} incidents of {Groups + 2} groups"));
        Spread.PrintRatio("plain / taken in", plain / taken, "how much faster than a row at a time");
    }

    private static async Task<TimeSpan> SendAsync(HttpClient client, IReadOnlyList<(string Path, string Body)> requests)
    {
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (request, cancellation) =>
        {
            using var content = new StringContent(request.Body, Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(request.Path, content, cancellation);
            if (answer.StatusCode != HttpStatusCode.Accepted) throw new InvalidOperationException($"{request.Path} answered {(int)answer.StatusCode}.");
        });
        return clock.Elapsed;
    }

    private static string Notification(int n) => JsonSerializer.Serialize(new
    {
        version = "4",
        groupKey = $"{{}}:{{alertname=\"PodDown{n % Groups}\"}}",
        truncatedAlerts = 0,
        alerts = Enumerable.Range(0, PerRequest).Select(a => new
        {
            status = "firing",
            labels = new Dictionary<string, string> { ["alertname"] = $"PodDown{n % Groups}", ["severity"] = "critical", ["namespace"] = "shop", ["pod"] = $"cart-{n}-{a}", ["container"] = "cart", ["job"] = "kubelet" },
            annotations = new { summary = "The pod is not ready for 5 minutes.", runbook_url = "https://portal.example.com/runbooks/shop" },
            startsAt = "2026-03-08T03:12:00.123456789Z",
            endsAt = "0001-01-01T00:00:00Z",
            fingerprint = ((n * PerRequest) + a).ToString("x16", CultureInfo.InvariantCulture),
        }),
    });

    private static string Event(string key, int n) =>
        JsonSerializer.Serialize(new { routing_key = key, event_action = "trigger", dedup_key = $"event-{n}", payload = new { summary = "The pod is not ready.", source = $"cart-{n}", severity = "critical", @class = "pods" } });

    private static async Task<TimeSpan> PlainAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using (var create = source.CreateCommand("create table bench_alerts (like alerts including all)")) await create.ExecuteNonQueryAsync();
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, Alerts), new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (n, cancellation) =>
        {
            await using var insert = source.CreateCommand("""
                insert into bench_alerts (integration_id, fingerprint, starts_at, state, name, severity, summary, labels, annotations, group_key, first_received_at, last_received_at, count)
                values ($1, $2, now(), 'Firing', $3, 'critical', 'The pod is not ready for 5 minutes.', $4::jsonb, '{"runbook_url":"https://portal.example.com/runbooks/shop"}', $5, now(), now(), 1)
                """);
            insert.Parameters.Add(new() { Value = Guid.Empty });
            insert.Parameters.Add(new() { Value = n.ToString("x16", CultureInfo.InvariantCulture) });
            insert.Parameters.Add(new() { Value = $"PodDown{n % Groups}" });
            insert.Parameters.Add(new() { Value = $$"""{"alertname":"PodDown{{n % Groups}}","severity":"critical","namespace":"shop","pod":"cart-{{n}}","container":"cart","job":"kubelet"}""" });
            insert.Parameters.Add(new() { Value = $"group {n % Groups}" });
            await insert.ExecuteNonQueryAsync(cancellation);
        });
        return clock.Elapsed;
    }

    private static void Print(string what, double perSecond) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-44} {perSecond,15:F0} per second"));
}
