using Bunit;
using OpsPortal.Executions;
using OpsPortal.Frame;
using OpsPortal.Runbooks.Risks;
using Xunit;

namespace OpsPortal.Tests.Frame;

public class ComponentTests : PageTest
{
    public static TheoryData<ExecutionState> States => [.. Enum.GetValues<ExecutionState>()];

    [Theory, MemberData(nameof(States))]
    public void AStateHasAnIconAndAWord(ExecutionState state)
    {
        var badge = Render<StateBadge>(p => p.Add(b => b.State, state));
        Assert.NotNull(badge.Find("svg[aria-hidden=true]"));
        Assert.NotEmpty(badge.Find(".badge").TextContent.Trim());
    }

    [Fact]
    public void NoTwoStatesLookTheSame()
    {
        var looks = Enum.GetValues<ExecutionState>().Select(StateLook.Of).ToList();
        Assert.Equal(looks.Count, looks.Select(l => l.Word).Distinct().Count());
        Assert.Equal(looks.Count, looks.Select(l => l.Icon).Distinct().Count());
    }

    [Theory]
    [InlineData(Risk.Read, "read")]
    [InlineData(Risk.Change, "change")]
    [InlineData(Risk.Destructive, "destructive")]
    public void ARiskHasAnIconAndAWord(Risk risk, string word)
    {
        var badge = Render<RiskBadge>(p => p.Add(b => b.Risk, risk));
        Assert.Equal(word, badge.Find(".badge").TextContent.Trim());
        Assert.NotNull(badge.Find("svg"));
    }

    [Fact]
    public void ATimeIsRelativeAndTellsTheAbsoluteOneOnHover()
    {
        var time = Render<RelativeTime>(p => p.Add(t => t.At, Now.AddMinutes(-4))).Find("time");
        Assert.Equal("4 min ago", time.TextContent);
        Assert.Equal("2026-11-21 03:08:00 UTC", time.GetAttribute("title"));
        Assert.True(time.HasAttribute("data-relative"));
    }

    [Fact]
    public void ADurationThatGrowsIsLeftToTheBrowser()
    {
        var running = Render<Duration>(p => p.Add(d => d.From, Now.AddSeconds(-72)));
        Assert.Equal("1 m 12 s", running.Find("[data-since]").TextContent);
        var ended = Render<Duration>(p => p.Add(d => d.From, Now.AddSeconds(-72)).Add(d => d.To, Now.AddSeconds(-60)));
        Assert.Empty(ended.FindAll("[data-since]"));
        Assert.Contains("12 s", ended.Markup);
    }

    [Fact]
    public void ACommandShowsItsPipelineAndItsPlaces()
    {
        var command = Render<Command>(p => p.Add(c => c.Source, "kubectl logs <pod> | grep <b>x</b> | wc -l").Add(c => c.Parameters, ["pod"]));
        Assert.Equal(3, command.FindAll(".pipe").Count);
        Assert.Equal("<pod>", command.Find(".place").TextContent);
        Assert.Empty(command.FindAll("b"));
    }

    [Fact]
    public void AListIsFilteredAsOneTypes()
    {
        string? chosen = null;
        var list = Render<FilterList<string>>(p => p
            .Add(l => l.Items, ["staging", "production", "sandbox"]).Add(l => l.Text, s => s).Add(l => l.Label, "Filter environments")
            .Add(l => l.ItemTemplate, s => $"<span>{s}</span>").Add(l => l.OnChoose, s => chosen = s));
        Assert.Equal(3, list.FindAll("[role=option]").Count);
        list.Find("input").Input("prod");
        var left = Assert.Single(list.FindAll("[role=option]"));
        left.Click();
        Assert.Equal("production", chosen);
        list.Find("input").Input("nothing like it");
        Assert.Contains("Nothing matches", list.Markup);
        list.Find(".acts button").Click();
        Assert.Equal(3, list.FindAll("[role=option]").Count);
    }
}
