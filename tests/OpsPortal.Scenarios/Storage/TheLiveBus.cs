using OpsPortal.Scenarios.Support;
using OpsPortal.Storage.Live;

namespace OpsPortal.Scenarios.Storage;

/// <summary>The same promises, whatever carries the hints.</summary>
public sealed class TheLiveBus
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Kinds => BusServer.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_hint_reaches_every_process_that_listens_for_it_and_nobody_else(string kind)
    {
        await using var server = await BusServer.StartAsync(kind);
        await using var here = await StartAsync(server);
        await using var there = await StartAsync(server);
        await using var near = here.Get<ILiveBus>().Subscribe(HintKind.Run, "7");
        await using var far = there.Get<ILiveBus>().Subscribe(HintKind.Run, "7");
        await using var all = there.Get<ILiveBus>().SubscribeAll(HintKind.Run);
        await using var other = there.Get<ILiveBus>().Subscribe(HintKind.Run, "8");

        await here.Get<ILiveBus>().PublishAsync(new(HintKind.Run, "7", 214));

        Assert.Equal(214, (await near.NextAsync(Enough, CancellationToken.None))?.Number);
        await HeardAsync(far, h => h.Number == 214);
        await HeardAsync(all, h => h is { Id: "7", Number: 214 });
        Assert.NotEqual(214, (await other.NextAsync(TimeSpan.Zero, CancellationToken.None))?.Number);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_process_hears_its_own_hint_once(string kind)
    {
        await using var server = await BusServer.StartAsync(kind);
        await using var here = await StartAsync(server);
        await using var there = await StartAsync(server);
        await using var own = here.Get<ILiveBus>().SubscribeAll(HintKind.Run);
        await using var echo = here.Get<ILiveBus>().Subscribe(HintKind.Status, "echo");

        await here.Get<ILiveBus>().PublishAsync(new(HintKind.Run, "7", 1));
        Assert.Equal(1, (await own.NextAsync(Enough, CancellationToken.None))?.Number);
        // The other process answers what it heard; what it heard came back here before its answer.
        await using (var asked = there.Get<ILiveBus>().Subscribe(HintKind.Status, "asked"))
        {
            await here.Get<ILiveBus>().PublishAsync(new(HintKind.Status, "asked", 2));
            await HeardAsync(asked, h => h.Number == 2);
        }
        await there.Get<ILiveBus>().PublishAsync(new(HintKind.Status, "echo", 3));
        await HeardAsync(echo, h => h.Number == 3);

        Assert.Null(await own.NextAsync(TimeSpan.Zero, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_flood_of_hints_arrives_with_its_last_one(string kind)
    {
        await using var server = await BusServer.StartAsync(kind);
        await using var here = await StartAsync(server);
        await using var there = await StartAsync(server);
        await using var far = there.Get<ILiveBus>().Subscribe(HintKind.Execution, "1");

        for (var line = 1; line <= 5000; line++) await here.Get<ILiveBus>().PublishAsync(new(HintKind.Execution, "1", line));

        await HeardAsync(far, h => h.Number == 5000);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_lost_connection_comes_back_and_hints_pass_again(string kind)
    {
        await using var server = await BusServer.StartAsync(kind);
        await using var here = await StartAsync(server);
        await using var there = await StartAsync(server);
        await using var hints = there.Get<ILiveBus>().Subscribe(HintKind.Execution, "1");

        await server.CutAsync();

        // Everybody is told to look again, because nobody knows what was missed.
        Assert.Equal(new(HintKind.Execution, "1"), await hints.NextAsync(Enough, CancellationToken.None));
        await ConnectedAsync(here);
        await ConnectedAsync(there);
        await here.Get<ILiveBus>().PublishAsync(new(HintKind.Execution, "1", 99));
        await HeardAsync(hints, h => h.Number == 99);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_a_transaction_tells_is_heard_when_it_commits_and_never_before(string kind)
    {
        await using var server = await BusServer.StartAsync(kind);
        await using var here = await StartAsync(server);
        await using var there = await StartAsync(server);
        await using var jobs = there.Get<ILiveBus>().SubscribeAll(HintKind.Job);
        await using var before = there.Get<ILiveBus>().Subscribe(HintKind.Run, "before");
        await using var db = await here.DatabaseAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();

        await db.NotifyAtCommitAsync(new(HintKind.Job, "execution"), CancellationToken.None);
        await here.Get<ILiveBus>().PublishAsync(new(HintKind.Run, "before", 1));
        await HeardAsync(before, h => h.Number == 1);
        Assert.Null(await jobs.NextAsync(TimeSpan.Zero, CancellationToken.None));

        await transaction.CommitAsync();
        await HeardAsync(jobs, h => h.Id == "execution");
    }

    [Fact]
    public async Task An_address_that_is_none_is_refused_at_the_start()
    {
        var database = await PortalDatabase.CreateAsync();
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => PortalHost.StartAsync(database, new() { Settings = new() { ["LiveBus:Redis"] = "password=only" } }));
        Assert.StartsWith("LiveBus__Redis is no address of a Redis. Write host:port", refused.Message);
    }

    private static async Task<PortalHost> StartAsync(BusServer server)
    {
        var portal = await PortalHost.StartAsync(server.Database, new() { Roles = "web", Settings = server.Settings });
        await ConnectedAsync(portal);
        return portal;
    }

    /// <summary>Each connection wakes everybody when it is made.</summary>
    private static async Task ConnectedAsync(PortalHost portal)
    {
        await using var woken = portal.Get<ILiveBus>().Subscribe(HintKind.Status, "connected");
        while (!portal.Get<ILiveBus>().Connected || !portal.Get<PostgresBus>().Connected) Assert.NotNull(await woken.NextAsync(Enough, CancellationToken.None));
    }

    private static async Task HeardAsync(ISubscription hints, Func<Hint, bool> wanted)
    {
        while (await hints.NextAsync(Enough, CancellationToken.None) is { } hint)
            if (wanted(hint)) return;
        Assert.Fail("The hint did not come.");
    }
}
