using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Secrets;
using OpsPortal.StatusPage.Pages;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Posts;

/// <summary>What a person wants to publish.</summary>
public sealed record StatementForm
{
    /// <summary>The post that it goes on with; null begins a new one.</summary>
    public Guid? Post { get; init; }

    /// <summary>Of a new post; of an old one it replaces the title where it is given.</summary>
    public string? Title { get; init; }
    public PostStatus Status { get; init; }

    /// <summary>Markdown.</summary>
    public string Body { get; init; } = "";
    public IReadOnlyDictionary<Guid, ComponentState> States { get; init; } = new Dictionary<Guid, ComponentState>();

    /// <summary>Both make a new post one of maintenance.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }
    public DateTimeOffset? ScheduledUntil { get; init; }

    /// <summary>Maintenance begins and ends by its plan.</summary>
    public bool FollowsPlan { get; init; } = true;

    /// <summary>Components of maintenance: they are put under maintenance when it begins.</summary>
    public IReadOnlyList<Guid> Components { get; init; } = [];

    /// <summary>Number of the incident that it rests on; null for a free statement.</summary>
    public long? Incident { get; init; }

    /// <summary>Number of the plan that it announces; its beginning, its end and its delays are then told as they happen.</summary>
    public long? Maintenance { get; init; }
    public bool Notify { get; init; } = true;

    /// <summary>The click; the same again publishes nothing more.</summary>
    public string? Key { get; init; }
}

/// <summary>Publishes: an incident, a free statement or maintenance, new or gone on with. What was published stays; the next update corrects it.</summary>
public sealed class PublishUpdate(IDbContextFactory<OpsPortalDbContext> contexts, WritePost write, AuditLog audit, IRedactText redactor, TimeProvider time)
{
    public const int LongestTitle = 200, LongestBody = 10_000;

