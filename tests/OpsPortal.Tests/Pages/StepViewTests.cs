using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Runbooks;
using Xunit;

namespace OpsPortal.Tests.Pages;

public class StepViewTests
{
    private static readonly EnvironmentSummary Staging = new(Guid.NewGuid(), "staging", false, true, null, null, DateTimeOffset.UnixEpoch);
    private static readonly Actor Responder = new(Guid.NewGuid(), "Ada", Role.Responder);

    private static StepView View(Step step, string? pod = null, Actor? actor = null, bool nowhere = false, ExecutionState? state = null) => StepView.Of(
        step, 1, pod is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["pod"] = pod },
        state is { } s ? new PortalInHand(SampleRunbook.Compiled).Ran(step, s) : null, null, actor ?? Responder, nowhere ? null : Staging, []);

    [Fact]
    public void ANewStepIsReady() => Assert.True(View(SampleRunbook.Read).CanRun);

    [Fact]
    public void WithoutAnEnvironmentNothingRuns() => Assert.False(View(SampleRunbook.Read, nowhere: true).CanRun);

    [Theory]
    [InlineData(null, false)]
    [InlineData("  ", false)]
    [InlineData("web-1", true)]
    public void AStepRunsOnceItsValuesAreGiven(string? pod, bool runs) => Assert.Equal(runs, View(SampleRunbook.OnePod, pod).CanRun);

    [Theory]
    [InlineData(ExecutionState.Queued, false)]
    [InlineData(ExecutionState.Running, false)]
    [InlineData(ExecutionState.Succeeded, true)]
    [InlineData(ExecutionState.OutcomeUnknown, true)]
    public void WhatRunsIsNotStartedTwice(ExecutionState state, bool runs) => Assert.Equal(runs, View(SampleRunbook.Read, state: state).CanRun);

    [Fact]
    public void TheSentenceSpeaksOfTheValuesGiven()
    {
        Assert.Contains("<pod>", View(SampleRunbook.OnePod).Sentence);
        Assert.Contains("web-1", View(SampleRunbook.OnePod, "web-1").Sentence);
    }

    [Fact]
    public void TheNameToTypeIsTheTargets() => Assert.Equal("web", View(SampleRunbook.Destructive).TargetName);

    [Fact]
    public void AManualStepIsNeverRun() => Assert.False(View(SampleRunbook.Manual).CanRun);

    [Fact]
    public void TheOutlineIndentsByHeadingAndCountsItsChecks()
    {
        var outline = RunbookOutline.Of(SampleRunbook.Compiled);
        Assert.Equal([("Checks", 0, 3), ("Scale", 1, 0)], outline.Sections.Select(s => (s.Title, s.Depth, s.Checks)));
    }

    [Theory]
    [InlineData("/runbooks/web", "/runbooks/web")]
    [InlineData("/", "/")]
    [InlineData(null, "/home")]
    [InlineData("//elsewhere.example", "/home")]
    [InlineData("/\\elsewhere.example", "/home")]
    [InlineData("https://elsewhere.example", "/home")]
    [InlineData("/\t/elsewhere.example", "/home")]
    [InlineData("", "/home")]
    public void SigningInLeadsOnlyIntoThePortal(string? wanted, string expected) => Assert.Equal(expected, LocalAddress.Or(wanted, "/home"));
}
