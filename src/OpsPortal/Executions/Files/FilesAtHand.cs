using Microsoft.EntityFrameworkCore;
using OpsPortal.Environments;
using OpsPortal.Storage;
using OpsPortal.Targets;

namespace OpsPortal.Executions.Files;

/// <summary>Which files a step of a runbook would find in an environment if it ran now; looks where <see cref="StepFiles"/> does.</summary>
public sealed class FilesAtHand(IDbContextFactory<OpsPortalDbContext> contexts, EnvironmentVault vault)
{
    /// <param name="names">Looked for beside the programs of the environment, on this machine; those of the runbook are all told.</param>
    public async Task<FileShelf> OfAsync(Guid runbookId, Guid environmentId, IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var attached = await db.RunbookFiles.Where(f => f.RunbookId == runbookId).Select(f => f.Path).ToListAsync(cancellation);
        var made = await db.Artifacts.Where(a => a.RunbookId == runbookId && a.EnvironmentId == environmentId && a.Complete)
            .GroupBy(a => a.Name).Select(g => new { Name = g.Key, Execution = g.Max(a => a.ExecutionId) }).ToDictionaryAsync(a => a.Name, a => a.Execution, cancellation);
        var environment = names.Count == 0 ? null : await db.Environments.AsNoTracking().FirstOrDefaultAsync(e => e.Id == environmentId, cancellation);
        return new(attached, made, environment is null ? [] : OnHost(environment, names));
    }

    private HashSet<string> OnHost(OpsEnvironment environment, IReadOnlyCollection<string> names)
    {
        try
        {
            var host = vault.Targets(environment).Host;
            return [.. names.Where(name => HostFiles.Find(host, name) is not null)];
        }
        catch (TargetUnreachableException)
        {
            // its keys are gone; whatever runs there will say so
            return [];
        }
    }
}

/// <summary>Files that steps of one runbook find in one environment.</summary>
/// <param name="Attached">Names of the runbook's own files.</param>
/// <param name="Made">Files that steps have made there, with the number of the execution that made the latest.</param>
/// <param name="OnHost">Of the names that were asked for, those where the environment's programs work.</param>
public sealed record FileShelf(IReadOnlyCollection<string> Attached, IReadOnlyDictionary<string, long> Made, IReadOnlyCollection<string> OnHost)
{
    public static FileShelf Empty { get; } = new([], new Dictionary<string, long>(), []);
}
