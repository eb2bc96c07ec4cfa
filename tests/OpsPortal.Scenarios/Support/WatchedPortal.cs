using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using OpsPortal.Sandbox;
using OpsPortal.Sandbox.Simulation.Faults;
using OpsPortal.Tests.OnCall.Channels;

namespace OpsPortal.Scenarios.Support;

/// <summary>
/// All that a night needs, each of it real: a portal process; practice systems in this process, whose clock runs ten times as fast; a Prometheus that
/// reads their metrics and an Alertmanager that tells the portal; a mail server and a receiver of webhooks; and Rita, who is on call with both.
/// </summary>
public sealed partial class WatchedPortal : IAsyncDisposable
{
    public const string Email = "rita@example.org", Password = "four words make sense";

    /// <summary>Which share of the requests fails, over the last seconds; more than one in fifty fires.</summary>
    private const string Rules = """
        groups:
          - name: platform
            rules:
              - alert: HighErrorRate
                expr: sum(rate(http_requests_total{namespace="platform",status=~"5.."}[8s])) / sum(rate(http_requests_total{namespace="platform"}[8s])) > 0.02
                labels: { severity: critical, system: platform-service, namespace: platform }
                annotations: { summary: "{{ $value | humanizePercentage }} of the requests fail", runbook_url: /runbooks/platform-service#when-something-breaks.many-errors }
        """;

    private readonly string directory = Directory.CreateTempSubdirectory("opsportal-watched-").FullName;
    private readonly MailSink mail = new();
    private readonly HttpSink hook = new();
    private PracticeSystems practice = null!;
    private PrivatePrometheus prometheus = null!;

    private readonly SemaphoreSlim came = new(0);

    private WatchedPortal()
    {
        mail.Got += () => came.Release();
        hook.Got += () => came.Release();
    }

    public PortalProcess Portal { get; private set; } = null!;

    private IReadOnlyList<string> Mails => [.. mail.Messages];
    private IReadOnlyList<string> Calls => [.. hook.Requests.Select(r => r.Text)];

    public static async Task<WatchedPortal> StartAsync()
    {
        var watched = new WatchedPortal();
        try
        {
            await watched.BeginAsync();
            return watched;
        }
        catch
        {
            await watched.DisposeAsync();
            throw;
        }
    }

    private async Task BeginAsync()
    {
        // The cluster's clock begins earlier, so that no certificate is of the future.
        practice = await PracticeSystems.StartAsync(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Sandbox:Directory"] = directory }).Build(),
            "practice-administrator-token", new FastTime(10, TimeSpan.FromHours(-3)), NullLogger.Instance, default);
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        Portal = await PortalProcess.StartAsync(await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync(), settings:
        [
            ("ASPNETCORE_URLS", $"{address}"), ("Paging__Address", $"{address}"), ("Paging__Rung", "00:00:01"), ("Paging__Pause", "00:00:01"),
            ("Smtp__Host", "127.0.0.1"), ("Smtp__Port", $"{mail.Port}"), ("Smtp__From", "opsportal@example.org"), ("Smtp__Authority", mail.AuthorityFile), ("OnCall__Inside", "127.0.0.1"),
        ]);
        var system = practice.Cluster.Systems.First(s => s.Name == "platform-service");
        var form = practice.Form("sandbox");
        await PostAsync(Portal.Client, "/api/v1/environments", form with { Kubernetes = form.Kubernetes! with { DefaultNamespace = system.DefaultNamespace } });
        using (var stored = await Portal.Client.PutAsync($"/api/v1/runbooks/{system.Name}?system={system.Name}", new StringContent(system.Runbook!))) stored.EnsureSuccessStatusCode();

        var rita = await OnCallAsync();
        await PostAsync(Portal.Client, "/api/v1/escalation-policies", new { name = "Platform", systems = new[] { system.Name }, levels = new[] { new { schedules = Array.Empty<Guid>(), contacts = new[] { rita }, after = "00:05:00" } }, repeat = 0 });
        using (var allowed = await Portal.Client.PutAsJsonAsync($"/api/v1/systems/{system.Name}/diagnostics/sandbox", new { })) allowed.EnsureSuccessStatusCode();
        var integration = await PostAsync(Portal.Client, "/api/v1/alert-integrations", new { name = "prometheus", kind = "alertmanager", system = system.Name, environment = "sandbox" });
        var services = new Uri("http://" + form.Http!.Routes!.First(r => r.From == "prometheus:9090").To);
        prometheus = await PrivatePrometheus.StartAsync($$"""
            { job_name: federate, honor_labels: true, honor_timestamps: false, metrics_path: /federate, params: { "match[]": ['http_requests_total{namespace="platform"}'] }, proxy_url: "{{services}}", static_configs: [{ targets: ["prometheus:9090"] }] }
            """, Rules, address, (string)integration["key"]!);
    }

    /// <summary>Rita's contact, with two methods that she has shown to be hers.</summary>
    private async Task<Guid> OnCallAsync()
    {
        using var rita = await SignedIn.JoinAsync(Portal.Client, "rita", "responder", Password);
        var contact = (Guid)(await rita.Client.GetFromJsonAsync<JsonObject>("/api/v1/contacts/me"))!["id"]!;
        foreach (var method in new object[] { new { kind = "email", to = Email }, new { kind = "webhook", url = $"{hook.Address}/pages" } })
        {
            var id = (Guid)(await PostAsync(rita.Client, $"/api/v1/contacts/{contact}/methods", method))["method"]!["id"]!;
            await PostAsync(rita.Client, $"/api/v1/contact-methods/{id}/code", new { });
            var said = Mails.Count > 0 && Calls.Count == 0 ? Mails[^1] : Calls[^1];
            await PostAsync(rita.Client, $"/api/v1/contact-methods/{id}/verify", new { code = Code().Match(said).Value });
        }
        return contact;
    }

    /// <summary>Somebody rolls out a version that does not start.</summary>
    public void DeployBadVersion() => practice.Cluster.Faults.Inject(new(FaultKind.BadDeploy, "platform", "platform-service"));

    /// <summary>Until the mail server and the receiver both have a message with this text; the mail.</summary>
    public async Task<string> ToldAsync(string text)
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (true)
        {
            if (Mails.LastOrDefault(m => m.Contains(text, StringComparison.Ordinal)) is { } told && Calls.Any(c => c.Contains(text, StringComparison.Ordinal))) return told;
            await came.WaitAsync(enough.Token);
        }
    }

    private static async Task<JsonObject> PostAsync(HttpClient client, string address, object body)
    {
        using var answer = await client.PostAsJsonAsync(address, body);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{address}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? [] : JsonNode.Parse(text) as JsonObject ?? [];
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (prometheus is not null) await prometheus.DisposeAsync();
        if (Portal is not null) await Portal.DisposeAsync();
        if (practice is not null) await practice.DisposeAsync();
        await mail.DisposeAsync();
        await hook.DisposeAsync();
        came.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    [GeneratedRegex(@"\b\d{3} \d{3}\b")]
    private static partial Regex Code();
}
