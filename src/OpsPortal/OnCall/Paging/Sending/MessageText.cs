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
            if (page.Kind is PageKind.Call or PageKind.Reminder or PageKind.Summons && links.Acknowledge(page) is { } acknowledge) text.Append(CultureInfo.InvariantCulture, $"Acknowledge: {acknowledge}\n");
            text.Append('\n');
        }
        var title = first.Kind switch
        {
            PageKind.Test => first.Title,
            PageKind.Reminder => $"Still open: {first.Title}",
            PageKind.ActionItem => $"Due: action item of {first.Title}",
            _ => first.Title,
        };
        return new(message.Key, pages.Count == 1 ? title : $"{(pages.TrueForAll(p => p.Incident is not null) ? $"{pages.Count} incidents" : $"{pages.Count} messages")}: {title} and {(pages.Count == 2 ? "one more" : $"{pages.Count - 1} more")}", text.ToString().TrimEnd(), links.Incident(first), urgent);
    }
}
