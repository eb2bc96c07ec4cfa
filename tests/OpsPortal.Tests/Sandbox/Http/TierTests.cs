using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Simulation.Faults;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Http;

public sealed class TierTests : IAsyncDisposable
{
    private const string Stable = "platform-v2-stable", Valid = """
        {"name": "Prompt v3", "description": "Prompt with examples", "primary_model": "gpt-4", "secondary_model": "claude-3-opus-20240229",
         "prompt_template": "Review this code...", "routing_strategy": "primary", "tags": ["prompt-v3", "gpt-4"]}
        """;

    private readonly ServiceDrive drive = new("tiered-platform");

    public ValueTask DisposeAsync() => drive.DisposeAsync();

    [Fact]
    public void An_experiment_is_made_run_and_followed_to_its_end()
    {
        var made = drive.Ask("POST", "http://localhost:8002/api/v1/experiments/create", Valid);
        var id = (string)ServiceDrive.Json(made)["experiment_id"]!;
        Assert.Equal((201, "exp-43"), (made.Status, id));
        Assert.Equal(409, drive.Ask("POST", $"http://localhost:8002/api/v1/evaluation/promote/{id}").Status);

        var run = drive.Ask("POST", $"http://localhost:8002/api/v1/experiments/run/{id}", """{"code_samples": ["def test(): pass"], "language": "python"}""");
        Assert.Equal((202, "running"), (run.Status, (string)ServiceDrive.Json(run)["status"]!));
        drive.Drive.Advance(60);
        Assert.Equal(0.5, (double)drive.Get($"http://localhost:8002/api/v1/experiments/{id}")["run"]!["progress"]!);
        drive.Drive.Advance(60);
        var done = drive.Get($"http://localhost:8002/api/v1/experiments/{id}");
        Assert.Equal("completed", (string)done["status"]!);
        Assert.InRange((double)done["metrics"]!["accuracy"]!, 0.9, 1);
        Assert.Contains(id, drive.Get("http://localhost:8002/api/v1/experiments").ToJsonString());
    }

    [Theory]
    [InlineData("""{"name": "x"}""", 2)]
    [InlineData("""{"name": "", "primary_model": 4, "prompt_template": "p", "routing_strategy": "odd", "tags": "t"}""", 4)]
    [InlineData("no json", 1)]
    public void What_is_wrong_with_a_new_experiment_is_told_field_by_field(string body, int problems)
    {
        var answer = drive.Ask("POST", "http://localhost:8002/api/v1/experiments/create", body);
        Assert.Equal((422, problems), (answer.Status, ServiceDrive.Json(answer)["detail"]!.AsArray().Count));
    }

    [Fact]
    public void A_promotion_that_the_figures_forbid_needs_force_and_rolls_out_in_V2()
    {
        var refused = drive.Ask("POST", "http://localhost:8002/api/v1/evaluation/promote/exp-40");
        Assert.Equal((409, false), (refused.Status, (bool)ServiceDrive.Json(refused)["metrics"]!["passes"]!));

        var forced = drive.Ask("POST", "http://localhost:8002/api/v1/evaluation/promote/exp-40?force=true");
        Assert.Equal((200, true), (forced.Status, (bool)ServiceDrive.Json(forced)["promotion"]!["forced"]!));
        drive.Drive.Cluster.Settle();
        drive.Drive.Advance(60);
        Assert.All(drive.Drive.Pods("platform-v2-api", Stable), p => Assert.Equal("exp-40", p.Text("metadata", "annotations", "tiered-platform/experiment")));
        Assert.Equal("exp-40", (string)drive.Get("http://localhost:8001/api/v1/metrics/models")["experiment"]!);
        Assert.Equal(409, drive.Ask("POST", "http://localhost:8002/api/v1/evaluation/promote/exp-40?force=true").Status);
        Assert.Equal(200, drive.Ask("POST", "http://localhost:8002/api/v1/evaluation/promote/exp-42").Status);
        Assert.Equal(404, drive.Ask("POST", "http://localhost:8002/api/v1/evaluation/promote/exp-99").Status);
    }

    [Fact]
    public void Quarantine_takes_a_reason_and_shows_in_V3()
    {
        Assert.Equal(1, (int)drive.Get("http://localhost:8003/api/v1/quarantine/records")["total"]!);
        Assert.Equal(422, drive.Ask("POST", "http://localhost:8002/api/v1/evaluation/quarantine/exp-42", "{}").Status);
        var made = drive.Ask("POST", "http://localhost:8002/api/v1/evaluation/quarantine/exp-42", """{"reason": "Accuracy too low", "impact_analysis": {"affected_models": ["gpt-4"]}}""");
        Assert.Equal(201, made.Status);
        var records = drive.Get("http://localhost:8003/api/v1/quarantine/records");
        Assert.Equal("Accuracy too low", (string)records["records"]![0]!["reason"]!);
        Assert.Equal(2, (int)drive.Get("http://localhost:8003/api/v1/quarantine/statistics")["total"]!);
        Assert.Equal(409, drive.Ask("POST", "http://localhost:8002/api/v1/evaluation/quarantine/exp-42", """{"reason": "again"}""").Status);
    }

    [Fact]
    public void Service_levels_are_kept_until_something_breaks_them()
    {
        Assert.True((bool)drive.Get("http://localhost:8001/api/v1/health/slo")["compliant"]!);
        Assert.Equal("healthy", (string)drive.Get("http://localhost:8001/api/v1/health/status")["status"]!);
        var fault = drive.Drive.Cluster.Faults.Inject(new(FaultKind.Slow, Stable, "platform-v2-api", 10));
        var broken = drive.Get("http://localhost:8001/api/v1/health/slo");
        Assert.Equal((false, false, true), ((bool)broken["compliant"]!, (bool)broken["p95_ms"]!["met"]!, (bool)broken["error_rate"]!["met"]!));
        drive.Drive.Cluster.Faults.Clear(fault.Id);
        Assert.True((bool)drive.Get("http://localhost:8001/metrics/slo-compliance")["compliant"]!);
        Assert.True((bool)drive.Get("http://localhost:8001/api/v1/metrics/slo-compliance")["compliant"]!);
    }

    [Fact]
    public async Task Pods_ask_the_same_services_and_the_tiers_stay_apart()
    {
        var pod = drive.Drive.Pods("platform-v2-api", Stable)[0].Name;
        var (code, output, _) = await drive.Drive.Exec(pod, ["curl", "-s", "http://platform-v2-api:8000/health/live"], Stable);
        Assert.Equal((0, """{"status":"alive"}"""), (code, output));
        Assert.Equal((0, drive.Get("http://localhost:8001/api/v1/health/slo").ToJsonString()), await drive.Drive.Exec(pod, ["curl", "http://localhost:8000/api/v1/health/slo"], Stable) is var slo ? (slo.Code, JsonNode.Parse(slo.Output)!.ToJsonString()) : default);
        Assert.Equal((22, "curl: (22) The requested URL returned error: 404\n"), await drive.Drive.Exec(pod, ["curl", "-f", "http://localhost:8000/none"], Stable) is var none ? (none.Code, none.Error) : default);

        var refused = drive.Drive.Exec(pod, ["curl", "http://platform-v1-api:8000"], Stable);
        drive.Drive.Advance(2);
        Assert.Equal(28, (await refused).Code);
    }
}
