using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Showing;
using OpsPortal.StatusPage.Sources;
using Xunit;
using static OpsPortal.Tests.StatusPage.Samples;

namespace OpsPortal.Tests.StatusPage;

/// <summary>One sentence, and what programs read of it.</summary>
public class OverallTests
{
    [Fact]
    public void All_is_well() => Assert.Equal((ComponentState.Operational, PostImpact.None, "All systems operational"), Say(Page(Component(11, "Search"), Component(12, "Store"))));

    [Fact]
    public void One_component_is_named_with_its_time() =>
        Assert.Equal((ComponentState.DegradedPerformance, PostImpact.Minor, "Search is degraded since 08:00 UTC"), Say(Page(Component(11, "Search", ComponentState.DegradedPerformance), Component(12, "Store"))));

    [Fact]
    public void The_worst_counts_and_several_are_counted() => Assert.Equal((ComponentState.MajorOutage, PostImpact.Critical, "2 of 3 components are out of service since 08:00 UTC"),
        Say(Page(Component(11, "Search", ComponentState.MajorOutage), Component(12, "Store", ComponentState.MajorOutage), Component(13, "Mail", ComponentState.DegradedPerformance))));

    [Fact]
    public void Maintenance_is_no_trouble_to_programs() =>
        Assert.Equal((ComponentState.UnderMaintenance, PostImpact.None, "Search is under maintenance since 08:00 UTC"), Say(Page(Component(11, "Search", ComponentState.UnderMaintenance))));

    [Fact]
    public void An_open_incident_counts_while_all_components_work() =>
        Assert.Equal((ComponentState.Operational, PostImpact.Major, "All systems operational; something is still being looked into"), Say(Page(Component(11, "Search")) with { Posts = [Incident(30, PostStatus.Investigating, PostImpact.Major)] }));

    [Fact]
    public void It_is_said_in_the_language_of_the_page() =>
        Assert.Equal("Search ist seit 08:00 UTC ausgefallen", Overall.Of(Page(Component(11, "Search", ComponentState.MajorOutage)), Tongues.Of("de")).Sentence);

    [Fact]
    public void The_day_is_told_where_it_is_not_today_and_the_zone_always()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        Assert.Equal("12:00 UTC+2", English.Moment(Now, berlin, Now));
        Assert.Equal("28 Mar, 11:00 UTC+1", English.Moment(Now.AddDays(-2), berlin, Now));
        Assert.Equal("30 Mar 2025, 12:00 UTC+2", English.Moment(Now.AddDays(-365), berlin, Now));
        Assert.Equal("28. März, 11:00 UTC+1", Tongues.Of("de").Moment(Now.AddDays(-2), berlin, Now));
    }

    [Fact]
    public void German_lacks_nothing() => Assert.Empty(Tongues.Of("de").Missing);

    [Fact]
    public void What_a_language_lacks_is_said_in_english_and_told()
    {
        var words = new Words("fr", new Dictionary<string, string> { ["today"] = "aujourd'hui" }, new Dictionary<string, string> { ["today"] = "today", ["history"] = "History" });
        Assert.Equal(("aujourd'hui", "History"), (words.Say("today"), words.Say("history")));
        Assert.Equal(["history"], words.Missing);
    }

    [Theory]
    [InlineData("shop", null, true)]
    [InlineData("shop", "Search", true)]
    [InlineData("shop", "search", true)]
    [InlineData("shop", "Checkout", false)]
    [InlineData("other", "Search", false)]
    public void A_fact_finds_its_line(string system, string? component, bool covered) =>
        Assert.Equal(covered, ComponentMatch.Covers(new() { Name = "Find things", System = "shop", Fact = "search" }, system, component));

    [Fact]
    public void A_line_for_a_whole_system_hears_of_all_of_it_and_takes_the_worst()
    {
        StatusFinding[] findings = [new("incident:1", "shop", "Search", ComponentState.DegradedPerformance, "a", "/a"), new("incident:2", "shop", "Checkout", ComponentState.MajorOutage, "b", "/b"), new("incident:3", "bank", null, ComponentState.MajorOutage, "c", "/c")];
        var worst = ComponentMatch.Worst(new() { Name = "Shop", System = "shop" }, findings);
        Assert.Equal(ComponentState.MajorOutage, worst!.Value.State);
        Assert.Equal(["incident:2"], worst.Value.Because.Select(b => b.Source));
    }

    [Theory]
    [InlineData("#4338ca", true)]
    [InlineData("#FFFF00", false)]
    [InlineData("red", false)]
    [InlineData("#4338ca;}", false)]
    public void A_colour_has_to_be_readable(string colour, bool taken) => Assert.Equal(taken, Contrast.Read(colour).Succeeded);

    [Fact]
    public void In_the_dark_every_accent_can_be_read()
    {
        foreach (var accent in new[] { "#4338ca", "#000000", "#b91c28", "#14693a" }) Assert.True(Contrast.Ratio(Contrast.InTheDark(accent), "#131317") >= 7, accent);
    }

    private static (ComponentState, PostImpact, string) Say(PageView page) => Overall.Of(page, English) is var all ? (all.Worst, all.Indicator, all.Sentence) : default;
}
