using Microsoft.EntityFrameworkCore;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>Gives a role in a place to a person or to a group, and takes it back.</summary>
public sealed class GiveGrant(IDbContextFactory<OpsPortalDbContext> storage, AccountGuard guard, Standings standings, AuditLog audit, TimeProvider time)
{
    public async Task<Result<GrantSummary>> InvokeAsync(Actor actor, GrantForm form, CancellationToken cancellation)
    {
        if (await guard.RefuseAsync(actor, cancellation) is { } refused) return refused;
        if (form.Role == Role.None) return Problem.Invalid("Choose a role: viewer, responder, approver, author or administrator.", "role");
        if (form.Account is null == form.Group is null) return Problem.Invalid("Say whom: either an account or a group.", "account");
        var (environmentName, system) = (Blank(form.Environment), Blank(form.System));
        if (form.Role == Role.Author && environmentName is not null) return Problem.Invalid("A runbook belongs to no environment, so an author's grant names none; give it for a system instead, or give responder there.", "environment");
        if (form.Role == Role.Administrator && system is not null) return Problem.Invalid("An administrator sets up environments, whatever systems run there; leave the system out.", "system");

        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync("accounts", cancellation);
        var whom = form.Account is { } account
            ? await db.Users.Where(u => u.Id == account).Select(u => u.DisplayName).FirstOrDefaultAsync(cancellation)
            : await db.AccountGroups.Where(g => g.Id == form.Group).Select(g => g.Name).FirstOrDefaultAsync(cancellation);
        if (whom is null) return Problem.NotFound("That account or group is gone. Reload the list.");
        Guid? environment = environmentName is null ? null
            : await db.Environments.Where(e => e.Name == environmentName && e.RemovedAt == null).Select(e => (Guid?)e.Id).FirstOrDefaultAsync(cancellation);
        if (environmentName is not null && environment is null) return Problem.Invalid($"There is no environment {environmentName}; the list under Environments has those that are.", "environment");
        if (system is not null && !await db.Systems.AnyAsync(s => s.Slug == system, cancellation)) return Problem.Invalid($"There is no system {system}.", "system");

        var grant = await db.RoleGrants.FirstOrDefaultAsync(
            g => g.Role == form.Role && g.UserId == form.Account && g.GroupId == form.Group && g.EnvironmentId == environment && g.System == system, cancellation);
        if (grant is null)
        {
            grant = new() { Id = Guid.CreateVersion7(time.GetUtcNow()), Role = form.Role, UserId = form.Account, GroupId = form.Group, EnvironmentId = environment, System = system, GivenAt = time.GetUtcNow(), GivenBy = actor.Name };
            db.RoleGrants.Add(grant);
            await db.SaveChangesAsync(cancellation);
            await audit.AppendAsync(db, actor, "grant.given", form.Account is null ? "group" : "user", $"{form.Account ?? form.Group}", Detail(whom, form.Role, environmentName, system), cancellation);
        }
        await transaction.CommitAsync(cancellation);
        await standings.ChangedAsync(cancellation);
        return new GrantSummary(grant.Id, grant.Role, environmentName, system, grant.GivenBy, grant.GivenAt);
    }

    /// <summary>Takes it back; whoever is at work with it can do nothing more from this moment on.</summary>
    public async Task<Result<RoleGrant>> TakeAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        if (await guard.RefuseAsync(actor, cancellation) is { } refused) return refused;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.RoleGrants.FirstOrDefaultAsync(g => g.Id == id, cancellation) is not { } grant) return Problem.NotFound("That grant was taken back already.");
        var environment = await db.Environments.Where(e => e.Id == grant.EnvironmentId).Select(e => e.Name).FirstOrDefaultAsync(cancellation);
        db.RoleGrants.Remove(grant);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "grant.taken", grant.UserId is null ? "group" : "user", $"{grant.UserId ?? grant.GroupId}", Detail("", grant.Role, environment, grant.System), cancellation);
        await transaction.CommitAsync(cancellation);
        await standings.ChangedAsync(cancellation);
        return grant;
    }

    private static Dictionary<string, string> Detail(string whom, Role role, string? environment, string? system) => new Dictionary<string, string?>
    {
        ["to"] = Blank(whom),
        ["role"] = role.Word(),
        ["environment"] = environment,
        ["system"] = system,
    }.Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value!);

    private static string? Blank(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;
}

/// <param name="Account">Either this or <paramref name="Group"/>.</param>
/// <param name="Environment">Name; null means every environment.</param>
/// <param name="System">Slug; null means every system.</param>
public sealed record GrantForm(Role Role, Guid? Account = null, Guid? Group = null, string? Environment = null, string? System = null);
