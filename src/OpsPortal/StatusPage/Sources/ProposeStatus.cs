using Microsoft.EntityFrameworkCore;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Showing;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.StatusPage.Sources;

/// <summary>
/// Compares what facts come to with what is published. A difference waits for a person as a proposal; where the page's owner allows it,
/// it is published at once, in words that name nothing internal.
/// </summary>
public sealed class ProposeStatus(IEnumerable<IStatusSource> sources, WritePost write, Languages languages, TimeProvider time)
{
    /// <param name="db">With a transaction under way.</param>
    /// <param name="system">Slug; null looks at all.</param>
    public async Task InvokeAsync(OpsPortalDbContext db, string? system, CancellationToken cancellation)
    {
        // Most systems stand on no page; what happens to them waits for nobody.
        if (!await db.PageComponents.AnyAsync(c => c.RemovedAt == null && c.System != null && (system == null || c.System == system), cancellation)) return;
        await WritePost.LockAsync(db, cancellation);
        var now = time.GetUtcNow();
        var lines = await db.PageComponents.Where(c => c.RemovedAt == null && c.System != null && (system == null || c.System == system)).OrderBy(c => c.Position).ToListAsync(cancellation);
        List<StatusFinding> findings = [];
        List<PlannedWindow> windows = [];
        foreach (var source in sources)
        {
            findings.AddRange(await source.FindAsync(db, now, cancellation));
            windows.AddRange(await source.PlannedAsync(db, now, cancellation));
        }
        var ids = lines.Select(l => l.PageId).Distinct().ToList();
        var pages = await db.PublicPages.Where(p => ids.Contains(p.Id) && p.RemovedAt == null).ToListAsync(cancellation);
        foreach (var page in pages)
        {
            var own = lines.Where(l => l.PageId == page.Id).ToList();
            var last = await LastAsync(db, own, cancellation);
            List<Wanted> fresh = [];
            foreach (var line in own)
                if (await CompareAsync(db, line, findings, last.GetValueOrDefault(line.Id), now, cancellation) is { } wanted) fresh.Add(wanted);
            if (page.PublishesByRule) await PublishAsync(db, page, fresh, cancellation);
            else if (fresh.Count > 0)
            {
                db.AddRange(fresh.Select(f => f.Proposal));
                await db.NotifyAtCommitAsync(new(HintKind.StatusPage, page.Slug), cancellation);
            }
            await PlanAsync(db, page, own, windows, now, cancellation);
            await db.SaveChangesAsync(cancellation);
        }
    }

    private sealed record Wanted(PageComponent Line, StatusProposal Proposal);

    /// <summary>The newest proposal of each line.</summary>
    private static async Task<Dictionary<Guid, StatusProposal>> LastAsync(OpsPortalDbContext db, List<PageComponent> lines, CancellationToken cancellation)
    {
        var ids = lines.ConvertAll(l => (Guid?)l.Id);
        var newest = await db.StatusProposals.IgnoreQueryFilters().Where(p => ids.Contains(p.ComponentId)).GroupBy(p => p.ComponentId).Select(g => g.Max(p => p.Id)).ToListAsync(cancellation);
        return await db.StatusProposals.IgnoreQueryFilters().Where(p => newest.Contains(p.Id)).ToDictionaryAsync(p => p.ComponentId!.Value, cancellation);
    }

    private static async Task<Wanted?> CompareAsync(OpsPortalDbContext db, PageComponent line, List<StatusFinding> findings, StatusProposal? last, DateTimeOffset now, CancellationToken cancellation)
    {
        var found = ComponentMatch.Worst(line, findings);
        // What only people said is theirs to take back; what facts had said ends with them.
        var want = found?.State ?? (last is { Outcome: ProposalState.Published, State: not ComponentState.Operational } && last.DecidedAt >= line.Since ? ComponentState.Operational : null as ComponentState?);
        if (last is { Outcome: ProposalState.Waiting })
        {
            if (want == last.State) return null;
            (last.Outcome, last.DecidedAt) = (ProposalState.Superseded, now);
            // Before the next one: of a component one proposal waits.
            await db.SaveChangesAsync(cancellation);
        }
        if (want is not { } state || state == line.State || last is { Outcome: ProposalState.Dismissed } && last.State == state) return null;
        if (line.State == ComponentState.UnderMaintenance) return null;
        var because = found?.Because ?? [];
        return new(line, new()
        {
            PageId = line.PageId,
            ComponentId = line.Id,
            System = line.System!,
            State = state,
            Source = because.Count > 0 ? because[0].Source : last!.Source,
            Text = because.Count > 0 ? string.Join("; ", because.Select(b => b.Text)) : "What was the matter is over.",
            Evidence = because.Count > 0 ? because[0].Evidence : last!.Evidence,
            CreatedAt = now,
        });
    }

    /// <summary>Each source's own post, gone on with where there is one.</summary>
    private async Task PublishAsync(OpsPortalDbContext db, PublicPage page, List<Wanted> fresh, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var words = languages.Of(page.Language);
        foreach (var group in fresh.GroupBy(f => f.Proposal.Source))
        {
            var (states, names) = (group.ToDictionary(f => f.Line.Id, f => f.Proposal.State), string.Join(", ", group.Select(f => f.Line.Name)));
            // They wait no longer than until the statement below answers them.
            db.AddRange(group.Select(f => f.Proposal));
            var over = states.Values.All(s => s == ComponentState.Operational);
            var post = await db.PublicPosts.FirstOrDefaultAsync(p => p.PageId == page.Id && p.Source == group.Key, cancellation);
            if (post is null && over) continue;
            post ??= new() { Id = Guid.NewGuid(), PageId = page.Id, Title = words.Say("rule.title", names), StartedAt = now, CreatedAt = now, Source = group.Key };
            await write.AddAsync(db, page, post, new(over ? PostStatus.Resolved : PostStatus.Investigating, words.Say(over ? "rule.resolved" : "rule.investigating", names),
                states, "the page's rule", Evidence: group.First().Proposal.Evidence), cancellation);
        }
    }

    private static async Task PlanAsync(OpsPortalDbContext db, PublicPage page, List<PageComponent> lines, List<PlannedWindow> windows, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var window in windows.Where(w => w.Until > now && lines.Any(l => w.Components.Count == 0 ? l.System == w.System : w.Components.Any(c => ComponentMatch.Covers(l, w.System, c)))))
        {
            if (await db.StatusProposals.IgnoreQueryFilters().AnyAsync(p => p.PageId == page.Id && p.ComponentId == null && p.Source == window.Key, cancellation)) continue;
            db.Add(new StatusProposal
            {
                PageId = page.Id,
                System = window.System,
                State = ComponentState.UnderMaintenance,
                Source = window.Key,
                Text = window.Title,
                Evidence = window.Evidence,
                PlannedFrom = window.From,
                PlannedUntil = window.Until,
                CreatedAt = now,
            });
        }
    }
}
