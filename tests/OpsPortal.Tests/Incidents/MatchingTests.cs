using OpsPortal.Incidents;
using OpsPortal.Incidents.Declaring;
using OpsPortal.Incidents.Images;
using OpsPortal.Runbooks;
using Xunit;

namespace OpsPortal.Tests.Incidents;

/// <summary>What is meant is found, whatever it is called.</summary>
public class MatchingTests
{
    [Fact]
    public void LabelsFillInTheParametersThatMeanTheSame()
    {
        var given = GivenValues.For(
            [new("pod-name", "text", false), new("namespace", "kubernetes.namespace", false), new("which deployment", "kubernetes.deployment", false), new("token", "text", true), new("count", "number", false)],
            new Dictionary<string, string> { ["pod"] = "web-1", ["Namespace"] = "shop", ["deployment"] = "web", ["token"] = "secret", ["severity"] = "critical" });
        Assert.Equal(new Dictionary<string, string> { ["pod-name"] = "web-1", ["namespace"] = "shop", ["which deployment"] = "web" }, given);
    }

    [Theory]
    [InlineData("HighErrorRate", "High Error Rate")]
    [InlineData("the errors are at a high rate", "High Error Rate")]
    [InlineData("users see slow answers", "Slow")]
    [InlineData("memory", "Memory")]
    [InlineData("requests meet a timeout", "Many Timeouts")]
    [InlineData("checkout is gone", null)]
    public void AHeadingNamesTheSymptom(string words, string? heading)
    {
        var runbook = new CompiledRunbook
        {
            Title = "Web",
            Hash = "",
            Steps = [],
            Parameters = [],
            Sections = [.. new[] { "Error budget", "High Error Rate", "Slow", "Memory", "Many Timeouts" }.Select((h, i) => new Section($"s{i}", [h], 2, SectionRole.Diagnosis, i, []))],
        };
        Assert.Equal(heading, SymptomWords.Best(runbook, SymptomWords.Of(words))?.Path[^1]);
    }

    [Theory]
    [InlineData("89504E470D0A1A0A00", "image/png")]
    [InlineData("FFD8FFE000", "image/jpeg")]
    [InlineData("474946383961", "image/gif")]
    [InlineData("524946460000000057454250565038", "image/webp")]
    [InlineData("3C7376672F3E", null)]
    [InlineData("524946460000000057415645666D74", null)]
    [InlineData("", null)]
    public void AnImageIsKnownByItsFirstBytes(string bytes, string? type) => Assert.Equal(type, ImageType.Of(Convert.FromHexString(bytes)));

    [Theory]
    [InlineData("http://portal/runbooks/web#errors", "/incidents/new?runbook=web&place=errors")]
    [InlineData("http://portal/systems/shop", "/incidents/new?system=shop")]
    [InlineData("http://portal/runbooks/repositories", "/incidents/new")]
    [InlineData("http://portal/runs", "/incidents/new")]
    public void ThePageSaysWhatItIsAbout(string page, string address) => Assert.Equal(address, DeclareFrom.Page(new(page)).Address);
}
