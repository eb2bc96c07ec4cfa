using Microsoft.EntityFrameworkCore;
using OpsPortal.OnCall.Arranging;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Schedules;
using OpsPortal.OnCall.Warnings;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.OnCall;

/// <summary>Schedules, overrides and swaps, as they are kept. The clock begins on 8 March 2026 at 03:12; Ann and Bob hand over at nine.</summary>
public sealed class ArrangingShifts
{
    [Fact]
    public async Task Turns_go_on_by_themselves_and_what_was_stays_when_somebody_arranges_it_anew()
    {
        await using var portal = await OnCallHost.StartAsync();
        var schedule = await portal.DailyAsync();
        var began = portal.Time.GetUtcNow();
        var first = await portal.WhoAsync(schedule);
        Assert.Equal(("Bob", "Ann"), (first.Next!.Name, first.Contact!.Name));
        portal.Time.Advance(TimeSpan.FromHours(6));
        Assert.Equal("Bob", (await portal.WhoAsync(schedule)).Contact!.Name);

        // From now on Ann alone, in another time zone.
        var ann = await portal.ContactAsync(OnCallHost.Ann);
        var layer = schedule.Current.Layers[0] with { People = [ann.Id] };
        OnCallHost.Must(await portal.Get<SaveSchedule>().ChangeAsync(OnCallHost.Author, "primary", new(TimeZone: "Europe/Berlin", Layers: [layer], Revision: 1), default));
        Assert.Equal("Ann", (await portal.WhoAsync(schedule)).Contact!.Name);
        Assert.Equal("Bob", (await portal.WhoAsync(schedule, portal.Time.GetUtcNow().AddTicks(-10))).Contact!.Name);
        Assert.Equal("Ann", (await portal.WhoAsync(schedule, began)).Contact!.Name);
        Assert.Null((await portal.WhoAsync(schedule, began.AddTicks(-10))).Contact);

        var stale = await portal.Get<SaveSchedule>().ChangeAsync(OnCallHost.Author, "primary", new("Other", Revision: 1), default);
        Assert.Equal((ProblemKind.Conflict, "Aurelia has changed"), (stale.Problem!.Kind, stale.Problem.Detail[..19]));
        await using var db = await portal.DatabaseAsync();
        Assert.Equal(["schedule.added", "schedule.changed"], await db.AuditEntries.Where(a => a.SubjectKind == "schedule").OrderBy(a => a.Id).Select(a => a.Action).ToListAsync());
    }

    [Fact]
    public async Task Responders_take_shifts_over_themselves_and_authors_put_anybody_in()
    {
        await using var portal = await OnCallHost.StartAsync();
        var schedule = await portal.DailyAsync();
        var (ann, bob, now) = (await portal.ContactAsync(OnCallHost.Ann), await portal.ContactAsync(OnCallHost.Bob), portal.Time.GetUtcNow());
        var stand = portal.Get<OverrideShift>();
        Assert.Contains("You may take shifts over yourself", (await stand.InvokeAsync(OnCallHost.Ann, "primary", new(bob.Id, now, now.AddHours(1)), default)).Problem!.Detail);
        Assert.Equal(ProblemKind.Forbidden, (await stand.InvokeAsync(People.Vic, "primary", new(ann.Id, now, now.AddHours(1)), default)).Problem!.Kind);
        var made = OnCallHost.Must(await stand.InvokeAsync(OnCallHost.Bob, "primary", new(bob.Id, now.AddHours(-5), now.AddHours(2), "Ann is ill"), default));
        // What is over stays as it was.
        Assert.Equal(now, made.From);
        Assert.Equal("Bob", (await portal.WhoAsync(schedule)).Contact!.Name);
        OnCallHost.Must(await stand.InvokeAsync(OnCallHost.Author, "primary", new(ann.Id, now.AddHours(1), now.AddHours(2)), default));
        Assert.Equal(["Bob", "Ann", "Ann"], await Task.WhenAll(new[] { 0, 1, 2 }.Select(async h => (await portal.WhoAsync(schedule, now.AddHours(h))).Contact!.Name)));

        portal.Time.Advance(TimeSpan.FromMinutes(30));
        OnCallHost.Must(await stand.RemoveAsync(OnCallHost.Bob, "primary", made.Id, default));
        Assert.Equal("Ann", (await portal.WhoAsync(schedule)).Contact!.Name);
        Assert.Equal("Bob", (await portal.WhoAsync(schedule, now.AddMinutes(29))).Contact!.Name);
        Assert.Contains("stays on record", (await stand.RemoveAsync(OnCallHost.Bob, "primary", made.Id, default)).Problem!.Detail);
        Assert.Contains("stays on record", (await stand.InvokeAsync(OnCallHost.Author, "primary", new(ann.Id, now.AddDays(-1), now), default)).Problem!.Detail);
    }

