using OpsPortal.OnCall.Calendars;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Showing;

namespace OpsPortal.StatusPage.Feeds;

/// <summary>Maintenance for calendar programs: what is planned, what runs, and what was.</summary>
internal static class MaintenanceCalendar
{
    public static string Write(PageView page, Words words, Uri root) => CalendarText.Of(words.Say("calendar", page.Title), page.Posts.Where(p => p.Kind == PostKind.Maintenance)
        .Select(p => new CalendarEvent($"{p.Id:N}", p.ScheduledFor!.Value, End(p), p.Title, $"{words.Say($"status.{p.Status.Code()}")}\n{(p.Updates is [var last, ..] ? last.Body : "")}\n{StatusJson.Link(page, p, root).AbsoluteUri}")),
        // The same text for as long as nothing is published, so that programs need not read it again.
        page.UpdatedAt, "Status page");

    /// <summary>What ended early ends there, what takes longer lasts.</summary>
    private static DateTimeOffset End(PostView post) => post.ResolvedAt is { } end && end > post.ScheduledFor ? end : post.ScheduledUntil!.Value;
}
