using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios;

/// <summary>Check the pods, scale, watch the rollout, read the errors: the shortest useful night.</summary>
[Collection(nameof(SandboxPortal))]
public class WorksThroughARollout(SandboxPortal box)
{
    [Fact]
    public async Task Pods_are_checked_the_service_is_scaled_and_its_errors_are_read()
    {
        var steps = await box.Client.ImportCommandsAsync("night",
            "kubectl get pods -n platform -l app=platform-service",
            "kubectl scale deployment platform-service -n platform --replicas=5",
            "kubectl rollout status deployment/platform-service -n platform",
            "kubectl logs -n platform -l app=platform-service --since=24h --tail=-1 | grep -i error | head -5");

        var (pods, podLines) = await box.Client.CompleteAsync("night", steps[0], "box");
        Assert.Equal("succeeded", (string?)pods["state"]);
        Assert.StartsWith("NAME", podLines[0]);
        Assert.Equal(3, podLines.Count(l => l.Contains("Running")));

        var (scale, scaleLines) = await box.Client.CompleteAsync("night", steps[1], "box");
        Assert.Equal("succeeded", (string?)scale["state"]);
        Assert.Contains("deployment.apps/platform-service scaled", scaleLines);

        var (rollout, rolloutLines) = await box.Client.CompleteAsync("night", steps[2], "box");
        Assert.Equal("succeeded", (string?)rollout["state"]);
        Assert.Contains(rolloutLines, l => l.Contains("successfully rolled out"));

        var (_, after) = await box.Client.CompleteAsync("night", steps[0], "box");
        Assert.Equal(5, after.Count(l => l.Contains("Running")));

        var (logs, errors) = await box.Client.CompleteAsync("night", steps[3], "box");
        Assert.Equal("succeeded", (string?)logs["state"]);
        Assert.InRange(errors.Count, 1, 5);
        Assert.All(errors, e => Assert.Contains("error", e, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_change_is_asked_about_first_and_the_question_names_what_is_there_now()
    {
        var steps = await box.Client.ImportCommandsAsync("asked", "kubectl scale deployment unified-system -n discord --replicas=4");
        using var answer = await box.Client.PostAsJsonAsync("/api/v1/executions", new { runbook = "asked", step = steps[0], environment = "box", parameters = new { } });
        Assert.Equal(HttpStatusCode.PreconditionRequired, answer.StatusCode);
        using var looked = await box.Client.PostAsJsonAsync("/api/v1/previews", new { runbook = "asked", step = steps[0], environment = "box", parameters = new { } });
        var plan = await looked.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal("Scale deployment unified-system to 4 in discord", (string?)plan!["sentence"]);
    }
}