    public async Task<Result<PostUpdate>> InvokeAsync(Actor actor, string page, StatementForm form, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: "publish on a status page")!;
        if (Check(form) is { } wrong) return wrong;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await WritePost.LockAsync(db, cancellation);
        if (await db.PublicPages.FirstOrDefaultAsync(p => p.Slug == page && p.RemovedAt == null, cancellation) is not { } target) return SavePage.Missing(page);
        var named = form.States.Keys.Union(form.Components).ToList();
        var components = await db.PageComponents.Where(c => c.PageId == target.Id && c.RemovedAt == null && named.Contains(c.Id)).ToListAsync(cancellation);
        if (components.Count != named.Count) return Problem.Invalid($"{target.Title} has no such component (any more). Load the page again and choose from those that it has.", "states");
        if (Refuse(actor, target, components) is { } refused) return refused;
        var click = form.Key is { } key ? Keyed(target, key) : (Guid?)null;
        if (click is { } again && await db.PostUpdates.AsNoTracking().Include(u => u.Post).FirstOrDefaultAsync(u => u.Id == again, cancellation) is { } done) return done;
        var post = form.Post is { } id ? await db.PublicPosts.FirstOrDefaultAsync(p => p.Id == id && p.PageId == target.Id, cancellation) : New(target, form);
        if (post is null) return Problem.NotFound("There is nothing published with this id on this page.");
        if (!PostRules.Statuses(post.Kind).Contains(form.Status))
            return Problem.Invalid($"{(post.Kind == PostKind.Maintenance ? "Maintenance" : "An incident")} can be {string.Join(", ", PostRules.Statuses(post.Kind).Select(s => s.Code()))}; {form.Status.Code()} is none of them.", "status");
        if (form.Incident is { } number && !await db.Incidents.AnyAsync(i => i.Number == number && !i.Private, cancellation)) return Problem.NotFound($"There is no incident INC-{number} that may be published.");
        if (form.Maintenance is { } plan && !await db.MaintenancePlans.AnyAsync(p => p.Number == plan, cancellation)) return Problem.NotFound($"There is no maintenance MNT-{plan}.");
        if (form.Post is null && post.Source is { } source && await db.PublicPosts.AnyAsync(p => p.PageId == target.Id && p.Source == source, cancellation))
            return Problem.Conflict($"{target.Title} tells of {(form.Incident is { } known ? $"INC-{known}" : $"MNT-{form.Maintenance}")} already. Go on there with an update.");
        if (form.Post is not null && form.Title?.Trim() is { Length: > 0 } title) post.Title = redactor.Redact(title);
        var update = await write.AddAsync(db, target, post, new(form.Status, redactor.Redact(form.Body.Trim()), form.States, actor.Name, actor.Id, Evidence(form, post), form.Notify, click), cancellation);
        await audit.AppendAsync(db, actor, "status.published", "statusPage", target.Slug, new Dictionary<string, string>
        {
            ["post"] = $"{post.Id:N}",
            ["title"] = post.Title,
            ["status"] = form.Status.Code(),
            ["components"] = string.Join(", ", update.Affected.Select(a => $"{a.Name}: {a.New.Code()}")),
        }, cancellation);
        await transaction.CommitAsync(cancellation);
        return update;
    }

    private PublicPost New(PublicPage page, StatementForm form)
    {
        var now = time.GetUtcNow();
        return new()
        {
            Id = Guid.NewGuid(),
            PageId = page.Id,
            Kind = form.ScheduledFor is null ? PostKind.Incident : PostKind.Maintenance,
            Title = redactor.Redact(form.Title!.Trim()),
            Components = form.Components,
            StartedAt = form.ScheduledFor ?? now,
            ScheduledFor = form.ScheduledFor,
            ScheduledUntil = form.ScheduledUntil,
            FollowsPlan = form.ScheduledFor is not null && form.FollowsPlan && form.Maintenance is null,
            Source = SourceOf(form),
            CreatedAt = now,
        };
    }

    /// <summary>One id per click, so that the second one finds what the first has published.</summary>
    private static Guid Keyed(PublicPage page, string key) => new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{page.Id}:{key}")).AsSpan(0, 16));

    private static string? SourceOf(StatementForm form) => form.Incident is { } incident ? $"incident:{incident}" : form.Maintenance is { } plan ? $"maintenance:{plan}" : null;

    private static string? Evidence(StatementForm form, PublicPost post) => (SourceOf(form) ?? post.Source)?.Split(':') switch
    {
        ["incident", var number] => $"/incidents/{number}",
        ["maintenance", var number] => $"/maintenance/{number}",
        _ => null,
    };

    private static Problem? Refuse(Actor actor, PublicPage page, List<PageComponent> components)
    {
        // What names no system speaks for the whole page.
        if (components.Count == 0 || components.Any(c => c.System is null)) { if (actor.May(Permission.RunSteps, toDoWhat: $"publish on {page.Title}") is { } everywhere) return everywhere; }
        foreach (var system in components.Select(c => c.System).OfType<string>().Distinct())
            if (actor.May(Permission.RunSteps, system: system, toDoWhat: "publish the state") is { } refused) return refused;
        return null;
    }

    private static Problem? Check(StatementForm form) =>
        form.Post is null && string.IsNullOrWhiteSpace(form.Title) ? Problem.Invalid("Give it a title that somebody outside understands, e.g. \"Search is slow\".", "title")
        : form.Title is { } title && title.Trim().Length > LongestTitle ? Problem.Invalid($"A title has at most {LongestTitle} characters.", "title")
        : string.IsNullOrWhiteSpace(form.Body) ? Problem.Invalid("There is nothing written yet. Say what people notice, and what comes next.", "body")
        : form.Body.Length > LongestBody ? Problem.Invalid($"A statement has at most {LongestBody:N0} characters; this one has {form.Body.Length:N0}.", "body")
        : form.ScheduledFor is null != form.ScheduledUntil is null ? Problem.Invalid("Maintenance has a beginning and an end; give both.", "scheduledUntil")
        : form.ScheduledUntil <= form.ScheduledFor ? Problem.Invalid("Maintenance ends after it begins.", "scheduledUntil")
        : null;
}
