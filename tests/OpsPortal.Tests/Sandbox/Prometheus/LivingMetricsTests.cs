using OpsPortal.Sandbox.Simulation.Faults;
using OpsPortal.Tests.Sandbox.Http;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Prometheus;

/// <summary>What Prometheus sees of the cluster.</summary>
public sealed class LivingMetricsTests : IAsyncDisposable
{
    private const string ErrorShare = "sum(rate(http_requests_total{job=\"platform-service\", status=~\"5..\"}[1m])) / sum(rate(http_requests_total{job=\"platform-service\"}[1m]))";
    private readonly ServiceDrive drive = new("platform-service");

    public ValueTask DisposeAsync() => drive.DisposeAsync();

    [Fact]
    public void Everything_is_up_and_has_a_past_from_the_start()
    {
        Assert.All(drive.Query("up", "instance").Values, v => Assert.Equal(1, v));
        Assert.InRange(drive.Value("sum(rate(http_requests_total[5m]))"), 38, 52);
        Assert.InRange(drive.Value("sum(rate(http_requests_total[5m] offset 1h))"), 38, 52);
        Assert.InRange(drive.Value("histogram_quantile(0.95, sum(rate(http_request_duration_seconds_bucket[5m])) by (le))"), 0.1, 0.4);
        Assert.InRange(drive.Value("sum(rate(http_request_duration_seconds_sum[5m])) / sum(rate(http_request_duration_seconds_count[5m]))"), 0.05, 0.12);
        Assert.InRange(drive.Value("rate(redis_keyspace_hits_total[5m]) / (rate(redis_keyspace_hits_total[5m]) + rate(redis_keyspace_misses_total[5m]))"), 0.9, 1);
        Assert.Equal(3, drive.Value("sum(kube_deployment_status_replicas_available{deployment=\"platform-service\"})"));
        Assert.InRange(drive.Value("max(container_memory_usage_bytes{pod=~\"platform-service.*\"} / container_spec_memory_limit_bytes)"), 0.5, 0.7);
        Assert.True(drive.Query("active_connections", "pod").Count == 3);
    }

    [Fact]
    public void Errors_rise_with_a_defective_version_and_fall_after_the_rollback()
    {
        Assert.InRange(drive.Value(ErrorShare), 0, 0.01);
        drive.Drive.SetImage("platform-service:v1.2.0");
        drive.Drive.Advance(180);
        Assert.InRange(drive.Value(ErrorShare), 0.2, 0.3);
        drive.Drive.SetImage("platform-service:v1.0.1");
        drive.Drive.Advance(180);
        Assert.InRange(drive.Value(ErrorShare), 0, 0.01);
        Assert.InRange(drive.Value("max_over_time((" + ErrorShare + ")[10m:15s])"), 0.2, 0.3);
    }

    [Fact]
    public void Errors_rise_while_pods_crash_and_their_counters_begin_anew()
    {
        var fault = drive.Drive.Cluster.Faults.Inject(new(FaultKind.CrashLoop, "platform", "platform-service"));
        drive.Drive.Advance(12);
        Assert.Equal(0, drive.Value("min(up{job=\"platform-service\"})"));
        drive.Drive.Cluster.Faults.Clear(fault.Id);
        drive.Drive.Advance(90);
        Assert.Equal(1, drive.Value("min(up{job=\"platform-service\"})"));
        Assert.True(drive.Value("max(kube_pod_container_status_restarts_total{pod=~\"platform-service.*\"})") >= 1);
        Assert.True(drive.Value("sum(resets(http_requests_total{job=\"platform-service\", status=\"200\"}[10m]))") > 0);
    }

    [Fact]
    public void Fewer_pods_answer_more_slowly_and_more_pods_faster()
    {
        double Slow() => drive.Value("histogram_quantile(0.95, sum(rate(http_request_duration_seconds_bucket[1m])) by (le))");
        var usual = Slow();
        drive.Drive.Store.Remove(OpsPortal.Sandbox.Store.ResourceTypes.HorizontalPodAutoscalers, "platform", "platform-service");
        drive.Scale("platform", "platform-service", 1);
        drive.Drive.Advance(120);
        Assert.True(Slow() > 1.8 * usual);
        drive.Scale("platform", "platform-service", 8);
        drive.Drive.Advance(120);
        Assert.True(Slow() < usual);
    }

    [Fact]
    public void Nothing_is_up_where_nothing_runs()
    {
        drive.Scale("platform", "platform-service", 0);
        drive.Drive.Advance(30);
        Assert.Empty(drive.Query("http_requests_total{job=\"platform-service\"}", "handler"));
        Assert.Empty(drive.Query("up{job=\"platform-service\"}", "pod"));
        Assert.Equal(0, drive.Value("sum(kube_deployment_status_replicas_available{deployment=\"platform-service\"})"));
    }

    [Fact]
    public void An_alert_is_pending_and_then_fires()
    {
        string States() => string.Join(',', ((System.Text.Json.Nodes.JsonArray)drive.Get("http://localhost:9090/api/v1/alerts")["data"]!["alerts"]!)
            .Select(a => $"{a!["labels"]!["alertname"]} {a["state"]}").Distinct());
        Assert.Equal("", States());
        drive.Drive.Cluster.Faults.Inject(new(FaultKind.ErrorRate, "platform", "platform-service", 0.4));
        drive.Drive.Advance(100);
        Assert.Equal("HighErrorRate pending", States());
        drive.Drive.Advance(120);
        Assert.Equal("HighErrorRate firing", States());
    }

    [Fact]
    public void The_same_cluster_at_the_same_time_has_the_same_samples()
    {
        var other = new ServiceDrive("platform-service");
        const string Query = "http://prometheus:9090/api/v1/query?query=http_requests_total";
        Assert.Equal(drive.Get(Query).ToJsonString(), other.Get(Query).ToJsonString());
    }
}
