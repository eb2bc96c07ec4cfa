using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Benchmarks;

/// <summary>From the stored request to its start, as the ledger has both times: in one process, and from a web process to a worker.</summary>
internal static class QueueLatency
{
    private const int Rounds = 100;
    private const string Command = "kubectl get pods -n platform";

    public static async Task MeasureAsync()
    {
        var cluster = SandboxCluster.Create(TimeProvider.System);
        cluster.Start();
        await using var server = await SandboxServer.StartAsync(cluster, 0, "sandbox-administrator-token", CancellationToken.None);
        var database = await PrivatePostgres.RunningAsync();
        Console.WriteLine($"From request to start, {Rounds} executions each");
        await using (var one = await PortalProcess.StartAsync(await database.CreateDatabaseAsync()))
            Spread.Print("one process", await MeasureAsync(one, server.Kubeconfig));
        var shared = await database.CreateDatabaseAsync();
        await using var web = await PortalProcess.StartAsync(shared, "web");
        await using var worker = await PortalProcess.StartAsync(shared, "worker");
        Spread.Print("web process to worker process", await MeasureAsync(web, server.Kubeconfig));
        await cluster.StopAsync();
    }

    private static async Task<Spread> MeasureAsync(PortalProcess portal, string kubeconfig)
    {
        await portal.Client.AddEnvironmentAsync("bench", kubeconfig);
        var steps = await portal.Client.ImportCommandsAsync("bench", Command);
        List<double> waits = [];
        for (var round = -5; round < Rounds; round++)
        {
            var id = (await portal.Client.RunAsync("bench", steps[0], "bench")).Id();
            await portal.Client.FollowAsync(id, _ => false);
            var execution = await portal.Client.ExecutionAsync(id);
            var wait = (DateTimeOffset)execution["startedAt"]! - (DateTimeOffset)execution["createdAt"]!;
            if (round >= 0) waits.Add(wait.TotalMilliseconds);
        }
        return Spread.Of(waits);
    }
}
