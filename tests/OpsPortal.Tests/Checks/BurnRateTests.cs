using OpsPortal.Checks;
using OpsPortal.Checks.Objectives;
using Xunit;

namespace OpsPortal.Tests.Checks;

public class BurnRateTests
{
    [Theory]
    [InlineData(99.9, 0.999, 1)]
    [InlineData(99.9, 1, 0)]
    [InlineData(99, 0.9, 10)]
    [InlineData(99.9, 0.9856, 14.4)]
    public void A_rate_of_one_spends_the_budget_by_the_end(double percent, double good, double rate) => Assert.Equal(rate, BurnRate.Of(percent, good), 6);

    [Theory]
    [InlineData(99.9, 1, 1)]
    [InlineData(99.9, 0.9995, 0.5)]
    [InlineData(99.9, 0.999, 0)]
    [InlineData(99.9, 0.998, -1)]
    public void What_is_left_is_told_as_a_share(double percent, double good, double left) => Assert.Equal(left, BurnRate.Left(percent, good), 6);

    [Theory]
    [InlineData(14.4, 14.4, 0, 0, BurnAlert.Fast)]
    [InlineData(14.4, 14.3, 0, 0, BurnAlert.None)]
    [InlineData(14.3, 99, 5.9, 99, BurnAlert.None)]
    [InlineData(14.3, 0, 6, 6, BurnAlert.Slow)]
    [InlineData(99, 0, 99, 0, BurnAlert.None)]
    [InlineData(99, 99, 99, 99, BurnAlert.Fast)]
    public void Both_windows_have_to_burn(double hour, double five, double six, double half, BurnAlert alert) => Assert.Equal(alert, BurnRate.Alert(hour, five, six, half));

    [Fact]
    public void A_window_without_a_run_burns_nothing() => Assert.Equal(BurnAlert.None, BurnRate.Alert(null, null, null, null));

    [Fact]
    public void One_bad_run_among_few_is_no_burn()
    {
        Assert.Equal(BurnAlert.None, BurnRate.Alert(99.9, new(59, 1), new(4, 1), new(359, 1), new(29, 1)));
        Assert.Equal(BurnAlert.Fast, BurnRate.Alert(99.9, new(58, 2), new(3, 2), new(358, 2), new(28, 2)));
    }
}
