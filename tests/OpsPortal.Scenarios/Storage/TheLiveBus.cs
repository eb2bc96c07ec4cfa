using Npgsql;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage.Live;

namespace OpsPortal.Scenarios.Storage;

public sealed class TheLiveBus
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_hint_reaches_every_process_that_listens_for_it_and_nobody_else()
    {
        var database = await PortalDatabase.CreateAsync();
        await using var here = await PortalHost.StartAsync(database, new() { Roles = "web" });
        await using var there = await PortalHost.StartAsync(database, new() { Roles = "web" });
        await using var near = here.Get<ILiveBus>().Subscribe(HintKind.Run, "7");
        await using var far = there.Get<ILiveBus>().Subscribe(HintKind.Run, "7");
        await using var all = there.Get<ILiveBus>().SubscribeAll(HintKind.Run);
        await using var other = there.Get<ILiveBus>().Subscribe(HintKind.Run, "8");
        await ListeningAsync(there);

        await here.Get<ILiveBus>().PublishAsync(new(HintKind.Run, "7", 214));

        Assert.Equal(214, (await near.NextAsync(Enough, CancellationToken.None))?.Number);
        while (await far.NextAsync(Enough, CancellationToken.None) is not { Number: 214 }) { }
        while (await all.NextAsync(Enough, CancellationToken.None) is not { Id: "7", Number: 214 }) { }
        Assert.NotEqual(214, (await other.NextAsync(TimeSpan.Zero, CancellationToken.None))?.Number);
    }

    [Fact]
    public async Task A_lost_connection_comes_back_and_everybody_is_told_to_look_again()
    {
        var database = await PortalDatabase.CreateAsync();
        await using var portal = await PortalHost.StartAsync(database, new() { Roles = "web" });
        await ListeningAsync(portal);
        await using var hints = portal.Get<ILiveBus>().Subscribe(HintKind.Execution, "1");

        await using (var connection = new NpgsqlConnection(database))
        {
            await connection.OpenAsync();
            await using var cut = new NpgsqlCommand("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen%'", connection);
            await cut.ExecuteNonQueryAsync();
        }

        Assert.Equal(new(HintKind.Execution, "1"), await hints.NextAsync(Enough, CancellationToken.None));
    }

    /// <summary>Notifies until the process hears: its listening connection is made beside its start.</summary>
    private static async Task ListeningAsync(PortalHost portal)
    {
        await using var heard = portal.Get<ILiveBus>().Subscribe(HintKind.Status, "ready");
        await using var db = await portal.DatabaseAsync();
        do await db.NotifyAtCommitAsync(new(HintKind.Status, "ready"), CancellationToken.None);
        while (await heard.NextAsync(TimeSpan.FromMilliseconds(100), CancellationToken.None) is null);
    }
}
