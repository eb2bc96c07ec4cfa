using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Secrets;
using OpsPortal.Storage;

namespace OpsPortal.Incidents.Images;

/// <summary>Puts a picture into the timeline: a screenshot of a plot says more than its description.</summary>
public sealed class AttachImage(IncidentActs acts, IDbContextFactory<OpsPortalDbContext> contexts, IRedactText redactor)
{
    /// <summary>Bytes of one picture.</summary>
    public const int MaxSize = 5 * 1024 * 1024;

    /// <summary>Pictures of one incident.</summary>
    public const int Most = 100;
    private const int LongestCaption = 200;

    /// <param name="caption">What it shows, for those who cannot see it; null where nobody says.</param>
    public Task<Result<Incident>> InvokeAsync(Actor actor, long number, byte[] content, string? caption, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "add an image", "incident.imageAdded", async work =>
        {
            if (content.Length > MaxSize) return Problem.Invalid($"This image has {content.Length:N0} bytes; {MaxSize:N0} are allowed. Make it smaller, or add a link to it.", "image");
            if (ImageType.Of(content) is not { } type) return Problem.Invalid("This is no PNG, JPEG, GIF or WebP image. Save it as one of these, or add a link to it.", "image");
            if (await work.Db.IncidentFiles.CountAsync(f => f.Incident == number, cancellation) >= Most) return Problem.Conflict($"{work.Incident.Name} has {Most} images already. Add a link instead.");
            var file = new IncidentFile { Id = Guid.CreateVersion7(work.Now), Incident = number, Type = type, Content = content, At = work.Now, By = actor.Name };
            work.Db.IncidentFiles.Add(file);
            var said = string.IsNullOrWhiteSpace(caption) ? null : redactor.Redact(caption.Trim());
            work.Tell(TimelineKind.Image, said is null ? $"{actor.Name} added an image" : said.Length > LongestCaption ? said[..LongestCaption] : said,
                new Dictionary<string, string> { ["file"] = $"{file.Id}", ["type"] = type, ["bytes"] = $"{content.Length}" });
            return null;
        }, cancellation);

    /// <summary>Null where there is none, or none to see.</summary>
    public async Task<IncidentFile?> FindAsync(long number, Guid id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await db.Incidents.AnyAsync(i => i.Number == number, cancellation)) return null;
        return await db.IncidentFiles.AsNoTracking().FirstOrDefaultAsync(f => f.Incident == number && f.Id == id, cancellation);
    }
}
