using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage.Jobs;

namespace OpsPortal.Scenarios.Storage;

public sealed class TheJobEngine
{
    private readonly Channel<string> handled = Channel.CreateUnbounded<string>();

    [Fact]
    public async Task A_job_runs_when_its_transaction_commits_and_never_when_it_is_rolled_back()
    {
        await using var portal = await StartAsync();
        foreach (var commit in new[] { false, true })
        {
            await using var db = await portal.DatabaseAsync();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await portal.Get<IJobQueue>().EnqueueAsync(db, "test", $"committed: {commit}", CancellationToken.None);
            if (commit) await transaction.CommitAsync();
        }

        Assert.Equal("committed: True", await NextAsync());
        Assert.False(handled.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_later_job_waits_for_its_time()
    {
        await using var portal = await StartAsync();
        await using var db = await portal.DatabaseAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var now = TimeProvider.System.GetUtcNow();
        await portal.Get<IJobQueue>().ScheduleAsync(db, "test", "second", now + TimeSpan.FromSeconds(3), CancellationToken.None);
        await portal.Get<IJobQueue>().ScheduleAsync(db, "test", "first", now, CancellationToken.None);
        await transaction.CommitAsync();

        Assert.Equal("first", await NextAsync());
        Assert.Equal("second", await NextAsync());
        Assert.True(TimeProvider.System.GetUtcNow() >= now + TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_recurring_job_comes_again_and_asking_twice_is_asking_once()
    {
        await using var portal = await StartAsync();
        await portal.Get<IJobQueue>().RecurAsync("test", TimeSpan.FromHours(1), CancellationToken.None);
        await NextAsync();

        await portal.Get<IJobQueue>().RecurAsync("test", TimeSpan.FromMilliseconds(200), CancellationToken.None);

        for (var i = 0; i < 3; i++) Assert.Equal("", await NextAsync());
    }

    private async Task<PortalHost> StartAsync() =>
        await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Services = services => services.AddSingleton(handled).AddJob<Handler>("test") });

    private async Task<string> NextAsync() => await handled.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    private sealed class Handler(Channel<string> handled) : IJobHandler
    {
        public async Task HandleAsync(string payload, CancellationToken cancellation) => await handled.Writer.WriteAsync(payload, cancellation);
    }
}
