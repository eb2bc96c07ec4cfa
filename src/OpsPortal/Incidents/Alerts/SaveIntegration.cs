using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.Incidents.Alerts;

/// <summary>Adds a sender of alerts, changes it, gives it another key, takes it away.</summary>
public sealed class SaveIntegration(IDbContextFactory<OpsPortalDbContext> contexts, AuditLog audit, TimeProvider time)
{
    public Task<Result<SavedIntegration>> AddAsync(Actor actor, IntegrationForm form, CancellationToken cancellation) => DoAsync(actor, "alertIntegration.added", async db =>
    {
        var kind = IntegrationForm.KindOf(form.Kind);
        if (!kind.Succeeded) return kind.Problem;
        if (form.Name is null) return Problem.Invalid("Give the integration a name, e.g. production; timelines call it so.", "name");
        var key = AlertIntegration.NewKey();
        var integration = new AlertIntegration { Id = Guid.CreateVersion7(time.GetUtcNow()), Name = "", Kind = kind.Value, KeyHash = AlertIntegration.HashOf(key), CreatedAt = time.GetUtcNow() };
        db.AlertIntegrations.Add(integration);
        var stored = await StoreAsync(db, integration, form, cancellation);
        return stored.Succeeded ? stored.Value with { Key = key } : stored;
    }, cancellation);

    public Task<Result<SavedIntegration>> ChangeAsync(Actor actor, string name, IntegrationForm form, CancellationToken cancellation) => DoAsync(actor, "alertIntegration.changed", async db =>
    {
        if (await FindAsync(db, name, cancellation) is not { } integration) return Missing(name);
        if (form.Kind is { } kind && !kind.Equals($"{integration.Kind}", StringComparison.OrdinalIgnoreCase)) return Problem.Conflict("The kind of an integration stays; add another one for the other kind.");
        return await StoreAsync(db, integration, form, cancellation);
    }, cancellation);

    /// <summary>The old key is good for nothing at once.</summary>
    public Task<Result<SavedIntegration>> RotateKeyAsync(Actor actor, string name, CancellationToken cancellation) => DoAsync(actor, "alertIntegration.keyRotated", async db =>
    {
        if (await FindAsync(db, name, cancellation) is not { } integration) return Missing(name);
        var key = AlertIntegration.NewKey();
        integration.KeyHash = AlertIntegration.HashOf(key);
        return await SavedAsync(db, integration, key, cancellation);
    }, cancellation);

    /// <summary>Its alerts stay on record; its key is good for nothing any more.</summary>
    public Task<Result<SavedIntegration>> RemoveAsync(Actor actor, string name, CancellationToken cancellation) => DoAsync(actor, "alertIntegration.removed", async db =>
    {
        if (await FindAsync(db, name, cancellation) is not { } integration) return Missing(name);
        integration.RemovedAt = time.GetUtcNow();
        integration.KeyHash = AlertIntegration.HashOf(AlertIntegration.NewKey());
        return await SavedAsync(db, integration, null, cancellation);
    }, cancellation);

    internal static Problem Missing(string name) => Problem.NotFound($"There is no integration {name}; those that are stand under Alerts.");

    private async Task<Result<SavedIntegration>> StoreAsync(OpsPortalDbContext db, AlertIntegration integration, IntegrationForm form, CancellationToken cancellation)
    {
        if (form.Name is { } name)
        {
            if (!Slug.IsValid(name) || name.Length > 40) return Problem.Invalid($"\"{name}\" cannot be a name here; use at most 40 lower-case letters, digits and hyphens, e.g. production-eu.", "name");
            if (await db.AlertIntegrations.AnyAsync(i => i.Name == name && i.Id != integration.Id && i.RemovedAt == null, cancellation)) return Problem.Conflict($"There is an integration {name} already; change that one, or choose another name.");
            integration.Name = name;
        }
        var settings = form.Apply(integration.Settings);
        if (!settings.Succeeded) return settings.Problem;
        integration.Settings = settings.Value;
        if (form.System is { } system)
        {
            if (system.Length > 0 && !await db.Systems.AnyAsync(s => s.Slug == system, cancellation)) return Problem.Invalid($"There is no system {system}; the runbooks under Runbooks name those that are.", "system");
            integration.System = IntegrationForm.Blank(system, null);
        }
        if (form.Environment is { } environment)
        {
            var place = await db.Environments.Where(e => e.Name == environment && e.RemovedAt == null).Select(e => (Guid?)e.Id).FirstOrDefaultAsync(cancellation);
            if (environment.Length > 0 && place is null) return Problem.Invalid($"There is no environment {environment}; choose one of those under Environments.", "environment");
            integration.EnvironmentId = place;
        }
        // What nobody could place before is looked at anew.
        await db.LockAsync($"alerts:{integration.Id}", cancellation);
        await db.AlertGroups.Where(g => g.IntegrationId == integration.Id && g.Problem != null).ExecuteUpdateAsync(g => g.SetProperty(x => x.Pending, true), cancellation);
        return await SavedAsync(db, integration, null, cancellation);
    }

    private async Task<Result<SavedIntegration>> DoAsync(Actor actor, string audited, Func<OpsPortalDbContext, Task<Result<SavedIntegration>>> act, CancellationToken cancellation)
    {
        if (actor.Needs(Role.Administrator, "set up integrations") is { } refused) return refused;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync("alert-integrations", cancellation);
        var done = await act(db);
        if (!done.Succeeded) return done;
        var saved = done.Value.Integration;
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, audited, "alertIntegration", saved.Name, new Dictionary<string, string> { ["kind"] = $"{saved.Kind}", ["system"] = saved.System ?? "none", ["environment"] = done.Value.Environment ?? "none" }, cancellation);
        await transaction.CommitAsync(cancellation);
        return done;
    }

    private static async Task<SavedIntegration> SavedAsync(OpsPortalDbContext db, AlertIntegration integration, string? key, CancellationToken cancellation) =>
        new(integration, integration.EnvironmentId is { } id ? await db.Environments.Where(e => e.Id == id).Select(e => e.Name).FirstOrDefaultAsync(cancellation) : null, key);

    private static Task<AlertIntegration?> FindAsync(OpsPortalDbContext db, string name, CancellationToken cancellation) =>
        db.AlertIntegrations.FirstOrDefaultAsync(i => i.Name == name && i.RemovedAt == null, cancellation);
}
