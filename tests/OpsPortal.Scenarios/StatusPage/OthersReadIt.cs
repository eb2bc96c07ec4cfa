using System.Diagnostics;
using System.Text.Json.Nodes;
using OpsPortal.Scenarios.Support;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using static OpsPortal.Scenarios.StatusPage.StatusHost;

namespace OpsPortal.Scenarios.StatusPage;

/// <summary>
/// Programs that others wrote read what we write: the client <c>statuspage.io</c> from the npm registry, and the parsers feedparser and
/// icalendar from Debian. Where the machine has no node or no Python with these, the test says so and ends; in CI it fails.
/// </summary>
public sealed class OthersReadIt(Xunit.Abstractions.ITestOutputHelper said)
{
    /// <summary>3.4.6 is in the registry without its code. This one asks for the upcoming maintenance where it means the active one, which is not tried.</summary>
    private const string Client = "statuspage.io@3.3.8";

    private const string Script = """
        const { Statuspage } = require('statuspage.io');
        (async () => {
          const client = new Statuspage('example');
          client.setApiUrl(process.argv[2]);
          const api = client.api;
          console.log(JSON.stringify({
            summary: await api.getSummary(), status: await api.getStatus(), components: await api.getComponents(),
            incidents: await api.incidents.getAll(), unresolved: await api.incidents.getUnresolved(),
            all: await api.scheduledMaintenances.getAll(), upcoming: await api.scheduledMaintenances.getUpcoming(),
          }));
        })().catch(e => { console.error(e.message); process.exit(1); });
        """;

    private const string Parsers = """
        import sys, json, feedparser, icalendar
        feed = feedparser.parse(open(sys.argv[1], 'rb').read())
        calendar = icalendar.Calendar.from_ical(open(sys.argv[2], 'rb').read())
        print(json.dumps({'bozo': bool(feed.bozo), 'version': feed.version, 'titles': [e.title for e in feed.entries], 'dates': [bool(e.get('updated_parsed')) and bool(e.get('published_parsed')) for e in feed.entries],
          'events': [{'summary': str(e['SUMMARY']), 'start': e.decoded('DTSTART').isoformat(), 'end': e.decoded('DTEND').isoformat()} for e in calendar.walk('VEVENT')]}))
        """;

    [Fact]
    public async Task A_client_from_the_registry_reads_our_json_without_a_change()
    {
        if (!Has("node", "node") || !Has("npm", "node")) return;
        await using var host = await StartAsync();
        await FillAsync(host);
        var folder = Directory.CreateTempSubdirectory("opsportal-client-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), "{}");
            await File.WriteAllTextAsync(Path.Combine(folder, "read.js"), Script);
            await RunAsync(folder, "npm", "install", Client, "--no-audit", "--no-fund", "--ignore-scripts");
            var read = JsonNode.Parse(await RunAsync(folder, "node", "read.js", host.Outside.BaseAddress!.ToString()))!;
            Assert.Equal("minor", (string?)read["status"]!["status"]!["indicator"]);
            Assert.Equal(["Search", "Checkout", "Mail"], read["components"]!["components"]!.AsArray().Select(c => (string?)c!["name"]));
            Assert.Equal("Search is slow", (string?)read["unresolved"]!["incidents"]![0]!["name"]);
            Assert.Equal("identified", (string?)read["incidents"]!["incidents"]![0]!["incident_updates"]![0]!["status"]);
            Assert.Equal("Upgrade", (string?)read["upcoming"]!["scheduled_maintenances"]![0]!["name"]);
            Assert.Single(read["all"]!["scheduled_maintenances"]!.AsArray());
            Assert.Equal("Example", (string?)read["summary"]!["page"]!["name"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Parsers_from_another_ecosystem_find_nothing_wrong_with_feed_and_calendar()
    {
        if (!Has("/usr/bin/python3", "Python")) return;
        if (!await HasParsersAsync()) return;
        await using var host = await StartAsync();
        await FillAsync(host);
        var folder = Directory.CreateTempSubdirectory("opsportal-parsers-").FullName;
        try
        {
            foreach (var (name, path) in new[] { ("feed", "/status.atom"), ("calendar", "/status/maintenance.ics") }) await File.WriteAllBytesAsync(Path.Combine(folder, name), await host.Outside.GetByteArrayAsync(path));
            await File.WriteAllTextAsync(Path.Combine(folder, "read.py"), Parsers);
            var read = JsonNode.Parse(await RunAsync(folder, "/usr/bin/python3", "read.py", "feed", "calendar"))!;
            Assert.Equal((false, "atom10"), ((bool)read["bozo"]!, (string?)read["version"]));
            Assert.Equal(["Search is slow", "Upgrade"], read["titles"]!.AsArray().Select(t => (string?)t).Order());
            Assert.All(read["dates"]!.AsArray(), d => Assert.True((bool)d!));
            var plan = Assert.Single(read["events"]!.AsArray())!;
            Assert.Equal(("Upgrade", "2026-03-09T03:12:00+00:00", "2026-03-09T04:12:00+00:00"), ((string?)plan["summary"], (string?)plan["start"], (string?)plan["end"]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task FillAsync(StatusHost host)
    {
        var page = await host.PageAsync();
        await host.PublishAsync(page, "Search is slow", PostStatus.Identified, ComponentState.DegradedPerformance, null, "Search");
        var from = host.Time.GetUtcNow().AddDays(1);
        var mail = await host.ComponentAsync(page, "Mail");
        Must(await host.Get<PublishUpdate>().InvokeAsync(People.Ann, page.Slug, new() { Title = "Upgrade", Status = PostStatus.Scheduled, Body = "Mail; **late**, “umlauts” äöü, and a line\nbreak.", Components = [mail.Id], ScheduledFor = from, ScheduledUntil = from.AddHours(1) }, default));
        await host.ShowAsync();
    }

    private bool Has(string program, string what)
    {
        if (program.StartsWith('/') ? File.Exists(program) : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(Path.Combine(d, program)))) return true;
        return Lacks(what);
    }

    private async Task<bool> HasParsersAsync()
    {
        try
        {
            await RunAsync("/tmp", "/usr/bin/python3", "-c", "import feedparser, icalendar");
            return true;
        }
        catch (InvalidOperationException)
        {
            return Lacks("feedparser and icalendar (the packages python3-feedparser and python3-icalendar)");
        }
    }

    private bool Lacks(string what)
    {
        Assert.True(Environment.GetEnvironmentVariable("CI") is null or "", $"{what} is missing, and CI has to have it");
        said.WriteLine($"{what} is missing here; this was not tried.");
        return false;
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await error}");
    }
}
