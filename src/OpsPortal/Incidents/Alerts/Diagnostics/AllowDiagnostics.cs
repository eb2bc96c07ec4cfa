using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Environments;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Storage;
using OpsPortal.Systems;

namespace OpsPortal.Incidents.Alerts.Diagnostics;

/// <summary>Says which read steps of a system may run by themselves when an alert opens an incident, environment by environment.</summary>
public sealed class AllowDiagnostics(IDbContextFactory<OpsPortalDbContext> contexts, RunbookLibrary library, AuditLog audit, TimeProvider time)
{
    private const int MostSteps = 500;

    /// <param name="steps">As <c>runbook#step</c>; null for every read of an alert's section.</param>
    public Task<Result<AllowedDiagnostics>> InvokeAsync(Actor actor, string system, string environment, IReadOnlyList<string>? steps, CancellationToken cancellation) =>
        InAsync(actor, system, environment, async (db, about, place) =>
        {
            var wanted = steps?.Select(s => s.Trim()).Distinct().ToList();
            if (wanted is { Count: > MostSteps }) return Problem.Invalid($"At most {MostSteps} steps can be named; leave the list out to allow every read of an alert's section.", "steps");
            foreach (var step in wanted ?? [])
                if (await RefuseAsync(about, step, cancellation) is { } refused) return refused;
            var allowed = await db.AllowedDiagnostics.FirstOrDefaultAsync(a => a.SystemId == about.Id && a.EnvironmentId == place.Id, cancellation);
            if (allowed is null) db.AllowedDiagnostics.Add(allowed = new() { SystemId = about.Id, EnvironmentId = place.Id, ChangedBy = actor.Name });
            (allowed.Steps, allowed.ChangedBy, allowed.ChangedAt) = (wanted, actor.Name, time.GetUtcNow());
            await audit.AppendAsync(db, actor, "diagnostics.allowed", "system", about.Slug, new Dictionary<string, string> { ["environment"] = place.Name, ["steps"] = wanted is null ? "every read" : string.Join(' ', wanted) }, cancellation);
            return allowed;
        }, cancellation);

    /// <summary>From now on nothing of the system runs by itself there.</summary>
    public Task<Result<AllowedDiagnostics>> ForbidAsync(Actor actor, string system, string environment, CancellationToken cancellation) =>
        InAsync(actor, system, environment, async (db, about, place) =>
        {
            if (await db.AllowedDiagnostics.FirstOrDefaultAsync(a => a.SystemId == about.Id && a.EnvironmentId == place.Id, cancellation) is not { } allowed)
                return Problem.NotFound($"Nothing of {about.Slug} runs by itself in {place.Name} as it is.");
            db.AllowedDiagnostics.Remove(allowed);
            await audit.AppendAsync(db, actor, "diagnostics.forbidden", "system", about.Slug, new Dictionary<string, string> { ["environment"] = place.Name }, cancellation);
            return allowed;
        }, cancellation);

    private async Task<Problem?> RefuseAsync(OpsSystem about, string step, CancellationToken cancellation)
    {
        if (step.Split('#', 2) is not [var slug, var id]) return Problem.Invalid($"\"{step}\" names no step; write runbook#step.", "steps");
        if (await library.FindAsync(slug, cancellation) is not { } edition || edition.Runbook.SystemId != about.Id) return Problem.Invalid($"{about.Slug} has no runbook {slug}.", "steps");
        return edition.Compiled.Steps.FirstOrDefault(s => s.Id == id) switch
        {
            null => Problem.Invalid($"The runbook {slug} has no step {id}.", "steps"),
            var found when !MayRunByItself(found) => Problem.Invalid($"\"{found.Title}\" of {slug} cannot run by itself: only steps that read, and end, can.", "steps"),
            _ => null,
        };
    }

    internal static bool MayRunByItself(Step step) => step is { Mode: not StepMode.Manual, Risk: Risk.Read, Live: false, Action: { Risk: Risk.Read, Live: false } };

    private async Task<Result<AllowedDiagnostics>> InAsync(Actor actor, string system, string environment, Func<OpsPortalDbContext, OpsSystem, OpsEnvironment, Task<Result<AllowedDiagnostics>>> act, CancellationToken cancellation)
    {
        if (actor.Needs(Role.Administrator, "say what runs by itself") is { } refused) return refused;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync($"diagnostics:{system}", cancellation);
        if (await db.Systems.AsNoTracking().FirstOrDefaultAsync(s => s.Slug == system, cancellation) is not { } about) return Problem.NotFound($"There is no system {system}; the runbooks under Runbooks name those that are.");
        if (await db.Environments.AsNoTracking().FirstOrDefaultAsync(e => e.Name == environment && e.RemovedAt == null, cancellation) is not { } place) return Problem.NotFound($"There is no environment {environment}; choose one of those under Environments.");
        var done = await act(db, about, place);
        if (!done.Succeeded) return done;
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return done;
    }
}
