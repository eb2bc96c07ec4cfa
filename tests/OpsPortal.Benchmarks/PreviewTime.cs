using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Targets;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Benchmarks;

/// <summary>
/// A preview (trial, effects, warnings, rights, the way back) of an applied manifest, against the wall time of the real <c>kubectl diff</c> of the same
/// file on the same API server, which tells the lines alone.
/// </summary>
internal static class PreviewTime
{
    private const int Rounds = 40;

    private const string Manifest = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: preview, namespace: default}
        spec:
          replicas: 3
          selector: {matchLabels: {app: preview}}
          template:
            metadata: {labels: {app: preview}}
            spec: {containers: [{name: web, image: "redis:7.2.5"}]}
        """;

    public static async Task MeasureAsync()
    {
        await using var cluster = SandboxCluster.Create(TimeProvider.System);
        cluster.Start();
        await using var server = await SandboxServer.StartAsync(cluster, 0, "sandbox-administrator-token", CancellationToken.None);
        using var clients = new KubernetesClientFactory(TimeProvider.System, KubeconfigPolicy.Pasted);
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddTargets().BuildServiceProvider();
        var folder = Directory.CreateTempSubdirectory("opsportal-bench-");
        try
        {
            var (kubeconfig, file) = (Path.Combine(folder.FullName, "config"), Path.Combine(folder.FullName, "web.yaml"));
            await File.WriteAllTextAsync(kubeconfig, server.Kubeconfig);
            await File.WriteAllTextAsync(file, Manifest);
            await KubectlAsync(kubeconfig, 0, "apply", "-f", file);
            await File.WriteAllTextAsync(file, Manifest.Replace("redis:7.2.5", "redis:7"));

            var action = new KubernetesApply { Files = ["web.yaml"] };
            var executor = services.GetServices<IActionExecutor>().Single(e => e.ActionType == typeof(KubernetesApply));
            var context = new ActionContext { Kubernetes = clients.For(server.Kubeconfig), Output = new Nowhere(), Time = TimeProvider.System, Files = new OneFile(file) };
            List<double> ours = [], kubectl = [];
            for (var round = -5; round < Rounds; round++)
            {
                var preview = await TimeAsync(async () =>
                {
                    var told = await executor.PreviewAsync(action, context, CancellationToken.None);
                    if (told.Changes.Count != 1) throw new InvalidOperationException($"The preview failed: {told.Refusal}");
                });
                var diff = await TimeAsync(() => KubectlAsync(kubeconfig, 1, "diff", "-f", file));
                if (round < 0) continue;
                ours.Add(preview);
                kubectl.Add(diff);
            }
            Console.WriteLine("Previewing a changed deployment");
            Spread.Print("kubectl diff, whole command", Spread.Of(kubectl));
            Spread.Print("preview with effects, rights and way back", Spread.Of(ours));
            Spread.PrintRatio("preview / kubectl diff", Spread.Of(ours).Median / Spread.Of(kubectl).Median, "aim: 0.5, at most 1");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <param name="expected">Exit code; a difference is 1.</param>
    private static async Task KubectlAsync(string kubeconfig, int expected, params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KUBECONFIG"] = kubeconfig;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != expected || (await output).Length == 0) throw new InvalidOperationException($"kubectl failed: {await error}");
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private sealed class Nowhere : IOutput
    {
        public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation) => ValueTask.CompletedTask;
    }

    private sealed class OneFile(string path) : IStepFiles
    {
        public Task<Stream?> OpenAsync(string name, CancellationToken cancellation) => Task.FromResult<Stream?>(name == "web.yaml" ? File.OpenRead(path) : null);
        public Task<IReadOnlyList<string>> MatchAsync(string pattern, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);
        public Task<Stream> CreateAsync(string name, bool append, CancellationToken cancellation) => throw new NotSupportedException("nothing is written here");
    }
}
