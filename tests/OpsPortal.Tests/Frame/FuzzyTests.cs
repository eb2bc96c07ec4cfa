using OpsPortal.Frame;
using Xunit;

namespace OpsPortal.Tests.Frame;

public class FuzzyTests
{
    [Theory]
    [InlineData("scale", "Scale the service")]
    [InlineData("serv scale", "Scale the service")]
    [InlineData("ctr", "Check the replicas")]
    public void FindsWhatWasMeant(string typed, string text) => Assert.True(Fuzzy.Score(typed, text) > 0);

    [Theory]
    [InlineData("xyz", "Scale the service")]
    [InlineData("scale database", "Scale the service")]
    [InlineData("q", "Scale the service")]
    [InlineData("aei", "Scale the service")]
    public void LeavesOutWhatWasNot(string typed, string text) => Assert.Equal(0, Fuzzy.Score(typed, text));

    [Fact]
    public void PutsABeginningBeforeTheMiddleOfAWord() => Assert.True(Fuzzy.Score("log", "Log review") > Fuzzy.Score("log", "Catalog review"));
}
