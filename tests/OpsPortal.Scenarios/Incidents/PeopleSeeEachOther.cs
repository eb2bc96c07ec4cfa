using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents.People;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage.Live;

namespace OpsPortal.Scenarios.Incidents;

/// <summary>Whoever has an incident open is seen on every process of the portal, until they go or their process does.</summary>
public sealed class PeopleSeeEachOther
{
    private readonly FakeTime time = new();
    private string database = "";

    private async Task<PortalHost> PortalAsync(string node)
    {
        if (database.Length == 0) database = await PortalDatabase.CreateAsync();
        return await PortalHost.StartAsync(database, new() { Time = time, Roles = "web", Node = node });
    }

    private static async Task<string> SeenAsync(PortalHost portal, long number) => string.Join(", ", (await portal.Get<PeopleQueries>().WatchingAsync(number, default)).Select(p => p.Name));

    [Fact]
    public async Task Across_processes_and_in_several_windows()
    {
        await using var here = await PortalAsync("node-a");
        await using var there = await PortalAsync("node-b");
        await here.KnowPeopleAsync();
        var number = await here.DeclareAsync("checkout is slow", "critical");
        await using var hints = there.Get<ILiveBus>().Subscribe(HintKind.Incident, $"{number}");

        var window = await here.Get<PresenceBook>().EnterAsync(People.Ann, number, default);
        var another = await here.Get<PresenceBook>().EnterAsync(People.Ann, number, default);
        await using var bob = await there.Get<PresenceBook>().EnterAsync(People.Bob, number, default);
        Assert.Equal("Ann, Bob", await SeenAsync(here, number));
        Assert.Equal("Ann, Bob", await SeenAsync(there, number));
        Assert.Equal($"{number}", (await hints.NextAsync(TimeSpan.FromSeconds(30), default))?.Id);

        await window.DisposeAsync();
        Assert.Equal("Ann, Bob", await SeenAsync(there, number));
        await another.DisposeAsync();
        await another.DisposeAsync();
        Assert.Equal("Bob", await SeenAsync(there, number));
    }

    [Fact]
    public async Task A_process_that_dies_is_forgotten_and_one_that_lives_is_not()
    {
        await using var here = await PortalAsync("node-a");
        await here.KnowPeopleAsync();
        var number = await here.DeclareAsync("checkout is slow", "critical");
        await using (var dies = await PortalAsync("node-b"))
        {
            await dies.Get<PresenceBook>().EnterAsync(People.Bob, number, default);
        }
        await using var ann = await here.Get<PresenceBook>().EnterAsync(People.Ann, number, default);
        time.Advance(TimeSpan.FromSeconds(60));
        await here.Get<PresenceBook>().RenewAsync(default);
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("Ann", await SeenAsync(here, number));
        time.Advance(TimeSpan.FromSeconds(40));
        await here.Get<PresenceBook>().RenewAsync(default);
        await using var db = await here.DatabaseAsync();
        Assert.Equal(["Ann"], await db.Presences.Select(p => p.Name).ToListAsync());
    }
}
