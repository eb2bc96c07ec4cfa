using OpsPortal.Incidents.Timeline;
using Xunit;
using static OpsPortal.Tests.Incidents.Samples;

namespace OpsPortal.Tests.Incidents;

public class TimelineWindowTests
{
    private readonly TimelineWindow window = new();

    private static List<TimelineEntry> Entries(int from, int to) => [.. Enumerable.Range(from, to - from + 1).Select(n => Entry(n, TimelineKind.Note, $"{n}"))];

    [Fact]
    public void AShortOneIsWhole()
    {
        window.Begin(Entries(1, 5));
        window.After(Entries(4, 7));
        Assert.Equal((7, 1, 7, false, false), (window.Entries.Count, window.First, window.Last, window.HasOlder, window.HasNewer));
    }

    [Fact]
    public void ALongOneIsNeverHeldWhole()
    {
        window.Begin(Entries(9_801, 10_000));
        for (var first = 9_601; first > 8_000; first -= 200) window.Before(Entries(first, first + 199));
        Assert.Equal((TimelineWindow.Most, 8_001, true, true), (window.Entries.Count, window.First, window.HasOlder, window.HasNewer));
        window.After(Entries(10_001, 10_002));
        Assert.Equal(8_600, window.Last);
        window.Begin(Entries(9_803, 10_002));
        Assert.False(window.HasNewer);
    }

    [Fact]
    public void WhatComesLivePushesTheOldestOut()
    {
        window.Begin(Entries(1, 199));
        Assert.False(window.HasOlder);
        window.After(Entries(200, 700));
        Assert.Equal((TimelineWindow.Most, 101, 700, true), (window.Entries.Count, window.First, window.Last, window.HasOlder));
    }
}
