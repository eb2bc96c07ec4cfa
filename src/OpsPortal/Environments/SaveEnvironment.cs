using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Storage;
using OpsPortal.Targets;

namespace OpsPortal.Environments;

/// <summary>Adds an environment, or changes one.</summary>
public sealed class SaveEnvironment(IDbContextFactory<OpsPortalDbContext> storage, EnvironmentVault vault, ClusterConnections clusters, AuditLog audit, TimeProvider time)
{
    public async Task<Result<EnvironmentSummary>> AddAsync(Actor actor, EnvironmentForm form, CancellationToken cancellation)
    {
        if (actor.Needs(Role.Administrator, "set up environments") is { } refused) return refused;
        if (form.Name is null) return Problem.Invalid("Give the environment a name, e.g. staging.", "name");
        var environment = new OpsEnvironment { Id = Guid.CreateVersion7(time.GetUtcNow()), Name = form.Name, CreatedAt = time.GetUtcNow() };
        return await StoreAsync(actor, environment, form, "environment.added", cancellation);
    }

    public async Task<Result<EnvironmentSummary>> ChangeAsync(Actor actor, string name, EnvironmentForm form, CancellationToken cancellation)
    {
        if (actor.May(Permission.Administer, name, toDoWhat: "set up environments") is { } refused) return refused;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var environment = await db.Environments.AsNoTracking().FirstOrDefaultAsync(e => e.Name == name && e.RemovedAt == null, cancellation);
        return environment is null ? EnvironmentQueries.Missing(name) : await StoreAsync(actor, environment, form, "environment.changed", cancellation);
    }

    /// <summary>Takes an environment away. What ran there stays in the ledger.</summary>
    public async Task<Result<EnvironmentSummary>> RemoveAsync(Actor actor, string name, CancellationToken cancellation)
    {
        if (actor.May(Permission.Administer, name, toDoWhat: "remove environments") is { } refused) return refused;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var environment = await db.Environments.FirstOrDefaultAsync(e => e.Name == name && e.RemovedAt == null, cancellation);
        if (environment is null) return EnvironmentQueries.Missing(name);
        environment.RemovedAt = time.GetUtcNow();
        (environment.ProtectedKubeconfig, environment.ProtectedTargets) = (null, null);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "environment.removed", "environment", name, null, cancellation);
        await transaction.CommitAsync(cancellation);
        return EnvironmentSummary.Of(environment);
    }

    private async Task<Result<EnvironmentSummary>> StoreAsync(Actor actor, OpsEnvironment environment, EnvironmentForm form, string action, CancellationToken cancellation)
    {
        if (form.Name is { } name && (!Slug.IsValid(name) || name.Length > 40))
            return Problem.Invalid($"\"{name}\" cannot be a name here; use at most 40 lower-case letters, digits and hyphens, e.g. staging-eu.", "name");
        if (form.Kubernetes?.Kubeconfig is { Length: > 0 } text && clusters.Check(text, form.Kubernetes.Context ?? environment.Context) is { } wrong) return wrong;
        if (form.Policy?.Check() is { } senseless) return senseless;
        var targets = TargetChange.Apply(Stored(vault, environment), form);
        if (!targets.Succeeded) return targets.Problem;

        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync("environments", cancellation);
        var wanted = form.Name ?? environment.Name;
        if (await db.Environments.IgnoreQueryFilters().AnyAsync(e => e.Name == wanted && e.Id != environment.Id && e.RemovedAt == null, cancellation))
            return Problem.Conflict($"There is an environment {wanted} already; change that one, or choose another name.");
        environment.Name = wanted;
        environment.Production = form.Production ?? environment.Production;
        environment.Policy = form.Policy ?? environment.Policy;
        if (form.Kubernetes is { } kubernetes)
        {
            if (kubernetes.Kubeconfig is { Length: > 0 } kubeconfig) environment.ProtectedKubeconfig = vault.Protect(kubeconfig);
            environment.Context = Blank(kubernetes.Context, environment.Context);
            environment.DefaultNamespace = Blank(kubernetes.DefaultNamespace, environment.DefaultNamespace);
            environment.ActAsPerson = kubernetes.ActAsPerson ?? environment.ActAsPerson;
        }
        environment.ProtectedTargets = vault.Protect(targets.Value);
        environment.Targets = TargetSummary.Of(targets.Value);
        if (action == "environment.added") db.Environments.Add(environment);
        else db.Environments.Update(environment);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, action, "environment", environment.Name,
            new Dictionary<string, string> { ["production"] = environment.Production ? "yes" : "no", ["cluster"] = form.Kubernetes?.Kubeconfig is { Length: > 0 } ? "set" : "as before", ["targets"] = string.Join(", ", Named(form)) is { Length: > 0 } named ? named : "as before" }, cancellation);
        await transaction.CommitAsync(cancellation);
        return EnvironmentSummary.Of(environment);
    }

    /// <summary>Where the key is gone, everything has to be given anew anyway.</summary>
    internal static TargetSettings Stored(EnvironmentVault vault, OpsEnvironment environment)
    {
        try
        {
            return vault.Targets(environment);
        }
        catch (TargetUnreachableException)
        {
            return TargetSettings.None;
        }
    }

    private static IEnumerable<string> Named(EnvironmentForm form) =>
        new (string Name, bool Said)[]
        {
            ("databases", form.Databases is not null), ("redis", form.Redis is not null), ("http", form.Http is not null), ("prometheus", form.Prometheus is not null),
            ("docker", form.Docker is not null), ("programs", form.Programs is not null), ("host", form.Host is not null), ("policy", form.Policy is not null),
        }.Where(part => part.Said).Select(part => part.Name);

    /// <summary>Null keeps what was; empty text takes it away.</summary>
    private static string? Blank(string? said, string? before) => said is null ? before : said.Trim() is { Length: > 0 } value ? value : null;
}
