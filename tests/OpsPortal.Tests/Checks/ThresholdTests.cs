using OpsPortal.Checks.Judging;
using Xunit;

namespace OpsPortal.Tests.Checks;

public class ThresholdTests
{
    [Theory]
    [InlineData("<", 200.0, 500.0, 199.9, CheckOutcome.Passed)]
    [InlineData("<", 200.0, 500.0, 200.0, CheckOutcome.Warned)]
    [InlineData("<", 200.0, 500.0, 500.0, CheckOutcome.Failed)]
    [InlineData("<=", 200.0, 500.0, 500.0, CheckOutcome.Warned)]
    [InlineData(">", 30.0, 14.0, 31.0, CheckOutcome.Passed)]
    [InlineData(">", 30.0, 14.0, 23.0, CheckOutcome.Warned)]
    [InlineData(">", 30.0, 14.0, 14.0, CheckOutcome.Failed)]
    [InlineData(">=", 100.0, null, 99.9, CheckOutcome.Failed)]
    [InlineData("=", 0.0, null, 0.0, CheckOutcome.Passed)]
    [InlineData("=", 0.3, null, 0.1 + 0.2, CheckOutcome.Passed)]
    [InlineData("=", 3.0, null, 4.0, CheckOutcome.Failed)]
    [InlineData(null, null, null, 1e9, CheckOutcome.Passed)]
    public void A_value_is_judged_by_target_and_by_what_is_acceptable(string? comparison, double? target, double? acceptable, double value, CheckOutcome outcome) =>
        Assert.Equal(outcome, new Thresholds(comparison, target, acceptable).Judge(value));

    [Theory]
    [InlineData("<", 200.0, 500.0, null)]
    [InlineData("<", 500.0, 200.0, "above the target")]
    [InlineData(">", 14.0, 30.0, "below the target")]
    [InlineData("~", 1.0, null, "no comparison")]
    [InlineData(null, 1.0, null, "how the value should compare")]
    [InlineData("<", null, 1.0, "Give the target")]
    [InlineData("<", double.NaN, null, "no number")]
    public void Thresholds_that_make_no_sense_are_told_so(string? comparison, double? target, double? acceptable, string? wrong)
    {
        var said = new Thresholds(comparison, target, acceptable).Wrong;
        if (wrong is null) Assert.Null(said);
        else Assert.Contains(wrong, said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_worst_of_several_values_is_the_one_furthest_from_well()
    {
        Assert.Equal(9, new Thresholds("<", 5).Worst([1, 9, 3]));
        Assert.Equal(1, new Thresholds(">", 5).Worst([1, 9, 3]));
        Assert.Equal(9, new Thresholds("=", 3).Worst([1, 9, 3]));
    }

    [Theory]
    [InlineData(84, "84 ms")]
    [InlineData(340, "340 ms, more than the target of 200 ms, still acceptable")]
    [InlineData(1240, "1,240 ms, more than the 500 ms that are acceptable")]
    public void A_sentence_says_how_it_compares(double value, string sentence) => Assert.Equal(sentence, new Thresholds("<", 200, 500, "ms").Sentence(value));
}
