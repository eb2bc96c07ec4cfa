using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Prometheus.Evaluation;
using OpsPortal.Sandbox.Prometheus.Samples;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Prometheus.Serving;

/// <summary>The alert rules of the sandbox. What has been true for how long is read from the samples whenever it is asked for.</summary>
internal sealed class AlertRules(ISampleStore store)
{
    /// <summary>Rules are looked at this often, in milliseconds, and for this long into the past.</summary>
    private const long Step = 15_000, Past = 1_800_000;

    private static readonly IReadOnlyList<AlertRule> All =
    [
        new("TargetDown", "up == 0", TimeSpan.FromMinutes(1), "critical", "A pod does not answer"),
        new("HighErrorRate", "sum by (namespace, job) (rate(http_requests_total{status=~\"5..\"}[5m])) / sum by (namespace, job) (rate(http_requests_total[5m])) > 0.05",
            TimeSpan.FromMinutes(2), "critical", "Too many requests fail"),
        new("HighMemoryUsage", "container_memory_usage_bytes / container_spec_memory_limit_bytes > 0.9", TimeSpan.FromMinutes(5), "critical", "A container is close to its memory limit"),
        new("HighResponseTime", "histogram_quantile(0.95, sum by (namespace, job, le) (rate(http_request_duration_seconds_bucket[5m]))) > 1",
            TimeSpan.FromMinutes(5), "warning", "One request in twenty takes over a second"),
        new("LowCacheHitRate", "rate(redis_keyspace_hits_total[5m]) / (rate(redis_keyspace_hits_total[5m]) + rate(redis_keyspace_misses_total[5m])) < 0.8",
            TimeSpan.FromMinutes(10), "warning", "The cache misses more than one request in five"),
    ];

    private readonly QueryEngine engine = new(store);

    public JsonArray Alerts(DateTimeOffset now) => [.. All.SelectMany(rule => Active(rule, now))];

    public JsonObject Groups(DateTimeOffset now) => new()
    {
        ["groups"] = new JsonArray(new JsonObject
        {
            ["name"] = "sandbox",
            ["file"] = "/etc/prometheus/rules/sandbox.yml",
            ["interval"] = Step / 1000,
            ["rules"] = new JsonArray([.. All.Select(rule => (JsonNode)Rule(rule, [.. Active(rule, now)], now))]),
        }),
    };

    private static JsonObject Rule(AlertRule rule, JsonArray alerts, DateTimeOffset now) => new()
    {
        ["state"] = alerts.Count == 0 ? "inactive" : alerts.Any(a => (string?)a!["state"] == "firing") ? "firing" : "pending",
        ["name"] = rule.Name,
        ["query"] = rule.Query,
        ["duration"] = rule.For.TotalSeconds,
        ["labels"] = new JsonObject { ["severity"] = rule.Severity },
        ["annotations"] = new JsonObject { ["summary"] = rule.Summary },
        ["alerts"] = alerts,
        ["health"] = "ok",
        ["lastEvaluation"] = Fields.Stamp(now),
        ["type"] = "alerting",
    };

    private IEnumerable<JsonObject> Active(AlertRule rule, DateTimeOffset now)
    {
        var end = now.ToUnixTimeMilliseconds() / Step * Step;
        foreach (var series in engine.Range(rule.Query, end - Past, end, Step))
        {
            if (series.Samples[^1].At != end) continue;
            var since = end;
            for (var i = series.Samples.Count - 2; i >= 0 && series.Samples[i].At == since - Step; i--) since -= Step;
            yield return new()
            {
                ["labels"] = QueryJson.Of(series.Labels.WithoutName().With("alertname", rule.Name).With("severity", rule.Severity)),
                ["annotations"] = new JsonObject { ["summary"] = rule.Summary },
                ["state"] = end - since >= rule.For.TotalMilliseconds ? "firing" : "pending",
                ["activeAt"] = Fields.Stamp(DateTimeOffset.FromUnixTimeMilliseconds(since)),
                ["value"] = SampleNumber.Format(series.Samples[^1].Value),
            };
        }
    }
}

/// <param name="For">How long the query must give something before the alert fires.</param>
internal sealed record AlertRule(string Name, string Query, TimeSpan For, string Severity, string Summary);
