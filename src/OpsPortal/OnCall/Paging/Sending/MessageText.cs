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
            if (page.Text is not null) text.Append(CultureInfo.InvariantCulture, $"{page.Text}\n");
            text.Append(CultureInfo.InvariantCulture, $"{(page.Kind switch { PageKind.ActionItem => "", PageKind.Notice => "You are told because you are ", _ => "You are paged because you are " })}{page.Because}.\n");
            if (page.Kind is not (PageKind.ActionItem or PageKind.Notice) && links.Acknowledge(page) is { } acknowledge) text.Append(CultureInfo.InvariantCulture, $"Acknowledge: {acknowledge}\n");
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
        var matters = pages.Select(p => (p.Incident, p.Incident is null ? p.Id : 0)).Distinct().Count();
        var kind = pages.All(p => p.Incident is not null) ? "incidents" : "messages";
        return new(message.Key, matters == 1 ? title : $"{matters} {kind}: {title} and {(matters == 2 ? "one more" : $"{matters - 1} more")}", text.ToString().TrimEnd(), links.Incident(first), urgent);
    }
}
