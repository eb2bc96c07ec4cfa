using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.Environments;

/// <summary>Stops changes in an environment for a while, or lets them go on.</summary>
public sealed class FreezeEnvironment(IDbContextFactory<OpsPortalDbContext> contexts, AuditLog audit, TimeProvider time)
{
    /// <param name="reason">Told to everybody who wants to change something.</param>
    /// <param name="until">Null means until somebody ends it.</param>
    public Task<Result<EnvironmentSummary>> BeginAsync(Actor actor, string name, string reason, DateTimeOffset? until, CancellationToken cancellation) =>
        May(actor) is { } refused ? Refused(refused)
        : string.IsNullOrWhiteSpace(reason) ? Refused(Problem.Invalid("Say why nothing may be changed; everybody who wants to change something reads it.", "reason"))
        : until <= time.GetUtcNow() ? Refused(Problem.Invalid("A freeze ends in the future: choose a later time, or none.", "until"))
        : StoreAsync(actor, name, new(reason.Trim(), actor.Name, time.GetUtcNow(), until), "environment.frozen", cancellation);

    public Task<Result<EnvironmentSummary>> EndAsync(Actor actor, string name, CancellationToken cancellation) =>
        StoreAsync(actor, name, null, "environment.thawed", cancellation);

    private async Task<Result<EnvironmentSummary>> StoreAsync(Actor actor, string name, Freeze? freeze, string action, CancellationToken cancellation)
    {
        if (May(actor, name) is { } refused) return refused;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Environments.FirstOrDefaultAsync(e => e.Name == name && e.RemovedAt == null, cancellation) is not { } environment) return EnvironmentQueries.Missing(name);
        environment.Freeze = freeze;
        await db.SaveChangesAsync(cancellation);
        var detail = freeze is null ? null : new Dictionary<string, string> { ["reason"] = freeze.Reason, ["until"] = freeze.Until?.ToString("O") ?? "somebody ends it" };
        await audit.AppendAsync(db, actor, action, "environment", name, detail, cancellation);
        await transaction.CommitAsync(cancellation);
        return EnvironmentSummary.Of(environment);
    }

    private static Problem? May(Actor actor, string? environment = null) =>
        environment is null && actor.MaySomewhere(Permission.Administer) ? null : actor.May(Permission.Administer, environment, toDoWhat: "freeze environments");

    private static Task<Result<EnvironmentSummary>> Refused(Problem problem) => Task.FromResult<Result<EnvironmentSummary>>(problem);
}
