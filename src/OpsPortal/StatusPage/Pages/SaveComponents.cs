using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Sources;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.StatusPage.Pages;

/// <summary>A line of a page as people write it.</summary>
/// <param name="Id">Null is a new one.</param>
/// <param name="System">Slug; null where no facts propose its state.</param>
/// <param name="Fact">Key of the system's component; null stands for the whole system.</param>
public sealed record ComponentForm(Guid? Id, string Name, string? Description = null, string? Group = null, IReadOnlyList<string>? DependsOn = null, string? System = null, string? Fact = null);

/// <summary>Sets the lines of a page, all of them in their order: what is not named any more is taken off, and its history with it.</summary>
public sealed class SaveComponents(IDbContextFactory<OpsPortalDbContext> contexts, ProposeStatus propose, AuditLog audit, TimeProvider time)
{
    public const int Most = 300;

    public async Task<Result<PublicPage>> InvokeAsync(Actor actor, string slug, IReadOnlyList<ComponentForm> lines, CancellationToken cancellation)
    {
        if (actor.May(Permission.Write, toDoWhat: "arrange status pages") is { } refused) return refused;
        if (Check(lines) is { } wrong) return wrong;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await WritePost.LockAsync(db, cancellation);
        if (await SavePage.FindAsync(db, slug, cancellation) is not { } page) return SavePage.Missing(slug);
        var systems = lines.Select(l => l.System).OfType<string>().Distinct().ToList();
        var known = await db.Systems.Where(s => systems.Contains(s.Slug)).Select(s => s.Slug).ToListAsync(cancellation);
        if (systems.Except(known).FirstOrDefault() is { } missing) return Problem.Invalid($"There is no system {missing}; leave it empty for what only people know of.", "system");
        var (now, old) = (time.GetUtcNow(), await db.PageComponents.Where(c => c.PageId == page.Id && c.RemovedAt == null).ToDictionaryAsync(c => c.Id, cancellation));
        foreach (var (at, line) in lines.Index())
        {
            if (line.Id is { } id && !old.ContainsKey(id)) return Problem.Invalid($"{line.Name} is not on the page (any more). Load the page again.", "id");
            var component = line.Id is { } kept ? old[kept] : new() { Id = Guid.NewGuid(), PageId = page.Id, Name = line.Name, CreatedAt = now, Since = now };
            if (line.Id is null) db.Add(component);
            Fill(component, line, at, now);
        }
        foreach (var gone in old.Values.Where(c => lines.All(l => l.Id != c.Id)))
        {
            gone.RemovedAt = now;
            await db.StatusProposals.IgnoreQueryFilters().Where(p => p.ComponentId == gone.Id && p.Outcome == ProposalState.Waiting).ExecuteUpdateAsync(set => set.SetProperty(p => p.Outcome, ProposalState.Superseded), cancellation);
        }
        page.Revision++;
        page.UpdatedAt = now;
        await db.SaveChangesAsync(cancellation);
        // A line that comes while something is wrong is proposed at once.
        await propose.InvokeAsync(db, null, cancellation);
        await db.NotifyAtCommitAsync(new(HintKind.StatusPage, page.Slug), cancellation);
        await audit.AppendAsync(db, actor, "statusPage.componentsChanged", "statusPage", page.Slug, new Dictionary<string, string> { ["components"] = string.Join(", ", lines.Select(l => l.Name)) }, cancellation);
        await transaction.CommitAsync(cancellation);
        return page;
    }

    private static void Fill(PageComponent component, ComponentForm line, int at, DateTimeOffset now)
    {
        component.Name = line.Name.Trim();
        component.Description = Blank(line.Description);
        component.Group = Blank(line.Group);
        component.DependsOn = line.DependsOn ?? [];
        component.System = Blank(line.System);
        component.Fact = component.System is null ? null : Blank(line.Fact);
        component.Position = at;
        component.UpdatedAt = now;
    }

    private static Problem? Check(IReadOnlyList<ComponentForm> lines) =>
        lines.Count > Most ? Problem.Invalid($"A page shows at most {Most} components; nobody reads more. Make several pages.", "components")
        : lines.Any(l => string.IsNullOrWhiteSpace(l.Name) || l.Name.Trim().Length > 100) ? Problem.Invalid("Each component needs a name of at most 100 characters.", "name")
        : lines.GroupBy(l => l.Name.Trim(), StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice ? Problem.Invalid($"There are two components {twice.Key}; give each a name of its own.", "name")
        : lines.Any(l => l.Description is { Length: > 300 } || l.Group is { Length: > 100 }) ? Problem.Invalid("A description has at most 300 characters, a group 100.", "description")
        : lines.FirstOrDefault(l => (l.DependsOn ?? []).Any(d => lines.All(o => o.Name.Trim() != d))) is { } lost ? Problem.Invalid($"{lost.Name} depends on {lost.DependsOn!.First(d => lines.All(o => o.Name.Trim() != d))}, which is not on this page.", "dependsOn")
        : null;

    private static string? Blank(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;
}
