using OpsPortal.Executions.Outcomes;
using OpsPortal.Targets;
using Xunit;

namespace OpsPortal.Tests.Executions;

public class PlotShapeTests
{
    private static ResultPlot Plot(params double?[] values) =>
        new("p", [new("s", [.. values.Select((v, i) => new PlotPoint(DateTimeOffset.UnixEpoch.AddMinutes(i), v))])]);

    [Theory]
    [InlineData(new[] { 0.0, 10.0 }, "M0 180L640 0")]
    [InlineData(new[] { 5.0, 10.0, 5.0 }, "M0 180L320 0L640 180")]
    [InlineData(new[] { 4.0, 4.0 }, "M0 90L640 90")]
    [InlineData(new[] { 0.0, double.NaN, 10.0, 10.0 }, "M0 180M426.7 0L640 0")]
    public void DrawsALineFromLeftToRight(double[] values, string path) => Assert.Equal(path, PlotShape.Of(Plot([.. values]))!.Lines[0]);

    [Fact]
    public void WithoutASingleValueThereIsNothingToDraw() => Assert.Null(PlotShape.Of(Plot(null, double.NaN)));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.25, "0.25")]
    [InlineData(0.00001, "1e-5")]
    [InlineData(12345, "12.35 k")]
    [InlineData(2_500_000, "2.5 M")]
    [InlineData(3e9, "3 G")]
    public void ValuesAreShort(double value, string text) => Assert.Equal(text, PlotShape.Text(value));
}
