using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios;

/// <summary><c>kill -9</c> of a worker, with a web process beside it and another worker to come: a read is done again, a change never is.</summary>
[Collection(nameof(SandboxPortal))]
public class SurvivesAKilledWorker(SandboxPortal box)
{
    private static readonly (string, string)[] ShortLease = [("Executions__Lease", "00:00:03"), ("Executions__Heartbeat", "00:00:01")];

    [Fact]
    public async Task A_read_is_run_again_by_another_worker()
    {
        var (web, first) = await StartAsync();
        await using var _ = web;
        await using var __ = first;
        var steps = await web.Client.ImportCommandsAsync("killed", "kubectl logs -f deployment/platform-service -n platform --tail=5");
        var id = (await web.Client.RunAsync("killed", steps[0], "box")).Id();
        var seen = 0;
        await web.Client.FollowAsync(id, line => { seen = (int)line["n"]!; return true; });

        await first.KillAsync();
        await using var second = await PortalProcess.StartAsync(database, "worker", false, [.. ShortLease, ("Node", "second")]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var next = 0;
        await web.Client.FollowAsync(id, line => { next = (int)line["n"]!; return ((string)line["text"]!).Contains("again", StringComparison.OrdinalIgnoreCase) || next > seen + 2_000; }, seen, limit.Token);
        await web.Client.FollowAsync(id, _ => true, next, limit.Token);

        var execution = await web.Client.ExecutionAsync(id);
        Assert.Equal("running", (string?)execution["state"]);
        Assert.Equal("second", (string?)execution["node"]);
        using var cancelled = await web.Client.PostAsync($"/api/v1/executions/{id}/cancel", null);
        cancelled.EnsureSuccessStatusCode();
        await web.Client.FollowAsync(id, _ => false, next, limit.Token);
        Assert.Equal("cancelled", (string?)(await web.Client.ExecutionAsync(id))["state"]);
    }

    [Fact]
    public async Task A_change_in_the_middle_is_never_repeated_and_says_that_its_outcome_is_unknown()
    {
        var (web, first) = await StartAsync();
        await using var _ = web;
        await using var __ = first;
        var steps = await web.Client.ImportCommandsAsync("killed", "kubectl exec deployment/platform-service -n platform -- sh -c 'echo begun; sleep 60; touch /tmp/done'");
        var id = (await web.Client.RunAsync("killed", steps[0], "box")).Id();
        await web.Client.FollowAsync(id, line => ((string)line["text"]!).Contains("begun"));

        await first.KillAsync();
        await using var second = await PortalProcess.StartAsync(database, "worker", false, [.. ShortLease, ("Node", "second")]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var begun = 0;
        await web.Client.FollowAsync(id, line => { if (((string)line["text"]!).Contains("begun")) begun++; return false; }, 0, limit.Token);

        var execution = await web.Client.ExecutionAsync(id);
        Assert.Equal("outcomeUnknown", (string?)execution["state"]);
        Assert.Contains("stopped answering", (string?)execution["reason"]);
        Assert.Equal(1, begun);
    }

    private string database = "";

    private async Task<(PortalProcess Web, PortalProcess Worker)> StartAsync()
    {
        database = await box.CreateDatabaseAsync();
        var web = await PortalProcess.StartAsync(database, "web", false, ShortLease);
        var worker = await PortalProcess.StartAsync(database, "worker", false, [.. ShortLease, ("Node", "first")]);
        await web.Client.AddEnvironmentAsync("box", box.Server.Kubeconfig);
        return (web, worker);
    }
}
