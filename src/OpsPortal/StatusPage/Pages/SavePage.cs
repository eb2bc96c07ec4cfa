using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Incidents.Images;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Showing;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.StatusPage.Pages;

/// <summary>What people write of a page; null leaves as it is.</summary>
/// <param name="Slug">Only when it is added; made of the title where null.</param>
/// <param name="NewLink">Makes another secret link; the old one ends.</param>
/// <param name="Revision">The revision that was seen; null changes whatever is there.</param>
public sealed record PageForm(string? Title = null, string? Description = null, PageAudience? Audience = null, bool? IsDefault = null, string? Accent = null,
    string? TimeZone = null, string? Language = null, bool? PublishesByRule = null, string? Slug = null, bool NewLink = false, int? Revision = null);

/// <param name="Secret">Of the link, shown this once; null where none was made.</param>
public sealed record SavedPage(PublicPage Page, string? Secret);

/// <summary>Adds a status page, changes one, takes one away.</summary>
public sealed class SavePage(IDbContextFactory<OpsPortalDbContext> contexts, Languages languages, AuditLog audit, TimeProvider time)
{
    public const int MaxLogo = 200 * 1024;
    internal const string RevisionField = "revision";

    /// <summary>They are addresses of their own.</summary>
    private static readonly string[] Taken = ["incidents", "history", "embed", "api", "logo", "subscribe", "confirm", "unsubscribe", "x"];

    public Task<Result<SavedPage>> AddAsync(Actor actor, PageForm form, CancellationToken cancellation) => InAsync(actor, "statusPage.added", form, async db =>
    {
        if (string.IsNullOrWhiteSpace(form.Title)) return Problem.Invalid("Give the page a title, e.g. the name of your product.", "title");
        var slug = form.Slug is { Length: > 0 } given ? given : Slug.From(form.Title);
        if (!Slug.IsValid(slug) || Taken.Contains(slug)) return Problem.Invalid($"\"{slug}\" cannot be the page's address; take lower-case letters, digits and hyphens, and no word that has a meaning of its own there.", "slug");
        if (await db.PublicPages.AnyAsync(p => p.Slug == slug && p.RemovedAt == null, cancellation)) return Problem.Conflict($"There is a page {slug} already; change that one, or choose another title.");
        var first = !await db.PublicPages.AnyAsync(p => p.RemovedAt == null, cancellation);
        var page = new PublicPage { Id = Guid.NewGuid(), Slug = slug, Title = form.Title.Trim(), IsDefault = first && (form.Audience ?? PageAudience.Everybody) == PageAudience.Everybody, CreatedAt = time.GetUtcNow() };
        db.Add(page);
        return page;
    }, cancellation);

    public Task<Result<SavedPage>> ChangeAsync(Actor actor, string slug, PageForm form, CancellationToken cancellation) => InAsync(actor, "statusPage.changed", form, async db =>
    {
        if (await FindAsync(db, slug, cancellation) is not { } page) return Missing(slug);
        if (form.Revision is { } seen && seen != page.Revision)
            return new Problem(ProblemKind.Conflict, "Somebody has changed this page meanwhile. Load it again and look what is there now; what you wrote is still in the form.", RevisionField);
        page.Revision++;
        return page;
    }, cancellation);

    /// <summary>Its address answers no more, and nobody is told anything; what was published stays in the audit.</summary>
    public Task<Result<SavedPage>> RemoveAsync(Actor actor, string slug, CancellationToken cancellation) => InAsync(actor, "statusPage.removed", new(), async db =>
    {
        if (await FindAsync(db, slug, cancellation) is not { } page) return Missing(slug);
        (page.RemovedAt, page.IsDefault) = (time.GetUtcNow(), false);
        return page;
    }, cancellation);

