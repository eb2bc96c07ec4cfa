using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OpsPortal.Scenarios.Support;

/// <summary>Debian's Prometheus and Alertmanager on 127.0.0.1, with one rule that watches one metric; ended by their process ids.</summary>
public sealed class PrivatePrometheus : IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("opsportal-prometheus-").FullName;
    private readonly List<Process> processes = [];

    private PrivatePrometheus(int port) => Alertmanager = $"http://127.0.0.1:{port}";

    public string Alertmanager { get; }

    /// <param name="metrics"><c>host:port</c> whose <c>/metrics</c> tells <c>errors</c>; more than 5 are too many.</param>
    public static Task<PrivatePrometheus> StartAsync(string metrics, Uri portal, string key) => StartAsync($$"""{ job_name: shop, static_configs: [{ targets: ["{{metrics}}"] }] }""", """
        groups:
          - name: shop
            rules:
              - alert: HighErrorRate
                expr: errors > 5
                labels: { severity: critical, namespace: shop }
                annotations: { summary: "{{ $value }} errors", runbook_url: /runbooks/shop }
        """, portal, key);

    /// <param name="scrape">One scrape configuration, YAML on one line.</param>
    /// <param name="rules">A file of rules.</param>
    public static async Task<PrivatePrometheus> StartAsync(string scrape, string rules, Uri portal, string key)
    {
        var (alertmanager, prometheus) = (FreePort(), FreePort());
        var both = new PrivatePrometheus(alertmanager);
        string File(string name, string text)
        {
            var path = Path.Combine(both.directory, name);
            System.IO.File.WriteAllText(path, text);
            return path;
        }
        var alertmanagerFile = File("alertmanager.yml", $$"""
            route: { receiver: opsportal, group_by: [alertname], group_wait: 0s, group_interval: 1s, repeat_interval: 1h }
            receivers:
              - name: opsportal
                webhook_configs:
                  - url: {{portal}}api/v1/alerts/alertmanager
                    send_resolved: true
                    http_config: { authorization: { credentials: {{key}} } }
            """);
        var ruleFile = File("rules.yml", rules);
        var prometheusFile = File("prometheus.yml", $$"""
            global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
            rule_files: [{{ruleFile}}]
            alerting: { alertmanagers: [{ static_configs: [{ targets: ["127.0.0.1:{{alertmanager}}"] }] }] }
            scrape_configs: [{{scrape}}]
            """);
        await both.RunAsync("prometheus-alertmanager", "Listening on", $"--config.file={alertmanagerFile}", $"--storage.path={both.directory}/alertmanager", $"--web.listen-address=127.0.0.1:{alertmanager}", "--cluster.listen-address=");
        await both.RunAsync("prometheus", "ready to receive web requests", $"--config.file={prometheusFile}", $"--storage.tsdb.path={both.directory}/prometheus", $"--web.listen-address=127.0.0.1:{prometheus}");
        return both;
    }

    private async Task RunAsync(string program, string ready, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        processes.Add(process);
        List<string> said = [];
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Read(object _, DataReceivedEventArgs e)
        {
            lock (said)
            {
                if (e.Data is null) started.TrySetException(new InvalidOperationException($"{program} ended at once: {string.Join('\n', said)}"));
                else said.Add(e.Data);
            }
            if (e.Data?.Contains(ready, StringComparison.Ordinal) == true) started.TrySetResult();
        }
        // Both write their log to one of them; only that one says that it ended.
        process.ErrorDataReceived += Read;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        await started.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Directory.Delete(directory, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
