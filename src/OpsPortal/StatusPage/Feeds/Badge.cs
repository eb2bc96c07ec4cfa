using System.Net;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Showing;

namespace OpsPortal.StatusPage.Feeds;

/// <summary>A small picture for a readme: what it is of, and how that stands, in a colour and in words.</summary>
internal static class Badge
{
    /// <param name="component">Null is the whole page.</param>
    public static string Write(PageView page, Words words, ComponentView? component)
    {
        var state = component?.State ?? Overall.Of(page, words).Worst;
        var (left, right) = (component?.Name ?? words.Say("badge"), words.Say($"state.{state.Code()}"));
        var (a, b) = (Width(left), Width(right));
        var (name, said) = (WebUtility.HtmlEncode(left), WebUtility.HtmlEncode(right));
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{a + b}" height="20" role="img" aria-label="{name}: {said}"><title>{name}: {said}</title><rect width="{a + b}" height="20" rx="3" fill="#3c3c46"/><path d="M{a} 0h{b - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-{b - 3}z" fill="{Colour(state)}"/><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle"><text x="{a / 2}" y="14">{name}</text><text x="{a + b / 2}" y="14">{said}</text></g></svg>
            """;
    }

    /// <summary>Pixels at 11 points, generously: a badge is drawn where no font can be measured.</summary>
    private static int Width(string text) => text.EnumerateRunes().Sum(r => r.Value < 0x300 ? 7 : 12) + 12;

    private static string Colour(ComponentState state) => state switch
    {
        ComponentState.Operational => "#14693a",
        ComponentState.UnderMaintenance => "#1a56c4",
        ComponentState.DegradedPerformance => "#855300",
        ComponentState.PartialOutage => "#a8400a",
        _ => "#b91c28",
    };
}
