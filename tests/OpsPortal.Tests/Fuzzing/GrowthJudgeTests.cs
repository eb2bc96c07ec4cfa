using OpsPortal.Benchmarks.Fuzzing;
using Xunit;

namespace OpsPortal.Tests.Fuzzing;

/// <summary>The fuzzer's judge of growth, over times that are made up: what it would be given by a processor's clock.</summary>
public sealed class GrowthJudgeTests
{
    private static TimeSpan Milliseconds(double count) => TimeSpan.FromMilliseconds(count);

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(2_000)]
    public void Quadratic_time_is_found(double once) => Assert.Equal((Milliseconds(once), Milliseconds(4 * once), Milliseconds(16 * once)), GrowthJudge.Of(size => Milliseconds(once * size * size)));

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(2_000)]
    public void Linear_time_is_not(double once) => Assert.Null(GrowthJudge.Of(size => Milliseconds(once * size)));

    [Fact]
    public void Time_with_a_logarithm_in_it_is_not() => Assert.Null(GrowthJudge.Of(size => Milliseconds(30 * size * Math.Log2(1_000 * size) / 10)));

    [Fact]
    public void Quadratic_work_is_found_by_its_steps()
    {
        // one microsecond for each comparison of every element with every other
        Assert.NotNull(GrowthJudge.Of(size => TimeSpan.FromMicroseconds(Comparisons(150 * size, everyOther: true))));
        Assert.Null(GrowthJudge.Of(size => TimeSpan.FromMicroseconds(1_000 * Comparisons(150 * size, everyOther: false))));
    }

    [Fact]
    public void One_collection_of_garbage_is_no_growth()
    {
        var measured = 0;
        // as it was seen, and never again
        Assert.Null(GrowthJudge.Of(size => ++measured <= 3 ? Milliseconds(size switch { 1 => 30, 2 => 172, _ => 532 }) : Milliseconds(30 * size)));
        Assert.InRange(measured, 4, 100);
    }

    [Fact]
    public void What_is_quadratic_is_found_among_disturbances()
    {
        var measured = 0;
        Assert.NotNull(GrowthJudge.Of(size => Milliseconds(20 * size * size + (++measured % 3 == 0 ? 80 : 0))));
    }

    [Fact]
    public void Too_little_time_to_tell_is_measured_once()
    {
        var measured = 0;
        Assert.Null(GrowthJudge.Of(size => { measured++; return Milliseconds(0.5 * size * size * size); }));
        Assert.Equal(3, measured);
    }

    private static int Comparisons(int elements, bool everyOther)
    {
        var count = 0;
        for (var i = 0; i < elements; i++)
            for (var j = 0; j < (everyOther ? elements : 1); j++) count++;
        return count;
    }
}
