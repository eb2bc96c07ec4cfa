using System.Net;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Images;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage;

namespace OpsPortal.Scenarios.Incidents;

/// <summary>A picture belongs to its incident: told in the timeline, served as what it is, seen by those who may. And the clock for watching.</summary>
public sealed class PicturesAreKept
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [Fact]
    public async Task It_is_told_and_served_as_what_it_is()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        await portal.KnowPeopleAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        var added = await portal.Get<AttachImage>().InvokeAsync(People.Ann, number, Png, "errors per second", default);
        Assert.True(added.Succeeded, added.Problem?.Detail);
        var entry = Assert.Single((await portal.Get<IncidentQueries>().TimelineAsync(number, 0, [TimelineKind.Image], default))!);
        Assert.Equal(("errors per second", "image/png"), (entry.Text, entry.Detail["type"]));

        using var viewer = portal.Client("Viewer");
        using var answer = await viewer.GetAsync($"/api/v1/incidents/{number}/images/{entry.Detail["file"]}");
        Assert.Equal((HttpStatusCode.OK, "image/png", "nosniff"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Equal(Png, await answer.Content.ReadAsByteArrayAsync());
        using var refused = await viewer.PostAsync($"/api/v1/incidents/{number}/images", new ByteArrayContent(Png));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task What_is_no_picture_or_too_large_is_refused_with_what_to_do()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        await portal.KnowPeopleAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        var attach = portal.Get<AttachImage>();
        Assert.Contains("no PNG, JPEG, GIF or WebP", (await attach.InvokeAsync(People.Ann, number, "<svg onload='x()'/>"u8.ToArray(), null, default)).Problem?.Detail);
        Assert.Contains("Make it smaller", (await attach.InvokeAsync(People.Ann, number, [.. Png, .. new byte[AttachImage.MaxSize]], null, default)).Problem?.Detail);
        using var responder = portal.Client("Responder");
        using var tooLarge = await responder.PostAsync($"/api/v1/incidents/{number}/images", new ByteArrayContent([.. Png, .. new byte[AttachImage.MaxSize]]));
        Assert.Equal(HttpStatusCode.BadRequest, tooLarge.StatusCode);
        Assert.Single(await portal.TimelineAsync(number));
        for (var i = 0; i < AttachImage.Most; i++) Assert.True((await attach.InvokeAsync(People.Ann, number, Png, null, default)).Succeeded);
        Assert.Contains("100 images already", (await attach.InvokeAsync(People.Ann, number, Png, null, default)).Problem?.Detail);
    }

    [Fact]
    public async Task That_of_a_private_incident_is_there_only_for_those_who_joined()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        await portal.KnowPeopleAsync();
        var number = await portal.DeclareAsync("somebody reads along", "critical", People.Ann, @private: true);
        var attach = portal.Get<AttachImage>();
        Assert.True((await attach.InvokeAsync(People.Ann, number, Png, null, default)).Succeeded);
        await using var db = await portal.DatabaseAsync();
        var id = await db.IncidentFiles.Select(f => f.Id).SingleAsync();
        Assert.NotNull(await SeeingAsync(People.Ann));
        Assert.Null(await SeeingAsync(People.Bob));
        Assert.Equal(ProblemKind.NotFound, (await As(People.Bob, () => attach.InvokeAsync(People.Bob, number, Png, null, default))).Problem?.Kind);

        Task<IncidentFile?> SeeingAsync(Actor actor) => As(actor, () => attach.FindAsync(number, id, default));
    }

    [Fact]
    public async Task Monitoring_tells_once_when_it_is_over_and_ends_with_the_incident()
    {
        var time = new FakeTime();
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web" });
        await portal.KnowPeopleAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        var monitor = portal.Get<MonitorIncident>();
        Assert.Contains("1 to 1,440 minutes", (await monitor.InvokeAsync(People.Ann, number, 1_441, default)).Problem?.Detail);
        Assert.True((await monitor.InvokeAsync(People.Ann, number, 15, default)).Succeeded);
        time.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(1, await portal.Get<TendClocks>().InvokeAsync(default));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, await portal.Get<TendClocks>().InvokeAsync(default));
        Assert.True((await monitor.InvokeAsync(People.Ann, number, 15, default)).Succeeded);
        Assert.True((await portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Resolved, null, default)).Succeeded);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, await portal.Get<TendClocks>().InvokeAsync(default));
        Assert.Collection((await portal.Get<IncidentQueries>().TimelineAsync(number, 0, [TimelineKind.Clock], default))!.Select(e => e.Text),
            text => Assert.StartsWith("Ann monitors it for 15 min: no alert and no check", text),
            text => Assert.StartsWith("15 min of monitoring are over. Only the time was c", text),
            text => Assert.StartsWith("Ann monitors it for 15 min: no alert and no check", text));
    }

    // What somebody sees follows the call, and goes no further.
    private static async Task<T> As<T>(Actor actor, Func<Task<T>> act)
    {
        await Task.Yield();
        Sight.Through(actor);
        return await act();
    }
}