    /// <param name="content">Null takes it away.</param>
    public Task<Result<SavedPage>> SetLogoAsync(Actor actor, string slug, byte[]? content, CancellationToken cancellation) => InAsync(actor, "statusPage.logoChanged", new(), async db =>
    {
        if (content is { Length: > MaxLogo }) return Problem.Invalid($"This image has {content.Length:N0} bytes; a logo may have {MaxLogo:N0}. Make it smaller.", "logo");
        var type = content is null ? null : ImageType.Of(content);
        if (content is not null && type is null) return Problem.Invalid("This is no PNG, JPEG, GIF or WebP image. Save it as one of these.", "logo");
        if (await FindAsync(db, slug, cancellation) is not { } page) return Missing(slug);
        (page.Logo, page.LogoType) = (content, type);
        page.Revision++;
        return page;
    }, cancellation);

    internal static Problem Missing(string slug) => Problem.NotFound($"There is no status page {slug}; those that are stand under Status.");

    internal static Task<PublicPage?> FindAsync(OpsPortalDbContext db, string slug, CancellationToken cancellation) =>
        db.PublicPages.FirstOrDefaultAsync(p => p.Slug == slug && p.RemovedAt == null, cancellation);

    private async Task<Result<SavedPage>> InAsync(Actor actor, string action, PageForm form, Func<OpsPortalDbContext, Task<Result<PublicPage>>> change, CancellationToken cancellation)
    {
        if (actor.May(Permission.Write, toDoWhat: "arrange status pages") is { } refused) return refused;
        if (Check(form) is { } wrong) return wrong;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await WritePost.LockAsync(db, cancellation);
        var changed = await change(db);
        if (!changed.Succeeded) return changed.Problem;
        var page = changed.Value;
        page.Title = form.Title?.Trim() is { Length: > 0 } title ? title : page.Title;
        page.Description = form.Description is { } description ? description.Trim() is { Length: > 0 } text ? text : null : page.Description;
        page.Accent = form.Accent is { } accent ? Contrast.Read(accent).Value! : page.Accent;
        page.TimeZone = form.TimeZone ?? page.TimeZone;
        page.Language = form.Language ?? page.Language;
        page.PublishesByRule = form.PublishesByRule ?? page.PublishesByRule;
        page.Audience = form.Audience ?? page.Audience;
        page.UpdatedAt = time.GetUtcNow();
        var secret = page.Audience == PageAudience.Link && (page.LinkHash is null || form.NewLink) ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)) : null;
        page.LinkHash = page.Audience != PageAudience.Link ? null : secret is null ? page.LinkHash : PageDoor.Hash(secret);
        if (form.IsDefault is true && page.RemovedAt is null)
        {
            // At most one answers at /status.
            await db.PublicPages.Where(p => p.IsDefault && p.Id != page.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.IsDefault, false), cancellation);
            page.IsDefault = true;
        }
        else if (form.IsDefault is false) page.IsDefault = false;
        await db.SaveChangesAsync(cancellation);
        await db.NotifyAtCommitAsync(new(HintKind.StatusPage, page.Slug), cancellation);
        await audit.AppendAsync(db, actor, action, "statusPage", page.Slug, new Dictionary<string, string>
        {
            ["title"] = page.Title,
            ["audience"] = $"{page.Audience}",
            ["publishesByRule"] = page.PublishesByRule ? "yes" : "no",
            ["link"] = secret is null ? "as it was" : "new",
        }, cancellation);
        await transaction.CommitAsync(cancellation);
        return new SavedPage(page, secret);
    }

    private Problem? Check(PageForm form) =>
        form.Title is { Length: > 100 } ? Problem.Invalid("A title has at most 100 characters.", "title")
        : form.Description is { Length: > 500 } ? Problem.Invalid("A description has at most 500 characters.", "description")
        : form.Accent is { } accent && Contrast.Read(accent) is { Succeeded: false } colour ? colour.Problem
        : form.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? Problem.Invalid($"{zone} is no time zone; write it as Europe/Berlin.", "timeZone")
        : form.Language is { } language && !languages.Has(language) ? Problem.Invalid($"There is no language {language}; there are {string.Join(", ", languages.All.Select(l => l.Language))}. Another one is a file in StatusPage/Languages.", "language")
        : null;
}
