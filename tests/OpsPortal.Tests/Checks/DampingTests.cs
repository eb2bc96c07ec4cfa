using OpsPortal.Checks;
using OpsPortal.Checks.Judging;
using Xunit;

namespace OpsPortal.Tests.Checks;

public class DampingTests
{
    /// <summary>States after each run; <c>P</c> passing, <c>W</c> warning, <c>F</c> failing, <c>?</c> unknown.</summary>
    [Theory]
    [InlineData(2, 3, 2, "P", "P")]
    [InlineData(2, 3, 2, "PFPPP", "PPPPP")]
    [InlineData(2, 3, 2, "PFPF", "PPPF")]
    [InlineData(2, 3, 2, "PFFPP", "PPFFP")]
    [InlineData(2, 3, 2, "PFFPFPP", "PPFFFFP")]
    [InlineData(2, 3, 2, "PFFPPF", "PPFFPP")]
    [InlineData(1, 1, 1, "PFPF", "PFPF")]
    [InlineData(2, 3, 2, "FF", "?F")]
    [InlineData(2, 3, 2, "PWW", "PPW")]
    [InlineData(2, 3, 2, "PWWPP", "PPWWP")]
    [InlineData(2, 3, 2, "PWWFF", "PPWWF")]
    [InlineData(2, 3, 2, "PFFWW", "PPFFW")]
    [InlineData(2, 3, 2, "P??P", "PP?P")]
    [InlineData(3, 5, 1, "PFPFPFP", "PPPPPFP")]
    public void It_takes_several_bad_runs_to_fail_and_several_good_ones_to_pass(int bad, int within, int good, string outcomes, string states)
    {
        var damping = new Damping(bad, within, good);
        var (state, recent) = (CheckState.Unknown, "");
        var seen = "";
        foreach (var outcome in outcomes)
        {
            (state, recent) = damping.Next(state, recent, outcome switch { 'P' => CheckOutcome.Passed, 'W' => CheckOutcome.Warned, 'F' => CheckOutcome.Failed, _ => CheckOutcome.Unknown });
            seen += state switch { CheckState.Passing => 'P', CheckState.Warning => 'W', CheckState.Failing => 'F', _ => '?' };
        }
        Assert.Equal(states, seen);
    }

    [Fact]
    public void A_target_that_wavers_for_ever_changes_the_state_once()
    {
        var (state, recent, changes) = (CheckState.Passing, "", 0);
        for (var run = 0; run < 1_000; run++)
        {
            var (next, kept) = Damping.Usual.Next(state, recent, run % 2 == 0 ? CheckOutcome.Failed : CheckOutcome.Passed);
            if (next != state) changes++;
            (state, recent) = (next, kept);
        }
        Assert.Equal(1, changes);
        Assert.True(recent.Length <= Damping.Most);
    }

    [Fact]
    public void After_a_pause_nothing_is_known() => Assert.Equal(CheckState.Unknown, Damping.Usual.Next(CheckState.Paused, "", CheckOutcome.Failed).State);
}
