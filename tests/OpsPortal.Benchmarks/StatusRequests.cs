using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OpsPortal.Scenarios.Support;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Showing;

namespace OpsPortal.Benchmarks;

/// <summary>
/// The status page beside a static file of the same size from the same server, by the same clients in turns; and how long the server takes
/// to render 90 days of 200 components.
/// </summary>
internal static class StatusRequests
{
    private const int Rounds = 6, Clients = 8;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    public static async Task MeasureAsync()
    {
        await RenderAsync();
        var folder = Directory.CreateTempSubdirectory("opsportal-bench-");
        var database = await PortalDatabase.CreateAsync();
        await using var portal = await PortalProcess.StartAsync(database, settings: [("StatusPage__Directory", folder.FullName), ("Logging__LogLevel__Default", "Warning")]);
        await SendAsync(portal, HttpMethod.Post, "/api/v1/status-pages", """{"title":"Bench"}""");
        await SendAsync(portal, HttpMethod.Put, "/api/v1/status-pages/bench/components", $"{{\"components\":[{string.Join(',', Enumerable.Range(0, 20).Select(n => $$"""{"name":"Component {{n}}","group":"Group {{n / 5}}"}"""))}]}}");
        // A static file that the portal serves: the sheet whose size is nearest to the page's.
        var size = (await portal.Client.GetByteArrayAsync("/status")).Length;
        var files = await Task.WhenAll(new[] { "tokens", "base", "components", "frame", "pages", "systems", "on-call", "plans", "runbook", "output", "incidents" }.Select(async f => (Path: $"/css/{f}.css", (await portal.Client.GetByteArrayAsync($"/css/{f}.css")).Length)));
        var file = files.MinBy(f => Math.Abs(f.Length - size));
        List<(double PerSecond, double P99)> page = [], still = [];
        for (var round = -1; round < Rounds; round++)
        {
            var (a, b) = (await LoadAsync(portal, "/status"), await LoadAsync(portal, file.Path));
            if (round < 0) continue;
            page.Add(a);
            still.Add(b);
        }
        Console.WriteLine($"Status page of {size:N0} bytes beside {file.Path} of {file.Length:N0} bytes, {Clients} clients, server and clients on one machine");
        Print("static file", still);
        Print("status page", page);
        Spread.PrintRatio("status page / static file, requests per second", Median(page.Select(p => p.PerSecond)) / Median(still.Select(p => p.PerSecond)), "aim: at least 0.5");
        folder.Delete(recursive: true);
    }

    /// <summary>Without the cache: what the server spends once per change.</summary>
    private static async Task RenderAsync()
    {
        var now = new DateTimeOffset(2026, 3, 30, 10, 0, 0, TimeSpan.Zero);
        var components = Enumerable.Range(0, 200).Select(n => new ComponentView(Guid.NewGuid(), $"Component {n}", "What it does in a few words", $"Group {n / 10}", [], ComponentState.Operational, now, now.AddYears(-1), now,
            [.. Enumerable.Range(0, 12).Select(s => new SpanView((ComponentState)(1 + (n + s) % 4), now.AddDays(-s * 7 - n % 7 - 1), now.AddDays(-s * 7 - n % 7 - 1).AddMinutes(20 + n)))])).ToArray();
        var view = new PageView { Id = Guid.NewGuid(), Slug = "bench", Title = "Bench", Accent = Contrast.DefaultAccent, TimeZone = "Europe/Berlin", Language = "en", UpdatedAt = now, ReadAt = now, Components = components };
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var renderer = new RenderPages(services, NullLoggerFactory.Instance, new(new ConfigurationBuilder().Build(), NullLogger<Languages>.Instance));
        List<double> times = [];
        var bytes = 0;
        for (var round = -5; round < 40; round++)
        {
            var start = Stopwatch.GetTimestamp();
            bytes = (await renderer.DocumentAsync<StatusBody>(view, false, null, framed: false, new() { ["Inside"] = false })).Plain.Length;
            if (round >= 0) times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        Console.WriteLine($"Rendering 90 days of 200 components, {bytes:N0} bytes, compressed twice");
        Spread.Print("whole document (aim: 50 ms)", Spread.Of(times));
    }

    private static async Task<(double PerSecond, double P99)> LoadAsync(PortalProcess portal, string path)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Clients, UseCookies = false }) { BaseAddress = portal.Client.BaseAddress };
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            List<double> own = [];
            while (Stopwatch.GetElapsedTime(start) < Round)
            {
                var sent = Stopwatch.GetTimestamp();
                using var answer = await client.GetAsync(path);
                await answer.Content.ReadAsByteArrayAsync();
                own.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }
            return own;
        }));
        var times = all.SelectMany(t => t).Order().ToArray();
        return (times.Length / Stopwatch.GetElapsedTime(start).TotalSeconds, times[times.Length * 99 / 100]);
    }

    private static async Task SendAsync(PortalProcess portal, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        using var answer = await portal.Client.SendAsync(request);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static void Print(string what, List<(double PerSecond, double P99)> rounds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-44} median {Median(rounds.Select(r => r.PerSecond)),8:F0} /s   99 % {Median(rounds.Select(r => r.P99)),8:F1} ms"));

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
}
