using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Showing;
using Xunit;
using static OpsPortal.Tests.StatusPage.Samples;

namespace OpsPortal.Tests.StatusPage;

/// <summary>The page as a browser gets it.</summary>
public class DocumentTests
{
    private static readonly RenderPages Renderer = new(new ServiceCollection().AddLogging().BuildServiceProvider(), NullLoggerFactory.Instance, Tongues);

    [Fact]
    public async Task It_is_small_and_needs_no_script()
    {
        var components = Enumerable.Range(0, 20).Select(n => Component(100 + n, $"Component {n}", ComponentState.Operational, $"Group {n / 5}",
            [.. Enumerable.Range(0, 6).Select(s => new SpanView(ComponentState.PartialOutage, Now.AddDays(-s * 11 - 1), Now.AddDays(-s * 11 - 1).AddMinutes(40)))])).ToArray();
        var rendered = await RenderAsync(Page(components) with { Posts = [Incident(30, PostStatus.Investigating, PostImpact.Major, Update(31, PostStatus.Investigating, "We look into it."))] });
        Assert.InRange(rendered.Plain.Length, 1_000, 45_000);
        Assert.InRange(rendered.Brotli!.Length, 500, 10_000);
        Assert.DoesNotContain("<script", Text(rendered));
        var quiet = await RenderAsync(Page([.. Enumerable.Range(0, 20).Select(n => Component(100 + n, $"Component {n}"))]));
        Assert.InRange(quiet.Plain.Length, 1_000, 30_000);
    }

    [Fact]
    public async Task Whatever_was_written_is_shown_as_text()
    {
        var page = Page(Component(11, "<img src=x onerror=alert(1)>", ComponentState.MajorOutage)) with
        {
            Title = "</title><script>alert(2)</script>",
            Posts = [Incident(30, PostStatus.Investigating, PostImpact.Major, Update(31, PostStatus.Investigating, "<script>alert(3)</script> [click](javascript:alert(4))")) with { Title = "\"><script>alert(5)</script>" }],
        };
        var text = Text(await RenderAsync(page));
        Assert.DoesNotContain("<script", text);
        Assert.DoesNotContain("<img", text);
        Assert.DoesNotContain("href=\"javascript", text);
    }

    [Fact]
    public async Task The_sentence_stands_first_and_the_bars_have_words()
    {
        var text = Text(await RenderAsync(Page(Component(11, "Search", ComponentState.MajorOutage, null, new SpanView(ComponentState.MajorOutage, Now.AddHours(-1), null)))));
        Assert.True(text.IndexOf("Search is out of service", StringComparison.Ordinal) < text.IndexOf("<h2", StringComparison.Ordinal));
        Assert.Contains("aria-label=\"Search, day by day for 90 days: 30 Mar 2026: Major outage, 1 h away\"", text);
        Assert.Contains("<details>", text);
    }

    [Fact]
    public async Task Evidence_is_for_those_inside()
    {
        var page = Page(Component(11, "Search")) with { Posts = [Incident(30, PostStatus.Investigating, PostImpact.Major, Update(31, PostStatus.Investigating, "We look into it."))] };
        Assert.DoesNotContain("/incidents/42", Text(await RenderAsync(page)));
        Assert.Contains("/incidents/42", Text(await RenderAsync(page, inside: true)));
    }

    [Fact]
    public async Task What_is_old_says_of_when_it_is() =>
        Assert.Contains("As of 10:00 UTC; live data cannot be read at the moment.", Text(await RenderAsync(Page(Component(11, "Search")), away: true)));

    [Fact]
    public async Task Its_policy_names_its_own_style_and_nothing_else()
    {
        var rendered = await RenderAsync(Page());
        var style = Text(rendered).Split("<style>")[1].Split("</style>")[0];
        Assert.Contains(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(style))), rendered.Policy);
        Assert.Contains("default-src 'none'", rendered.Policy);
        Assert.Contains("frame-ancestors 'none'", rendered.Policy);
    }

    [Fact]
    public async Task The_same_state_has_the_same_tag_and_another_one_another()
    {
        Assert.Equal((await RenderAsync(Page(Component(11, "Search")))).Tag, (await RenderAsync(Page(Component(11, "Search")))).Tag);
        Assert.NotEqual((await RenderAsync(Page(Component(11, "Search")))).Tag, (await RenderAsync(Page(Component(11, "Search", ComponentState.MajorOutage)))).Tag);
    }

    private static Task<Rendered> RenderAsync(PageView page, bool inside = false, bool away = false) => Renderer.DocumentAsync<StatusBody>(page, away, null, framed: false, new() { ["Inside"] = inside });

    private static string Text(Rendered rendered) => Encoding.UTF8.GetString(rendered.Plain);
}
