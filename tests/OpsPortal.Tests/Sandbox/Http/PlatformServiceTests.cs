using OpsPortal.Sandbox.Simulation.Faults;
using OpsPortal.Sandbox.Store;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Http;

public sealed class PlatformServiceTests : IAsyncDisposable
{
    private readonly ServiceDrive drive = new("platform-service");

    public ValueTask DisposeAsync() => drive.DisposeAsync();

    [Fact]
    public void A_healthy_service_says_so_and_names_its_version()
    {
        var health = drive.Get("https://platform-service/health");
        Assert.Equal(("healthy", "1.0.1", "up", "up"), ((string)health["status"]!, (string)health["version"]!, (string)health["checks"]!["database"]!, (string)health["checks"]!["redis"]!));
        Assert.Equal("healthy", (string)drive.Get("https://platform.example.com/health")["status"]!);
    }

    [Fact]
    public void Without_ready_pods_the_ingress_answers_503_and_comes_back_with_them()
    {
        drive.Scale("platform", "platform-service", 0);
        drive.Drive.Advance(10);
        var answer = drive.Ask("GET", "https://platform-service/health");
        Assert.Equal((503, "text/html"), (answer.Status, answer.ContentType));

        drive.Scale("platform", "platform-service", 1);
        drive.Drive.Advance(10);
        Assert.Equal(200, drive.Ask("GET", "https://platform-service/health").Status);
    }

    [Fact]
    public void Without_its_database_it_is_unhealthy_and_without_its_cache_degraded()
    {
        drive.Scale("platform", "redis", 0);
        drive.Drive.Advance(5);
        Assert.Equal("degraded", (string)drive.Get("https://platform-service/health")["status"]!);

        drive.Drive.Change(ResourceTypes.Services, "postgres", s => s["spec"]!["selector"]!["app"] = "nobody");
        drive.Drive.Advance(1);
        var answer = drive.Ask("GET", "https://platform-service/health");
        Assert.Equal((503, "unhealthy", "down"), (answer.Status, (string)ServiceDrive.Json(answer)["status"]!, (string)ServiceDrive.Json(answer)["checks"]!["database"]!));
    }

    [Fact]
    public void In_maintenance_only_the_health_is_answered()
    {
        drive.SetEnvironment("platform", "platform-service", "MAINTENANCE_MODE", "true");
        drive.Drive.Advance(60);
        var refused = drive.Ask("GET", "https://platform-service/audit/stats");
        Assert.Equal((503, "maintenance"), (refused.Status, (string)ServiceDrive.Json(refused)["status"]!));
        var health = drive.Ask("GET", "https://platform-service/health");
        Assert.Equal((200, "maintenance"), (health.Status, (string)ServiceDrive.Json(health)["status"]!));
    }

    [Fact]
    public void The_audit_log_is_exported_row_by_row()
    {
        var csv = drive.Ask("GET", "https://platform-service/audit/export?format=csv&startDate=2026-11-20");
        var lines = ServiceDrive.Text(csv).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("text/csv", csv.ContentType);
        Assert.Equal("id,timestamp,actor,action,resource,outcome,ip", lines[0]);
        Assert.InRange(lines.Length, 150, 170);
        Assert.All(lines.Skip(1), l => Assert.StartsWith("2026-11-2", l.Split(',')[1]));

        Assert.StartsWith("[{\"id\":", ServiceDrive.Text(drive.Ask("GET", "https://platform-service/audit/export?format=json&startDate=2026-11-20")));
        Assert.Equal("[]", ServiceDrive.Text(drive.Ask("GET", "https://platform-service/audit/export?format=json&startDate=2027-01-01")));
        var wrong = drive.Ask("GET", "https://platform-service/audit/export?format=xml&startDate=soon");
        Assert.Equal(422, wrong.Status);
        Assert.Equal(2, ServiceDrive.Json(wrong)["detail"]!.AsArray().Count);
    }

    [Fact]
    public void A_clean_up_removes_what_is_past_its_time_and_only_once()
    {
        var before = drive.Get("https://platform-service/audit/stats");
        var cleaned = ServiceDrive.Json(drive.Ask("POST", "https://platform-service/audit/cleanup"));
        var after = drive.Get("https://platform-service/audit/stats");
        Assert.True((int)cleaned["removed"]! > 1000);
        Assert.Equal((int)before["entries"]! - (int)cleaned["removed"]!, (int)after["entries"]!);
        Assert.Equal(0, (int)after["expired"]!);
        Assert.Equal(0, (int)ServiceDrive.Json(drive.Ask("POST", "https://platform-service/audit/cleanup"))["removed"]!);
        Assert.Equal(365, (int)drive.Get("https://platform-service/audit/retention")["retentionDays"]!);
        Assert.Equal((405, "POST"), (drive.Ask("GET", "https://platform-service/audit/cleanup") is var refused ? refused.Status : 0, refused.Headers["Allow"]));
    }

    [Fact]
    public void What_a_defective_version_fails_is_a_share_of_the_requests()
    {
        drive.Drive.Cluster.Faults.Inject(new(FaultKind.ErrorRate, "platform", "platform-service", 0.5));
        var answers = Enumerable.Range(0, 20).Select(_ => drive.Ask("GET", "https://platform-service/audit/stats").Status).ToList();
        Assert.InRange(answers.Count(s => s == 500), 9, 11);
        Assert.Equal("degraded", (string)drive.Get("https://platform-service/health")["status"]!);
    }

    [Fact]
    public void What_is_slow_takes_its_time()
    {
        Assert.Equal(TimeSpan.Zero, drive.Ask("GET", "https://platform-service/audit/stats").Delay);
        drive.Drive.Cluster.Faults.Inject(new(FaultKind.Slow, "platform", "platform-service", 20));
        Assert.InRange(drive.Ask("GET", "https://platform-service/audit/stats").Delay.TotalSeconds, 1, 2);
    }

    [Fact]
    public void The_request_counter_grows_with_time()
    {
        long Count() => ServiceDrive.Text(drive.Ask("GET", "https://platform-service/metrics")).Split('\n')
            .Where(l => l.StartsWith("http_requests_total{") && l.Contains("status=\"200\"")).Sum(l => long.Parse(l.Split(' ')[^1]));
        drive.Scale("platform", "platform-service", 1);
        drive.Drive.Advance(10);
        var before = Count();
        drive.Drive.Advance(30);
        Assert.True(Count() > before + 500);
    }

    [Fact]
    public void Nobody_serves_other_hosts_and_paths()
    {
        Assert.Equal((404, "default backend - 404"), (drive.Ask("GET", "https://nowhere.example.com/") is var answer ? answer.Status : 0, ServiceDrive.Text(answer)));
        Assert.Equal("not_found", (string)drive.Get("https://platform-service/nowhere")["error"]!);
    }
}
