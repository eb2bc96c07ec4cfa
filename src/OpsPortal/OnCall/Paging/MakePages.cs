using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Timeline;
using OpsPortal.OnCall.Contacts;

namespace OpsPortal.OnCall.Paging;

/// <summary>Writes pages and their attempts in the transaction of the decision to page.</summary>
public sealed class MakePages(PagingLimits limits)
{
    /// <summary>The page; null where the same decision was taken before.</summary>
    public async Task<Page?> AddAsync(IncidentWork work, Contact contact, PageKind kind, int level, int round, string because, bool urgent, DateTimeOffset notBefore, CancellationToken cancellation)
    {
        var incident = work.Incident;
        // The incident's row is locked, so nobody else decides meanwhile; the unique index holds all the same.
        if (await work.Db.Pages.AnyAsync(p => p.Incident == incident.Number && p.ContactId == contact.Id && p.Kind == kind && p.Level == level && p.Round == round, cancellation)) return null;
        var page = Of(contact, because, $"{incident.Severity} {incident.Name}: {(incident.Private ? "a private incident" : incident.Title)}", urgent, work.Now, notBefore, kind, incident.Number, level, round);
        work.Db.Pages.Add(page);
        work.Tell(TimelineKind.Page, page.Attempts.Count == 0
            ? $"{contact.Name} was to be {Verb(kind)} ({because}), but has no contact method that works"
            : $"{Capital(Verb(kind))} {contact.Name}: {because}{(notBefore > work.Now ? $"; it can wait until {notBefore:ddd HH:mm} UTC" : "")}",
            new Dictionary<string, string> { ["contact"] = $"{contact.Id}", ["level"] = $"{level}", ["round"] = $"{round}" });
        return page;
    }

    /// <summary>A page for <paramref name="contact"/>, with an attempt for each method that works and takes this urgency.</summary>
    internal Page Of(Contact contact, string because, string title, bool urgent, DateTimeOffset now, DateTimeOffset notBefore, PageKind kind, long? incident, int level, int round, Notice? notice = null)
    {
        var methods = contact.Methods.Where(m => m.Works && m.Urgency != (urgent ? MethodUrgency.Low : MethodUrgency.High)).OrderBy(m => m.Position).ToList();
        // Better over a method that is meant for something else than not at all.
        if (methods.Count == 0) methods = [.. contact.Methods.Where(m => m.Works).OrderBy(m => m.Position)];
        var page = new Page
        {
            Kind = kind,
            Incident = incident,
            ContactId = contact.Id,
            Contact = contact.Name,
            Level = level,
            Round = round,
            State = methods.Count == 0 ? PageState.Unreached : PageState.Open,
            EndedBecause = methods.Count == 0 ? "There is no contact method that works." : null,
            Because = because,
            Title = title,
            Urgent = urgent,
            Text = notice?.Text,
            Address = notice?.Address,
            CreatedAt = now,
            NotBefore = notBefore,
        };
        foreach (var (rung, method) in methods.Index())
            page.Attempts.Add(new() { MethodId = method.Id, Kind = method.Kind, Shown = method.Shown, DueAt = (notBefore > now ? notBefore : now) + rung * (kind == PageKind.Notice ? NoHurry : limits.Rung) });
        return page;
    }

    /// <summary>The same of something that is no incident.</summary>
    internal Page Of(Contact contact, Notice notice, PageKind kind, DateTimeOffset now) =>
        Of(contact, notice.Because, notice.Title, urgent: kind == PageKind.Summons, now, now, kind, null, 0, 1, notice);

    /// <summary>Between the methods of a notice: the next one is used where the one before fails, which moves it to the front.</summary>
    private static readonly TimeSpan NoHurry = TimeSpan.FromDays(1);

    private static string Verb(PageKind kind) => kind is PageKind.Call or PageKind.Help ? "paged" : "reminded";

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
