using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Timeline;
using OpsPortal.OnCall.Channels;
using OpsPortal.OnCall.Paging;
using OpsPortal.OnCall.Paging.Escalating;
using OpsPortal.OnCall.Paging.Sending;
using OpsPortal.Scenarios.Support;
using Xunit.Abstractions;

namespace OpsPortal.Scenarios.Faults;

/// <summary>
/// Workers die at every point of sending a page: before the message went out, after it, before its result was stored; they come back
/// late; channels are busy or do not answer. No page is lost, none arrives twice where the channel takes one key once, and every
/// delivery that nobody can be sure of says so. OPSPORTAL_FAULTS says how many rounds, OPSPORTAL_FAULTS_SEED which.
/// </summary>
public sealed class PagesAtMostOnce(ITestOutputHelper output)
{
    private const int Few = 10;

    private sealed class DiedException : Exception;

    /// <summary>Received by somebody: with a key once on channels that promise it, as often as it is sent on a call.</summary>
    private readonly ConcurrentDictionary<(string Key, MethodKind Kind), ConcurrentQueue<ChannelMessage>> received = new();
    private readonly FakeTime time = new();
    private readonly Dictionary<string, int> struck = [];
    private Random chance = null!;
    private bool calm;

    [Fact]
    public async Task No_page_is_lost_and_none_is_sent_twice_whatever_breaks()
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("OPSPORTAL_FAULTS"), CultureInfo.InvariantCulture, out var n) && n > 0 ? n : Few;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("OPSPORTAL_FAULTS_SEED"), CultureInfo.InvariantCulture, out var s) ? s : Random.Shared.Next(1, 1_000_000);
        chance = new(seed);
        var channels = new FakeChannels();
        var database = await PortalDatabase.CreateAsync();
        PortalSetUp SetUp(string node) => new() { Time = time, Roles = "web", OnCall = true, Node = node, Services = services => { channels.Into(services, Send); } };
        await using var one = await PortalHost.StartAsync(database, SetUp("a"));
        await using var two = await PortalHost.StartAsync(database, SetUp("b"));
        await one.ArrangeAsync();

        List<string> wrong = [];
        for (var round = 0; round < rounds; round++) wrong.AddRange(await PlayAsync([one, two], round));
        await using var db = await one.DatabaseAsync();
        var states = await db.PageAttempts.GroupBy(a => a.State).Select(g => new { g.Key, Count = g.Count() }).ToListAsync();
        var told = $"Pages: {rounds} rounds, seed {seed}, {await db.Pages.CountAsync()} pages\n  struck   {string.Join(", ", struck.OrderBy(p => p.Key).Select(p => $"{p.Key} {p.Value}"))}\n"
            + $"  attempts {string.Join(", ", states.OrderBy(g => g.Key).Select(g => $"{g.Key} {g.Count}"))}\n  wrong {wrong.Count}\n{string.Join('\n', wrong.Take(20))}";
        output.WriteLine(told);
        Assert.True(wrong.Count == 0, told);
    }

    private async Task<IEnumerable<string>> PlayAsync(PortalHost[] workers, int round)
    {
        calm = false;
        var number = await workers[0].DeclareAsync($"round {round}", "critical");
        // Long enough for both levels, all tries and all leases; then nothing breaks any more.
        for (var step = 0; step < 80; step++)
        {
            calm = step > 50;
            time.Advance(TimeSpan.FromSeconds(chance.Next(1, 40)));
            await Task.WhenAll(workers.Select(WorkAsync));
        }
        await workers[0].Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Resolved, null, default);
        return await JudgeAsync(workers[0], number, round);
    }

    private static async Task WorkAsync(PortalHost worker)
    {
        await worker.Get<TendEscalations>().InvokeAsync(default);
        try { await worker.Get<SendPages>().InvokeAsync(default); }
        catch (DiedException)
        {
            // What it held stays as it left it.
        }
    }

    private Delivery Send(MethodKind kind, bool idempotent, ChannelMessage message)
    {
        string fault;
        lock (chance)
        {
            fault = calm ? "none" : chance.Next(10) switch { 0 or 1 => "dies before", 2 or 3 => "dies after", 4 => "busy", 5 => "no answer, sent", 6 => "no answer, not sent", _ => "none" };
            struck[fault] = struck.GetValueOrDefault(fault) + 1;
        }
        if (fault == "dies before") throw new DiedException();
        if (fault == "busy") return new Delivery.Temporary("busy");
        if (fault != "no answer, not sent")
        {
            var there = received.GetOrAdd((message.Key, kind), _ => new());
            if (!idempotent || there.IsEmpty) there.Enqueue(message);
        }
        return fault switch { "dies after" => throw new DiedException(), "no answer, sent" or "no answer, not sent" => new Delivery.Unknown("It did not answer."), _ => new Delivery.Delivered() };
    }

    private async Task<List<string>> JudgeAsync(PortalHost portal, long number, int round)
    {
        List<string> wrong = [];
        await using var db = await portal.DatabaseAsync();
        var pages = await db.Pages.AsNoTracking().Include(p => p.Attempts).Where(p => p.Incident == number).ToListAsync();
        var timeline = (await portal.Get<IncidentQueries>().TimelineAsync(number, 0, [TimelineKind.Page], default))!;
        if (pages.Count != 2) wrong.Add($"round {round}: {pages.Count} pages instead of 2");
        foreach (var page in pages)
            foreach (var attempt in page.Attempts)
            {
                var got = received.Where(r => r.Key.Kind == attempt.Kind && r.Key.Key == $"page-{attempt.Bundle}").Sum(r => r.Value.Count(m => $"{m.Title}\n{m.Text}".Contains($"INC-{number}:", StringComparison.Ordinal)));
                var what = $"round {round}, {page.Contact} by {attempt.Kind}, {attempt.State} after {attempt.Tries} tries, received {got}: {attempt.Reason}";
                if (attempt.State is AttemptState.Waiting or AttemptState.Sending) wrong.Add($"never ended: {what}");
                if (attempt.State == AttemptState.Delivered && got == 0) wrong.Add($"lost: {what}");
                if (got > 1) wrong.Add($"twice: {what}");
                if (attempt.State == AttemptState.Failed && got > 0 && attempt.Kind == MethodKind.Voice) wrong.Add($"told as failed: {what}");
                if (attempt.State == AttemptState.Unknown && !timeline.Any(e => e.Detail.GetValueOrDefault("page") == $"{page.Id}" && e.Detail["delivery"] == "unknown")) wrong.Add($"doubt not shown: {what}");
            }
        return wrong;
    }
}
