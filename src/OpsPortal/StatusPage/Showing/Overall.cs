using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;

namespace OpsPortal.StatusPage.Showing;

/// <summary>The one sentence that stands first, and what programs read of it. Pure.</summary>
/// <param name="Worst">Of all components.</param>
/// <param name="Indicator">As status-page clients know it: none, minor, major or critical.</param>
public sealed record Overall(ComponentState Worst, PostImpact Indicator, string Sentence)
{
    public static Overall Of(PageView page, Words words)
    {
        var worst = page.Components.Select(c => c.State).DefaultIfEmpty().Max();
        var impact = PostRules.Impact(worst);
        foreach (var open in page.Open) if (open.Impact is not PostImpact.Maintenance && open.Impact > impact && open.Status is PostStatus.Investigating or PostStatus.Identified) impact = open.Impact;
        return new(worst, impact, Say(page, words, worst));
    }

    private static string Say(PageView page, Words words, ComponentState worst)
    {
        var wrong = page.Components.Where(c => c.State == worst).ToList();
        if (worst != ComponentState.Operational)
        {
            var since = words.Moment(wrong.Min(c => c.Since), page.Zone, page.ReadAt);
            return wrong.Count == 1 ? words.Say($"overall.one.{worst.Code()}", wrong[0].Name, since) : words.Say($"overall.many.{worst.Code()}", wrong.Count, page.Components.Count, since);
        }
        return page.Open.Any() ? words.Say("overall.open") : page.Components.Count == 0 ? words.Say("overall.nothing") : words.Say("overall.operational");
    }
}
