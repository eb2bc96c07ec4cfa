using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Alerts;
using OpsPortal.Incidents.Alerts.Grouping;
using OpsPortal.Incidents.Timeline;

namespace OpsPortal.Scenarios.Support;

/// <summary>A sender of alerts with its integration: sends, has the portal look at what came, and tells what became of it.</summary>
public sealed class AlertSender
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly PortalHost portal;
    private readonly HttpClient client;

    private AlertSender(PortalHost portal, string key) => (this.portal, client, Key) = (portal, portal.Client(""), key);

    public string Key { get; }

    /// <summary>When the first alert began; Alertmanager writes nanoseconds.</summary>
    public static string At(int minute) => $"2026-03-08T03:{minute:00}:00.123456789Z";

    public static async Task<AlertSender> AddAsync(PortalHost portal, string kind = "alertmanager", IntegrationForm? form = null)
    {
        var saved = await portal.Get<SaveIntegration>().AddAsync(People.Root, (form ?? new()) with { Name = form?.Name ?? "prod", Kind = kind, System = form?.System ?? "shop" }, default);
        Assert.True(saved.Succeeded, saved.Problem?.Detail);
        return new(portal, saved.Value.Key!);
    }

    public static object Alert(string name, string status = "firing", int began = 10, int? over = null, string severity = "critical", string? pod = null, object? annotations = null, string? fingerprint = null) => new
    {
        status,
        labels = new Dictionary<string, string> { ["alertname"] = name, ["severity"] = severity, ["pod"] = pod ?? "cart-0", ["namespace"] = "shop" },
        annotations = annotations ?? new { summary = "7 % of requests fail" },
        startsAt = At(began),
        endsAt = over is { } ended ? At(ended) : "0001-01-01T00:00:00Z",
        generatorURL = "http://prometheus:9090/graph",
        fingerprint = fingerprint ?? $"{name}{pod}".GetHashCode(StringComparison.Ordinal).ToString("x16"),
        somethingNew = new { a = 1 },
    };

    /// <summary>A notification of Alertmanager; what came is looked at before this returns.</summary>
    public async Task NotifyAsync(object[] alerts, string group = "{}:{alertname=\"HighErrorRate\"}", int truncated = 0)
    {
        using var answer = await PostAsync("/api/v1/alerts/alertmanager", new { version = "4", groupKey = group, truncatedAlerts = truncated, status = "firing", receiver = "portal", groupLabels = new { }, commonLabels = new { }, commonAnnotations = new { }, externalURL = "http://am", alerts });
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        await LookAsync();
    }

    public Task NotifyAsync(object alert) => NotifyAsync([alert]);

    /// <summary>An event of PagerDuty's API v2; its dedup key.</summary>
    public async Task<string> EnqueueAsync(string action, string? key = null, object? payload = null)
    {
        using var answer = await PostAsync("/v2/enqueue", new { routing_key = Key, event_action = action, dedup_key = key, payload });
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>();
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"{body}");
        Assert.Equal(("success", "Event processed"), ((string?)body!["status"], (string?)body["message"]));
        await LookAsync();
        return (string)body["dedup_key"]!;
    }

    public Task<HttpResponseMessage> PostAsync(string path, object body) => PostAsync(path, JsonSerializer.Serialize(body, Json));

    public async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", Key);
        return await client.SendAsync(request);
    }

    public Task LookAsync() => portal.Get<GroupAlerts>().InvokeAsync(default);

    /// <summary>"INC-1 detected critical: HighErrorRate: 7 % of requests fail".</summary>
    public async Task<IReadOnlyList<string>> IncidentsAsync()
    {
        await using var db = await portal.DatabaseAsync();
        return [.. (await db.Incidents.AsNoTracking().OrderBy(i => i.Number).ToListAsync()).Select(i => $"{i.Name} {i.State.Word()} {i.Severity}: {i.Title}")];
    }

    /// <summary>"HighErrorRate resolved ×3 in INC-1".</summary>
    public async Task<IReadOnlyList<string>> AlertsAsync()
    {
        await using var db = await portal.DatabaseAsync();
        return [.. (await db.Alerts.AsNoTracking().OrderBy(a => a.Id).ToListAsync()).Select(a => $"{a.Name} {$"{a.State}".ToLowerInvariant()} ×{a.Count}{(a.Incident is { } n ? $" in INC-{n}" : "")}{(a.SilenceId is null ? "" : " silenced")}")];
    }

    /// <summary>What alerts have told in an incident's timeline.</summary>
    public async Task<IReadOnlyList<string>> ToldAsync(long incident) =>
        [.. (await portal.Get<IncidentQueries>().TimelineAsync(incident, 0, [TimelineKind.Alert], default))!.Select(e => e.Text)];
}
