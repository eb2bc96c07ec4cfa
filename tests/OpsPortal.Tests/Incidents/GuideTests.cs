using OpsPortal.Incidents;
using OpsPortal.Incidents.Guides;
using OpsPortal.Incidents.Timeline;
using Xunit;
using static OpsPortal.Tests.Incidents.Samples;

namespace OpsPortal.Tests.Incidents;

public class GuideTests
{
    private static readonly Dictionary<string, string> NoLabels = [];

    [Fact]
    public void TheGuideIsTickedByWhatHappened()
    {
        var begun = ResponseGuide.Of(Sheet(Incident()), new Dictionary<TimelineKind, int>());
        Assert.Equal(["Acknowledge", "Assess", "Investigate", "Resolve", "Document", "Follow up"], begun.Select(p => p.Name));
        Assert.All(begun.SelectMany(p => p.Items), item => Assert.False(item.Done));
        Assert.Equal("Say what users notice and what is affected", begun[1].Items[0].Says);
        var over = ResponseGuide.Of(Sheet(Incident(IncidentState.Reviewed, i => (i.Impact, i.Components) = ("orders fail", ["checkout"]))), new Dictionary<TimelineKind, int> { [TimelineKind.Note] = 2, [TimelineKind.Execution] = 1 });
        Assert.Equal(["Ann, after 2 min", "orders fail", "1 entry of steps", null, "after 10 min", "after 11 min", "2 notes", "reviewed"], over.SelectMany(p => p.Items).Select(i => i.Happened));
    }

    [Theory]
    [InlineData(IncidentKind.SloBreach)]
    [InlineData(IncidentKind.DataCorruption)]
    [InlineData(IncidentKind.Security)]
    public void EachKindHasItsOwnPhases(IncidentKind kind)
    {
        var guide = ResponseGuide.Of(Sheet(Incident(and: i => i.Kind = kind)), new Dictionary<TimelineKind, int>());
        Assert.Equal(4, guide.Count);
        Assert.Equal(("acknowledge", "review"), (guide[0].Items[0].Key, guide[^1].Items[^1].Key));
        var keys = guide.SelectMany(p => p.Items).Select(i => i.Key).ToList();
        Assert.Equal(keys.Distinct(), keys);
    }

    [Fact]
    public void WhatAPersonTickedIsDoneByThem()
    {
        var sheet = Sheet(Incident(and: i => i.Kind = IncidentKind.DataCorruption)) with { Ticks = [new() { Incident = 42, Item = "data.writes", By = "Ann", At = Now }] };
        var item = ResponseGuide.Of(sheet, new Dictionary<TimelineKind, int>()).SelectMany(p => p.Items).Single(i => i.Done);
        Assert.Equal(("data.writes", "Ann"), (item.Key, item.Tick!.By));
    }

    [Theory]
    [InlineData("SLO breach: availability under 99.9 %", IncidentKind.SloBreach)]
    [InlineData("ErrorBudgetBurn", IncidentKind.SloBreach)]
    [InlineData("checkout is slow", IncidentKind.General)]
    [InlineData("the orders table is corrupted", IncidentKind.DataCorruption)]
    [InlineData("Checksum mismatch after restore", IncidentKind.DataCorruption)]
    [InlineData("leaked credentials in a build log", IncidentKind.Security)]
    [InlineData("somebody unauthorized signs in", IncidentKind.Security)]
    [InlineData("an unbreached wall of text", IncidentKind.General)]
    public void WordsSpeakForAKind(string words, IncidentKind kind) => Assert.Equal(kind, IncidentKinds.Suggest(words, NoLabels));

    [Fact]
    public void AnAlertsNameSpeaks() => Assert.Equal(IncidentKind.SloBreach, IncidentKinds.Suggest("it burns", new Dictionary<string, string> { ["alertname"] = "SloBurnRateHigh" }));
}
