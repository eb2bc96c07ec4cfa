using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Npgsql;
using OpsPortal.Scenarios.Support;
using Xunit.Abstractions;

namespace OpsPortal.Scenarios.Faults;

/// <summary>
/// No page is lost and none is sent twice where the receiver takes one key once, whatever breaks and whenever; where nobody can tell, the portal says so.
/// Rounds overlap, each with people of its own. OPSPORTAL_FAULTS says how many rounds, OPSPORTAL_FAULTS_SEED which.
/// </summary>
public sealed class PagesAtMostOnce(ITestOutputHelper output)
{
    private const int Few = 12;

    /// <summary>Rounds under way at once.</summary>
    private const int Overlap = 24;

    /// <summary>What has no end by then counts as lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private PortalProcess web = null!;
    private HookSink hook = null!;
    private PageInjector injector = null!;
    private PageLedger ledger = null!;
    private PageTally tally = null!;
    private readonly PageInbox inbox = new();

    [Fact]
    public async Task No_page_is_lost_and_none_is_sent_twice_whatever_breaks()
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("OPSPORTAL_FAULTS"), CultureInfo.InvariantCulture, out var n) && n > 0 ? n : Few;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("OPSPORTAL_FAULTS_SEED"), CultureInfo.InvariantCulture, out var s) ? s : Random.Shared.Next(1, 1_000_000);
        var began = Stopwatch.GetTimestamp();
        tally = new(seed, rounds, inbox);

        await using var hooks = hook = await HookSink.StartAsync(inbox);
        await using var post = new PostSink(inbox);
        (string, string)[] settings =
        [
            ("Smtp__Host", "127.0.0.1"), ("Smtp__Port", $"{post.Port}"), ("Smtp__Tls", "none"), ("Smtp__From", "opsportal@example.org"), ("OnCall__Inside", "127.0.0.1"),
            ("Paging__Rung", "00:00:01"), ("Paging__Pause", "00:00:00.5"), ("Paging__Lease", "00:00:03"), ("Paging__Tries", "3"),
        ];
        var postgres = await PrivatePostgres.StartOwnAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using var portal = web = await PortalProcess.StartAsync(database, "web", false, [.. Workers.Settings, .. settings]);
        await using var injecting = injector = await PageInjector.StartAsync(postgres);
        var lanes = Channel.CreateUnbounded<string>();
        for (var lane = 1; lane <= Math.Min(rounds, Overlap); lane++) await lanes.Writer.WriteAsync(await ArrangeAsync(database, lane));
        await HurryAsync(database);
        await using var workers = injector.Workers = new Workers(database, injector.Address, settings);
        await Task.WhenAll(workers.AddAsync(), workers.AddAsync());
        await using var watching = ledger = new PageLedger(database);

        await Parallel.ForEachAsync(Enumerable.Range(0, rounds), new ParallelOptions { MaxDegreeOfParallelism = Overlap }, async (number, cancellation) =>
        {
            var lane = await lanes.Reader.ReadAsync(cancellation);
            await PlayAsync(PageRound.Of(seed, number), lane);
            await lanes.Writer.WriteAsync(lane, cancellation);
        });

        foreach (var ended in workers.Ended) tally.Note(ended);
        var told = tally.Tell(injector.Struck, workers.Started, Stopwatch.GetElapsedTime(began));
        output.WriteLine(told);
        if (Environment.GetEnvironmentVariable("OPSPORTAL_FAULTS_REPORT") is { Length: > 0 } file) await File.WriteAllTextAsync($"{file}.pages", $"{told}\n{string.Join('\n', tally.Wrong)}\n");
        Assert.True(tally.Wrong.Count == 0, told);
        Assert.True(web.IsAlive, $"The web process ended:\n{web.Log}");
        var chain = (await web.Client.GetFromJsonAsync<JsonObject>("/api/v1/audit/verify"))!;
        Assert.True((bool?)chain["intact"], chain.ToJsonString());
    }

    private async Task PlayAsync(PageRound round, string lane)
    {
        var declared = await Task.WhenAll(Enumerable.Range(0, round.Incidents).Select(i => DeclareAsync(round, lane, i)));
        await Task.WhenAll(declared.Select(async incident =>
        {
            var settled = ledger.SettledAsync(incident);
            inbox.Script(HookSink.Way, incident, round.Hook);
            inbox.Script(PostSink.Way, incident, round.Mail);
            injector.Arm(incident, round, settled);
            await settled.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var pages = (await AskAsync(HttpMethod.Get, $"/api/v1/pages?incident={incident}")).AsArray();
            var timeline = (await AskAsync(HttpMethod.Get, $"/api/v1/incidents/{incident}/timeline?kind=Page"))["entries"]!.AsArray();
            tally.Add(round, incident, settled.IsCompletedSuccessfully, pages, timeline);
            await AskAsync(HttpMethod.Post, $"/api/v1/incidents/{incident}/resolve", new { note = "The round is over." }, $"end-{incident}");
        }));
    }

    private async Task<long> DeclareAsync(PageRound round, string lane, int incident) =>
        (long)(await AskAsync(HttpMethod.Post, "/api/v1/incidents", new { system = lane, severity = "critical", title = $"round {round.Number}" }, $"declare-{round.Number}-{incident}"))["number"]!;

    /// <summary>A system with two people: the first has a webhook and then e-mail, the other the other way round.</summary>
    private async Task<string> ArrangeAsync(string database, int lane)
    {
        await using (var connection = new NpgsqlConnection(database))
        {
            await connection.OpenAsync();
            await using var insert = new NpgsqlCommand($"insert into systems (id, slug, name) values (gen_random_uuid(), 'lane-{lane}', 'Lane {lane}')", connection);
            await insert.ExecuteNonQueryAsync();
        }
        var (first, second) = (await PersonAsync($"first-{lane}", "webhook", "email"), await PersonAsync($"second-{lane}", "email", "webhook"));
        await AskAsync(HttpMethod.Post, "/api/v1/escalation-policies", new
        {
            name = $"Policy {lane}",
            systems = new[] { $"lane-{lane}" },
            levels = new[] { new { schedules = Array.Empty<Guid>(), contacts = new[] { first }, after = "00:01:00" }, new { schedules = Array.Empty<Guid>(), contacts = new[] { second }, after = "00:01:00" } },
            remindAfter = "00:00:00",
        });
        return $"lane-{lane}";
    }

    private async Task<Guid> PersonAsync(string name, params string[] kinds)
    {
        var contact = (Guid)(await AskAsync(HttpMethod.Post, "/api/v1/contacts", new { name, timeZone = "UTC" }))["id"]!;
        foreach (var kind in kinds)
        {
            var added = await AskAsync(HttpMethod.Post, $"/api/v1/contacts/{contact}/methods", new { kind, to = kind == "email" ? $"{name}@example.org" : null, url = kind == "email" ? null : $"{hook.Address}/hook/{name}" });
            var method = (string)added["method"]!["id"]!;
            await AskAsync(HttpMethod.Post, $"/api/v1/contact-methods/{method}/code");
            await AskAsync(HttpMethod.Post, $"/api/v1/contact-methods/{method}/verify", new { code = inbox.CodeOf(kind == "email" ? PostSink.Way : HookSink.Way, name) });
        }
        return contact;
    }

    /// <summary>Levels follow each other faster than anybody would arrange it: seconds stand for minutes.</summary>
    private static async Task HurryAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var hurry = new NpgsqlCommand("""update escalation_policies set levels = replace(levels::text, '"00:01:00"', '"00:00:04"')::jsonb""", connection);
        Assert.True(await hurry.ExecuteNonQueryAsync() > 0);
    }

    /// <summary>Again where the database is away: the same key is the same act.</summary>
    private async Task<JsonNode> AskAsync(HttpMethod method, string path, object? body = null, string? key = null)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            if (key is not null) request.Headers.Add("Idempotency-Key", key);
            var (status, text) = (0, "");
            try
            {
                using var answer = await web.Client.SendAsync(request);
                text = await answer.Content.ReadAsStringAsync();
                if (answer.IsSuccessStatusCode) return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
                status = (int)answer.StatusCode;
                // What was done already by a try whose answer was lost.
                if (status == 409 && key?.StartsWith("end-", StringComparison.Ordinal) == true) return new JsonObject();
            }
            catch (HttpRequestException e)
            {
                text = e.Message;
            }
            if (status is >= 400 and < 500 || Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(60)) throw new InvalidOperationException($"{method} {path} answered {status}: {text}");
        }
    }
}
