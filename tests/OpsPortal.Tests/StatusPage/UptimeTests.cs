using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Showing;
using Xunit;
using static OpsPortal.Tests.StatusPage.Samples;

namespace OpsPortal.Tests.StatusPage;

/// <summary>Days come of times, by the page's clock.</summary>
public class UptimeTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void An_outage_over_midnight_counts_on_both_days()
    {
        var component = Component(11, "Search", spans: new SpanView(ComponentState.MajorOutage, At("2026-03-20T23:30Z"), At("2026-03-21T00:10Z")));
        var days = Uptime.Of(component, TimeZoneInfo.Utc, Now).ToDictionary(d => d.Date);
        Assert.Equal(TimeSpan.FromMinutes(30), days[new(2026, 3, 20)].Down);
        Assert.Equal(TimeSpan.FromMinutes(10), days[new(2026, 3, 21)].Down);
        Assert.Equal(ComponentState.MajorOutage, days[new(2026, 3, 21)].Worst);
        Assert.Equal(ComponentState.Operational, days[new(2026, 3, 22)].Worst);
    }

    [Fact]
    public void A_day_on_which_clocks_change_has_its_own_length()
    {
        var days = Uptime.Of(Component(11, "Search"), Berlin, Now).ToDictionary(d => d.Date);
        Assert.Equal(TimeSpan.FromHours(23), days[new(2026, 3, 29)].Length);
        Assert.Equal(TimeSpan.FromHours(24), days[new(2026, 3, 28)].Length);
        var autumn = new DateTimeOffset(2026, 10, 26, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromHours(25), Uptime.Of(Component(11, "Search"), Berlin, autumn).Single(d => d.Date == new DateOnly(2026, 10, 25)).Length);
    }

    [Fact]
    public void A_whole_day_away_is_a_whole_day_whatever_the_clocks_do()
    {
        var component = Component(11, "Search", spans: new SpanView(ComponentState.MajorOutage, At("2026-03-28T23:00Z"), At("2026-03-29T22:00Z")));
        var day = Uptime.Of(component, Berlin, Now).Single(d => d.Down > TimeSpan.Zero);
        Assert.Equal((new DateOnly(2026, 3, 29), TimeSpan.FromHours(23), TimeSpan.FromHours(23)), (day.Date, day.Down, day.Length));
    }

    [Fact]
    public void There_are_ninety_days_and_today_is_as_long_as_it_lasted()
    {
        var days = Uptime.Of(Component(11, "Search"), TimeZoneInfo.Utc, Now);
        Assert.Equal(90, days.Count);
        Assert.Equal((new DateOnly(2026, 3, 30), TimeSpan.FromHours(10)), (days[^1].Date, days[^1].Length));
        Assert.Equal(new DateOnly(2025, 12, 31), days[0].Date);
    }

    [Fact]
    public void Nothing_is_said_of_days_before_it_was_there()
    {
        var young = Component(11, "Search") with { CreatedAt = At("2026-03-29T12:00Z") };
        var days = Uptime.Of(young, TimeZoneInfo.Utc, Now);
        Assert.Equal(88, days.Count(d => d.Worst is null));
        Assert.Equal(TimeSpan.FromHours(12), days[^2].Length);
        Assert.Equal(1, Uptime.Share(days));
        Assert.Null(Uptime.Share([]));
    }

    [Theory]
    [InlineData(ComponentState.MajorOutage, 10)]
    [InlineData(ComponentState.PartialOutage, 3)]
    [InlineData(ComponentState.DegradedPerformance, 0)]
    [InlineData(ComponentState.UnderMaintenance, 0)]
    public void Only_being_away_counts_and_being_partly_away_counts_three_tenths(ComponentState state, int minutes)
    {
        var component = Component(11, "Search", spans: new SpanView(state, At("2026-03-20T10:00Z"), At("2026-03-20T10:10Z")));
        var day = Uptime.Of(component, TimeZoneInfo.Utc, Now).Single(d => d.Date == new DateOnly(2026, 3, 20));
        Assert.Equal((state, TimeSpan.FromMinutes(minutes)), (day.Worst, day.Down));
    }

    [Fact]
    public void What_lasts_counts_until_now()
    {
        var component = Component(11, "Search", ComponentState.MajorOutage, spans: new SpanView(ComponentState.MajorOutage, At("2026-03-30T09:00Z"), null));
        Assert.Equal(TimeSpan.FromHours(1), Uptime.Of(component, TimeZoneInfo.Utc, Now)[^1].Down);
    }

    [Fact]
    public void A_share_is_never_rounded_up_to_all()
    {
        Assert.Equal("99.99\u00a0%", English.Share(0.999999));
        Assert.Equal("100\u00a0%", English.Share(1));
        Assert.Equal("99,95\u00a0%", Tongues.Of("de").Share(0.9995));
    }

    [Fact]
    public void What_was_measured_fills_only_what_nobody_published()
    {
        SpanView published = new(ComponentState.PartialOutage, At("2026-03-20T10:00Z"), At("2026-03-20T11:00Z"));
        SpanView measured = new(ComponentState.MajorOutage, At("2026-03-20T09:30Z"), At("2026-03-20T11:30Z"));
        Assert.Equal([("09:30", "10:00"), ("11:00", "11:30")], ReadPages.Apart(measured, [published]).Select(s => ($"{s.From:HH:mm}", $"{s.To:HH:mm}")));
        Assert.Empty(ReadPages.Apart(published, [measured]));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
