using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Storage;

namespace OpsPortal.Incidents.Reviews;

/// <summary>A review to look at.</summary>
/// <param name="Review">Where nobody has written yet, a draft with revision 0.</param>
public sealed record ReviewSheet(IncidentSheet Incident, Review Review, IReadOnlyList<ActionItem> Items);

public sealed class ReviewQueries(IDbContextFactory<OpsPortalDbContext> contexts, IncidentQueries incidents)
{
    /// <summary>Null where the incident is not there.</summary>
    public async Task<ReviewSheet?> FindAsync(long number, CancellationToken cancellation)
    {
        if (await incidents.FindAsync(number, cancellation) is not { } sheet) return null;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var items = await db.ActionItems.AsNoTracking().Where(i => i.Incident == number).OrderBy(i => i.Id).ToListAsync(cancellation);
        return new(sheet, await db.Reviews.AsNoTracking().FirstOrDefaultAsync(r => r.Incident == number, cancellation) ?? await DraftAsync(sheet, cancellation), items);
    }

    public async Task<string?> MarkdownAsync(long number, CancellationToken cancellation) =>
        await FindAsync(number, cancellation) is { } found ? ReviewDraft.Markdown(found.Incident, found.Review, found.Items, await AllAsync(number, cancellation)) : null;

    /// <summary>Action items that are not done, those of <paramref name="owner"/> or everybody's, the most urgent first.</summary>
    public async Task<IReadOnlyList<ActionItem>> OpenAsync(Guid? owner, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.ActionItems.AsNoTracking().Where(i => i.DoneAt == null && (owner == null || i.OwnerId == owner) && db.Incidents.Any(n => n.Number == i.Incident))
            .OrderBy(i => i.DueOn).ThenBy(i => i.Id).Take(200).ToListAsync(cancellation);
    }

    private async Task<Review> DraftAsync(IncidentSheet sheet, CancellationToken cancellation)
    {
        var (summary, impact, helped, hindered, cause) = ReviewDraft.Of(sheet, await AllAsync(sheet.Incident.Number, cancellation));
        return new() { Incident = sheet.Incident.Number, Summary = summary, Impact = impact, Helped = helped, Hindered = hindered, RootCause = cause, ChangedBy = "OpsPortal", Revision = 0 };
    }

    private async Task<List<TimelineEntry>> AllAsync(long number, CancellationToken cancellation)
    {
        List<TimelineEntry> all = [];
        while (await incidents.TimelineAsync(number, all is [.., var last] ? last.Number : 0, null, cancellation) is { Count: > 0 } more) all.AddRange(more);
        return all;
    }
}