    [Fact]
    public async Task A_swap_is_one_act_and_is_taken_back_as_one()
    {
        await using var portal = await OnCallHost.StartAsync();
        var schedule = await portal.DailyAsync();
        var now = portal.Time.GetUtcNow();
        var (first, second) = (now.AddDays(2), now.AddDays(3));
        var before = ((await portal.WhoAsync(schedule, first)).Contact!.Name, (await portal.WhoAsync(schedule, second)).Contact!.Name);
        Assert.Contains("Both shifts are the same person's", (await portal.Get<SwapShifts>().InvokeAsync(OnCallHost.Ann, "primary", new(first, first.AddDays(2)), default)).Problem!.Detail);
        var halves = OnCallHost.Must(await portal.Get<SwapShifts>().InvokeAsync(OnCallHost.Ann, "primary", new(first, second), default));
        Assert.Equal((before.Item2, before.Item1), ((await portal.WhoAsync(schedule, first)).Contact!.Name, (await portal.WhoAsync(schedule, second)).Contact!.Name));
        Assert.Equal(halves[0].To, halves[1].From);
        OnCallHost.Must(await portal.Get<OverrideShift>().RemoveAsync(OnCallHost.Author, "primary", halves[1].Id, default));
        Assert.Equal(before, ((await portal.WhoAsync(schedule, first)).Contact!.Name, (await portal.WhoAsync(schedule, second)).Contact!.Name));
    }

    [Fact]
    public async Task Bad_schedules_are_refused_and_contacts_that_are_counted_on_stay()
    {
        await using var portal = await OnCallHost.StartAsync();
        await portal.DailyAsync();
        var save = portal.Get<SaveSchedule>();
        var layer = new Layer(Guid.Empty, "Rotation", [Guid.NewGuid()], new(2026, 3, 1), new(9, 0), TurnLength.Daily);
        Assert.Contains("no contact", (await save.AddAsync(OnCallHost.Author, new("Other", Layers: [layer]), default)).Problem!.Detail);
        Assert.Contains("There is no time zone \"Mars\"", (await save.AddAsync(OnCallHost.Author, new("Other", "Mars"), default)).Problem!.Detail);
        Assert.Contains("lasts from 1 to 366 days", (await save.AddAsync(OnCallHost.Author, new("Other", Layers: [layer with { Length = new(TurnUnit.Days, 0) }]), default)).Problem!.Detail);
        Assert.Equal(ProblemKind.Conflict, (await save.AddAsync(OnCallHost.Author, new("primary"), default)).Problem!.Kind);
        Assert.Equal(ProblemKind.Forbidden, (await save.AddAsync(OnCallHost.Ann, new("Other"), default)).Problem!.Kind);
        var ann = await portal.ContactAsync(OnCallHost.Ann);
        Assert.Contains("Primary still counts on Ann", (await portal.Get<SaveContact>().RemoveAsync(OnCallHost.Ann, ann.Id, default)).Problem!.Detail);
        OnCallHost.Must(await save.RemoveAsync(OnCallHost.Author, "primary", default));
        OnCallHost.Must(await portal.Get<SaveContact>().RemoveAsync(OnCallHost.Ann, ann.Id, default));
        Assert.NotEqual(ann.Id, (await portal.ContactAsync(OnCallHost.Ann)).Id);
    }

    [Fact]
    public async Task Who_cannot_be_reached_is_told_before_and_the_warning_goes_when_it_is_mended()
    {
        await using var mail = new OpsPortal.Tests.OnCall.Channels.MailSink();
        await using var portal = await OnCallHost.StartAsync(("Smtp:Host", "127.0.0.1"), ("Smtp:Port", $"{mail.Port}"), ("Smtp:From", "opsportal@example.org"), ("Smtp:Authority", mail.AuthorityFile));
        await portal.DailyAsync();
        await ReachingPeople.WorkingAsync(portal, OnCallHost.Bob);
        var look = portal.Get<LookAhead>();
        await look.InvokeAsync(default);
        await look.InvokeAsync(default);
        var warning = Assert.Single(await look.CurrentAsync(default));
        Assert.Contains("No verified contact method reaches Ann, who is on call for Primary.", warning.Sentence);
        Assert.NotNull(warning.ToldAt);
        // Once, however often one looks.
        Assert.Contains("<Ann@example.org>", Assert.Single(mail.Messages));

        await ReachingPeople.WorkingAsync(portal, OnCallHost.Ann);
        await look.InvokeAsync(default);
        Assert.Empty(await look.CurrentAsync(default));
        OnCallHost.Must(await portal.Get<SaveSchedule>().ChangeAsync(OnCallHost.Author, "primary", new(Layers: []), default));
        await look.InvokeAsync(default);
        Assert.Equal(WarningKind.Gap, Assert.Single(await look.CurrentAsync(default)).Kind);
    }
}
