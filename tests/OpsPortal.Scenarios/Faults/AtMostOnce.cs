using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Scenarios.Support;
using Xunit.Abstractions;

namespace OpsPortal.Scenarios.Faults;

/// <summary>
/// A change is done at most once, whatever breaks and whenever. Rounds overlap: while one waits for a lease to end, the next ones strike.
/// OPSPORTAL_FAULTS says how many rounds, OPSPORTAL_FAULTS_SEED which.
/// </summary>
public sealed class AtMostOnce(ITestOutputHelper output)
{
    private const int Few = 9;

    /// <summary>Rounds under way at once.</summary>
    private const int Overlap = 24;

    /// <summary>An execution that has no end by then counts as lost: a lost job, a lease and a look into the outcome fit in thrice.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private PortalProcess web = null!;
    private FaultyCluster cluster = null!;
    private Injector injector = null!;
    private LedgerWatch watch = null!;
    private Tally tally = null!;
    private IReadOnlyList<string> steps = [];

    [Fact]
    public async Task A_change_is_done_at_most_once_and_no_execution_is_lost_whatever_breaks()
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("OPSPORTAL_FAULTS"), CultureInfo.InvariantCulture, out var n) && n > 0 ? n : Few;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("OPSPORTAL_FAULTS_SEED"), CultureInfo.InvariantCulture, out var s) ? s : Random.Shared.Next(1, 1_000_000);
        var began = Stopwatch.GetTimestamp();
        tally = new(seed, rounds);

        await using var sandbox = SandboxCluster.Create(TimeProvider.System, []);
        sandbox.Start();
        await using var server = await SandboxServer.StartAsync(sandbox, 0, "sandbox-administrator-token", CancellationToken.None, https: false);
        await using var faulty = cluster = await FaultyCluster.StartAsync(server);
        await cluster.MakeNamespaceAsync();
        var postgres = await PrivatePostgres.StartOwnAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using var portal = web = await PortalProcess.StartAsync(database, "web", false, Workers.Settings);
        await using var injecting = injector = await Injector.StartAsync(postgres, database);
        await using var workers = injector.Workers = new Workers(database, injector.Address);
        await Task.WhenAll(workers.AddAsync(), workers.AddAsync(), workers.AddAsync());
        await web.Client.AddEnvironmentAsync("box", cluster.Kubeconfig);
        steps = await web.Client.ImportCommandsAsync("faults", Try.Commands);
        await using var watching = watch = new LedgerWatch(database);

        await Parallel.ForEachAsync(Enumerable.Range(0, rounds), new ParallelOptions { MaxDegreeOfParallelism = Overlap }, async (number, _) => await PlayAsync(Round.Of(seed, number)));

        foreach (var ended in workers.Ended) tally.Note(ended);
        var told = tally.Tell(injector.Struck, cluster.CutsDone, workers.Started, Stopwatch.GetElapsedTime(began));
        output.WriteLine(told);
        if (Environment.GetEnvironmentVariable("OPSPORTAL_FAULTS_REPORT") is { Length: > 0 } file) await File.WriteAllTextAsync(file, $"{told}\n{string.Join('\n', tally.Wrong)}\n");
        Assert.True(tally.Wrong.Count == 0, told);
        Assert.True(web.IsAlive, $"The web process ended:\n{web.Log}");
        var chain = (await web.Client.GetFromJsonAsync<JsonObject>("/api/v1/audit/verify"))!;
        Assert.True((bool?)chain["intact"], chain.ToJsonString());
    }

    private async Task PlayAsync(Round round)
    {
        if (round.Kind is FaultKind.CutBefore or FaultKind.CutAfter) cluster.Cuts[round.Victim.Item] = round.Kind;
        await Task.WhenAll(round.Tries.Select(one => TryAsync(round, one)));
    }

    private async Task TryAsync(Round round, Try one)
    {
        if (one.NeedsObject) await cluster.MakeAsync(one.Item);
        var id = await ClickAsync(one);
        var final = watch.FinalAsync(id);
        injector.Arm(id, one == round.Victim ? round.Kind : null, round.Point, watch.GivenUpAsync(id));
        await ((Task)final).WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        tally.Add(round, one, id, final.IsCompletedSuccessfully ? await final : null, one.Changes && await cluster.ShowsAsync(one), cluster.Arrived.GetValueOrDefault(one.Item), watch.LongestLapsed(id), watch.WasUnknown(id));
    }

    /// <summary>Previews and confirms with a key of its own, again where the database is away: the same key is the same execution.</summary>
    private async Task<long> ClickAsync(Try one)
    {
        var click = new { runbook = "faults", step = steps[one.Step], environment = "box", parameters = new Dictionary<string, string> { ["item"] = one.Item } };
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            string? hash = null;
            if (one.Changes)
            {
                using var looked = await PostAsync("/api/v1/previews", click);
                if (looked is not { IsSuccessStatusCode: true }) { Check(looked, began, one); continue; }
                hash = (string?)JsonNode.Parse(await looked.Content.ReadAsStringAsync())!["hash"];
            }
            using var answer = await PostAsync("/api/v1/executions", new { click.runbook, click.step, click.environment, click.parameters, planHash = hash }, $"click-{one.Item}");
            if (answer is { IsSuccessStatusCode: true }) return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject().Id();
            Check(answer, began, one);
        }
    }

    private async Task<HttpResponseMessage?> PostAsync(string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        try
        {
            return await web.Client.SendAsync(request);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static void Check(HttpResponseMessage? answer, long began, Try one)
    {
        if (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60)) return;
        throw new InvalidOperationException($"{one.Item} could not be asked for: {answer?.StatusCode} {answer?.Content.ReadAsStringAsync().GetAwaiter().GetResult()}");
    }
}
