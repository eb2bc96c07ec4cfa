using OpsPortal.Incidents.Clocks;
using Xunit;
using static OpsPortal.Tests.Incidents.Samples;

namespace OpsPortal.Tests.Incidents;

public class MonitorRulesTests
{
    private static Watched Alert(CheckHealth health, double minutesAgo, string name = "HighErrorRate") => new(name, WatchedKind.Alert, health, Now.AddMinutes(-minutesAgo), null);
    private static Watched Check(CheckHealth health, double minutesAgo, string name = "p95") => new(name, WatchedKind.Check, health, Now.AddMinutes(-minutesAgo), null);

    private static MonitorVerdict? Of(double dueInMinutes, params Watched[] watched) => MonitorRules.Of(Clock(ClockKind.Monitor, 15 - dueInMinutes, dueInMinutes), watched, Now);

    [Fact]
    public void ItGoesOnWhileNothingNewFails()
    {
        Assert.Null(Of(5));
        Assert.Null(Of(5, Alert(CheckHealth.Failing, 30), Check(CheckHealth.Passing, 2)));
    }

    [Fact]
    public void WhatBeginsToFailBeginsItAnew()
    {
        Assert.Equal(new("p95 fails: the 15 min of monitoring begin anew.", true), Of(5, Check(CheckHealth.Failing, 1)));
        // An alert that came and went meanwhile failed, too.
        Assert.Equal(new("HighErrorRate fires: the 15 min of monitoring begin anew.", true), Of(5, Alert(CheckHealth.Passing, 1)));
        Assert.Equal("a fires, b fires, c fires and 1 more: the 15 min of monitoring begin anew.", Of(5, [.. "abcd".Select(c => Alert(CheckHealth.Failing, 1, $"{c}"))])!.Says);
    }

    [Fact]
    public void WhatStillFailsAtItsEndBeginsItAnew() =>
        Assert.Equal(new("15 min of monitoring are over, but HighErrorRate fires still: they begin anew.", true), Of(0, Alert(CheckHealth.Failing, 60)));

    [Fact]
    public void ItsEndSaysWhatWasWatched()
    {
        Assert.Equal(new("15 min of monitoring are over. Only the time was counted: no alert and no check is known. If it held, it can be resolved.", false), Of(0));
        Assert.Equal(new("15 min of monitoring are over. Nothing failed. It can be resolved.", false), Of(0, Alert(CheckHealth.Passing, 60), Check(CheckHealth.Passing, 90)));
        Assert.Equal("15 min of monitoring are over. Nothing failed, but p95 is unknown. If it held, it can be resolved.", Of(0, Check(CheckHealth.Unknown, 90))!.Says);
    }

    [Fact]
    public void TheBeginningSaysWhatIsWatched()
    {
        Assert.Equal("no alert and no check is known, so it only counts the time", MonitorRules.Watching([]));
        Assert.Equal("watching 1 alert that fires and 2 checks", MonitorRules.Watching([Alert(CheckHealth.Failing, 9), Check(CheckHealth.Passing, 9), Check(CheckHealth.Failing, 9, "x")]));
        Assert.Equal("watching for its alerts to fire again", MonitorRules.Watching([Alert(CheckHealth.Passing, 9)]));
    }
}
