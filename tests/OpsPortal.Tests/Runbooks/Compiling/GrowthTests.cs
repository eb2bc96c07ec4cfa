using System.Diagnostics;
using OpsPortal.Runbooks.Compiling;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

/// <summary>Shapes whose time once grew with the square of their size.</summary>
public class GrowthTests
{
    [Theory]
    [InlineData("kubectl [", "<div>")]
    [InlineData("ls [", "[")]
    [InlineData("ls ", "a*[")]
    public void A_command_is_read_in_linear_time(string beginning, string again)
    {
        Compile(beginning, again, 100);
        // eight times the text may take eight times as long; the least of two is what the machine did not disturb
        var small = Math.Min(Compile(beginning, again, 20_000), Compile(beginning, again, 20_000));
        var great = Math.Min(Compile(beginning, again, 160_000), Compile(beginning, again, 160_000));
        Assert.True(great < 30 * Math.Max(small, 20), $"{great} ms for eight times what takes {small} ms");
    }

    /// <returns>Milliseconds.</returns>
    private static double Compile(string beginning, string again, int characters)
    {
        var text = beginning + string.Concat(Enumerable.Repeat(again, characters / again.Length));
        var watch = Stopwatch.StartNew();
        foreach (var command in FenceReader.Read(text, "bash", 1)) Assert.NotNull(CommandCompiler.Compile(command));
        return watch.Elapsed.TotalMilliseconds;
    }
}
