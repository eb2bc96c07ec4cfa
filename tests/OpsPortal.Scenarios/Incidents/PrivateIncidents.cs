using OpsPortal.Access;
using OpsPortal.Incidents;
using OpsPortal.Incidents.People;
using OpsPortal.Incidents.Reviews;
using OpsPortal.OnCall.Paging;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage;

namespace OpsPortal.Scenarios.Incidents;

/// <summary>A private incident is there for those who joined or were brought in, and for nobody else.</summary>
public sealed class PrivateIncidents
{
    [Fact]
    public async Task Nobody_else_finds_it_and_no_message_tells_what_it_is_about()
    {
        var channels = new FakeChannels();
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web", OnCall = true, Services = channels.Into });
        await portal.ArrangeAsync();
        var number = await portal.DeclareAsync("somebody reads our mail", "critical", People.Root, @private: true);
        await portal.WatchAsync();
        Assert.Equal([$"Ann push: critical INC-{number}: a private incident"], channels.Take());

        Assert.True(await SeesAsync(portal, People.Root, number));
        foreach (var other in new[] { People.Ann, People.Vic }) Assert.False(await SeesAsync(portal, other, number));
        Assert.Equal($"There is no incident INC-{number}.", (await AsAsync(People.Ann, () => portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Acknowledged, null, default))).Problem?.Detail);

        Assert.True((await portal.Get<ChangeRoles>().GiveAsync(People.Root, number, People.Ann.Id, IncidentRole.Responder, default)).Succeeded);
        Assert.True(await SeesAsync(portal, People.Ann, number));
        Assert.False(await SeesAsync(portal, People.Vic, number));
        Assert.True((await AsAsync(People.Ann, () => portal.Get<ChangeRoles>().LeaveAsync(People.Ann, number, default))).Succeeded);
        Assert.False(await SeesAsync(portal, People.Ann, number));
    }

    private static Task<bool> SeesAsync(PortalHost portal, Actor person, long number) => AsAsync(person, async () =>
    {
        var queries = portal.Get<IncidentQueries>();
        bool[] seen =
        [
            await queries.FindAsync(number, default) is not null,
            (await queries.ListAsync(new(), default)).Any(i => i.Incident.Number == number),
            await queries.TimelineAsync(number, 0, null, default) is not null,
            await portal.Get<ReviewQueries>().FindAsync(number, default) is not null,
            (await portal.Get<PageQueries>().ListAsync(number, null, null, 50, default)).Count > 0,
        ];
        return seen.Distinct().Single();
    });

    /// <summary>What the pipeline does for a request.</summary>
    private static async Task<T> AsAsync<T>(Actor person, Func<Task<T>> work)
    {
        Sight.Through(person);
        try { return await work(); }
        finally { Sight.Through(null); }
    }
}
