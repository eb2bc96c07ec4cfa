using System.Diagnostics;
using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Benchmarks;

/// <summary>
/// From the request that a click sends to the first line of output, against the wall time of the real kubectl doing the same
/// on the same API server. The API server runs in this process, so neither has it nearer.
/// </summary>
internal static class ClickToFirstLine
{
    private const int Rounds = 40;
    private const string Command = "kubectl get pods -l app=platform-service -n platform";

    public static async Task MeasureAsync()
    {
        var cluster = SandboxCluster.Create(TimeProvider.System);
        cluster.Start();
        await using var server = await SandboxServer.StartAsync(cluster, 0, "sandbox-administrator-token", CancellationToken.None);
        var database = await PrivatePostgres.RunningAsync();
        await using var portal = await PortalProcess.StartAsync(await database.CreateDatabaseAsync());
        var kubeconfig = Path.Combine(Path.GetTempPath(), $"opsportal-bench-{Environment.ProcessId}.kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, server.Kubeconfig);
        try
        {
            await portal.Client.AddEnvironmentAsync("bench", server.Kubeconfig);
            var steps = await portal.Client.ImportCommandsAsync("bench", Command);
            List<double> clicks = [], kubectl = [];
            for (var round = -5; round < Rounds; round++)
            {
                var click = await TimeAsync(async () =>
                {
                    var execution = await portal.Client.RunAsync("bench", steps[0], "bench");
                    await portal.Client.FollowAsync(execution.Id(), _ => true);
                });
                var real = await TimeAsync(() => KubectlAsync(kubeconfig));
                if (round < 0) continue;
                clicks.Add(click);
                kubectl.Add(real);
            }
            var (ours, theirs) = (Spread.Of(clicks), Spread.Of(kubectl));
            Console.WriteLine("Listing the pods of a deployment");
            Spread.Print("kubectl, whole command", theirs);
            Spread.Print("click to first line of output", ours);
            Spread.PrintRatio("click / kubectl", ours.Median / theirs.Median, "aim: 0.5, at most 1");
        }
        finally
        {
            File.Delete(kubeconfig);
            await cluster.StopAsync();
        }
    }

    private static async Task KubectlAsync(string kubeconfig)
    {
        var start = new ProcessStartInfo("kubectl", Command.Split(' ')[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KUBECONFIG"] = kubeconfig;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0 || output.Length == 0) throw new InvalidOperationException($"kubectl failed: {await process.StandardError.ReadToEndAsync()}");
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
