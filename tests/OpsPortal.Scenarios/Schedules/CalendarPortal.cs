using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Rehearsals;
using OpsPortal.Runbooks;
using OpsPortal.Scenarios.Support;
using OpsPortal.Schedules;
using OpsPortal.Storage;

namespace OpsPortal.Scenarios.Schedules;

/// <summary>A portal with a calendar, a clock that a test moves, a runbook "shop" from its text, and an environment whose changes want a second person.</summary>
internal sealed class CalendarPortal : IAsyncDisposable
{
    public const string Text = """
        # Shop

        ## Health

        ```bash
        kubectl get pods -n shop
        ```

        ```bash
        kubectl describe pod <pod> -n shop
        ```

        ```bash
        kubectl logs -f deployment/cart -n shop
        ```

        ## Repair

        ```bash
        kubectl rollout restart deployment/cart -n shop
        ```
        """;

    private readonly PortalHost host;

    private CalendarPortal(PortalHost host, string database, FakeTime time, FakeChannels channels) => (this.host, Database, Time, Channels) = (host, database, time, channels);

    public string Database { get; }
    public FakeTime Time { get; }
    public FakeChannels Channels { get; }
    public PortalHost Host => host;

    public static Actor Ann => People.Ann;
    public static Actor Bob { get; } = People.Bob with { Role = Role.Approver };

    public static async Task<CalendarPortal> StartAsync(CalendarPortal? beside = null)
    {
        var (time, channels) = (beside?.Time ?? new FakeTime(), beside?.Channels ?? new FakeChannels());
        var database = beside?.Database ?? await PortalDatabase.CreateAsync();
        var host = await PortalHost.StartAsync(database, new()
        {
            Roles = "web",
            OnCall = true,
            Time = time,
            Node = beside is null ? "node-a" : "node-b",
            Runner = beside?.host.Runner ?? new(),
            Services = services =>
            {
                channels.Into(services);
                var configuration = new ConfigurationManager { ["Roles"] = "web" };
                services.AddSingleton<IRunbookSource, RunbookSteps>().AddSchedules(configuration).AddRehearsals(configuration);
            },
        });
        var portal = new CalendarPortal(host, database, time, channels);
        if (beside is null) await portal.SettleInAsync();
        return portal;
    }

    private async Task SettleInAsync()
    {
        await using var db = await host.DatabaseAsync();
        foreach (var person in new[] { Ann, Bob })
            db.Users.Add(new() { Id = person.Id, UserName = person.Name, DisplayName = person.Name, Email = person.Name, Role = person.Role });
        db.RunbookVersions.Add(new() { RunbookId = FakeRunbooks.RunbookId, Number = 1, Text = Text, Hash = RunbookCompiler.Compile(Text, "Shop").Hash, CreatedAt = DateTimeOffset.UnixEpoch, CreatedBy = "Ann" });
        (await db.Environments.SingleAsync(e => e.Name == "sandbox")).Policy = new ChangePolicy { Change = Gate.SecondPerson };
        await db.SaveChangesAsync();
    }

    public T Get<T>() where T : notnull => host.Get<T>();

    public Task<OpsPortalDbContext> DatabaseAsync() => host.DatabaseAsync();

    public async Task<string> StepAsync(string words) => (await Get<RunbookLibrary>().FindAsync("shop", default))!.Compiled.Steps.First(s => s.Source.Contains(words, StringComparison.Ordinal)).Id;

    /// <summary>Ann's.</summary>
    public async Task<RunSchedule> ScheduleAsync(string rule, string step = "get pods", string zone = "UTC", MissedRule missed = MissedRule.RunOnce, OverlapRule overlap = OverlapRule.Skip) =>
        Must(await Get<ArrangeSchedule>().AddAsync(Ann, new("Nightly", ScheduleKind.Step, "shop", await StepAsync(step), "sandbox", rule, null, zone, null, missed, overlap), default));

    /// <summary>What a worker does now: claims, begins, ends.</summary>
    public async Task TendAsync(bool run = true)
    {
        await Get<TendSchedules>().InvokeAsync(default);
        if (!run) return;
        await RunAllAsync();
        await Get<TendSchedules>().InvokeAsync(default);
    }

    public async Task RunAllAsync()
    {
        await using var db = await DatabaseAsync();
        foreach (var id in await db.Executions.Where(e => e.State == ExecutionState.Queued).Select(e => e.Id).ToListAsync()) await host.RunAsync(id);
    }

    /// <summary>In steps, as a worker would wake.</summary>
    public async Task PassAsync(TimeSpan time, TimeSpan? step = null)
    {
        for (var left = time; left > TimeSpan.Zero; left -= step ?? TimeSpan.FromMinutes(10))
        {
            Time.Advance(step ?? TimeSpan.FromMinutes(10));
            await TendAsync();
        }
    }

    public async Task<List<Firing>> FiringsAsync(long? schedule = null)
    {
        await using var db = await DatabaseAsync();
        return await db.Firings.AsNoTracking().Where(f => schedule == null || f.ScheduleId == schedule).OrderBy(f => f.DueAt).ToListAsync();
    }

    /// <summary>"Succeeded 2026-03-09 02:00", by time.</summary>
    public async Task<string[]> ToldAsync() => [.. (await FiringsAsync()).Select(f => $"{f.State} {f.DueAt:yyyy-MM-dd HH:mm}")];

    public async Task SaveTextAsync(string text)
    {
        await using var db = await DatabaseAsync();
        var runbook = await db.Runbooks.SingleAsync(r => r.Slug == "shop");
        runbook.CurrentVersion++;
        db.RunbookVersions.Add(new() { RunbookId = runbook.Id, Number = runbook.CurrentVersion, Text = text, Hash = RunbookCompiler.Compile(text, "Shop").Hash, CreatedAt = Time.GetUtcNow(), CreatedBy = "Ann" });
        await db.SaveChangesAsync();
    }

    public static T Must<T>(Result<T> result) => result.Succeeded ? result.Value : throw new InvalidOperationException(result.Problem.Detail);

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
