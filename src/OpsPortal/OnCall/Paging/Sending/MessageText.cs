using System.Globalization;
using System.Text;
using OpsPortal.OnCall.Channels;

namespace OpsPortal.OnCall.Paging.Sending;

/// <summary>What somebody reads on a telephone at night.</summary>
internal sealed class MessageText(PageLinks links)
{
    public ChannelMessage Of(ClaimedMessage message)
    {
        var pages = message.Attempts.Select(a => a.Page!).OrderByDescending(p => p.Urgent).ThenBy(p => p.Id).ToList();
        var (first, urgent) = (pages[0], pages.Any(p => p.Urgent));
        var text = new StringBuilder();
        foreach (var page in pages)
        {
            if (pages.Count > 1) text.Append(CultureInfo.InvariantCulture, $"{page.Title}\n");
            text.Append(CultureInfo.InvariantCulture, $"{(page.Kind == PageKind.ActionItem ? "" : "You are paged because you are ")}{page.Because}.\n");
            if (page.Kind != PageKind.ActionItem && links.Acknowledge(page) is { } acknowledge) text.Append(CultureInfo.InvariantCulture, $"Acknowledge: {acknowledge}\n");
            text.Append('\n');
        }
        var title = first.Kind switch
        {
            PageKind.Test => first.Title,
            PageKind.Reminder => $"Still open: {first.Title}",
            PageKind.Help => $"Help wanted: {first.Title}",
            PageKind.ActionItem => $"Due: action item of {first.Title}",
            _ => first.Title,
        };
        var incidents = pages.Select(p => p.Incident).Distinct().Count();
        return new(message.Key, incidents == 1 ? title : $"{incidents} incidents: {title} and {(incidents == 2 ? "one more" : $"{incidents - 1} more")}", text.ToString().TrimEnd(), links.Incident(first), urgent);
    }
}
