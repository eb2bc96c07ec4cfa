using OpsPortal.Incidents;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.StatusUpdates;
using OpsPortal.Incidents.Timeline;
using Xunit;
using static OpsPortal.Tests.Incidents.Samples;

namespace OpsPortal.Tests.Incidents;

public class StatusDraftTests
{
    [Fact]
    public void WithoutFactsItSaysWhatIsWrongAndSinceWhen() => Assert.Equal(
        "**We are looking into a problem:** checkout is slow.\n\nSince 03:00 UTC.",
        StatusDraft.Of(Sheet(Incident()), [], Now));

    [Fact]
    public void WithFactsItSaysWhoNoticesWhatAndWhenMoreComes()
    {
        var incident = Incident(IncidentState.Investigating, i => (i.Impact, i.Components) = ("A third of the orders fail.", ["checkout", "search"]));
        Assert.Equal(
            "**We are working on a problem:** checkout is slow.\n\nSince 03:00 UTC. What you may notice: A third of the orders fail. Affected: checkout, search."
            + "\n\nLast step, at 03:00 UTC: Scale to five.\n\nNext update by 03:27 UTC.",
            StatusDraft.Of(Sheet(incident, [Clock(ClockKind.Update, 10, 5)]),
            [
                Step(3, "Succeeded", "Change", "Scale to five"), Step(4, "Failed", "Change", "Restart it"), Step(5, "Succeeded", "Read", "List the pods"), Step(2, "Succeeded", "Destructive", "Delete the cache"),
                Entry(6, TimelineKind.Note, "not for those outside"),
            ], Now));
    }

    [Fact]
    public void WhatIsOverHasAnEndAndNoNextUpdate()
    {
        var told = StatusDraft.Of(Sheet(Incident(IncidentState.Resolved), [Clock(ClockKind.Update, 10, 5)]), [], Now);
        Assert.Equal("**This is over:** checkout is slow.\n\nSince 03:00 UTC, until 03:11 UTC (11 min).", told);
    }

    [Fact]
    public void AnotherDayIsNamed() => Assert.Contains("Since 2026-11-21 03:00 UTC.", StatusDraft.Of(Sheet(Incident()), [], Now.AddDays(1)));

    private static TimelineEntry Step(int number, string state, string risk, string title) => Entry(number, TimelineKind.Execution, $"{title} by Ann: done", null, ("state", state), ("risk", risk), ("title", title), ("execution", "7"));
}
