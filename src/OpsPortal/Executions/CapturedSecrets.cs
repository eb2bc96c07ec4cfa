using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.Executions;

/// <summary>Secrets that a step above has captured in the same runbook and environment: they are filled in where nobody typed another value, and never shown.</summary>
public sealed class CapturedSecrets(IDbContextFactory<OpsPortalDbContext> contexts, SecretParameters secrets)
{
    public async Task<IReadOnlyDictionary<string, string>> CompleteAsync(
        RunnableStep found, Guid environment, IReadOnlyDictionary<string, string> given, CancellationToken cancellation)
    {
        var wanted = found.Parameters.Where(p => p.Secret && string.IsNullOrWhiteSpace(given.GetValueOrDefault(p.Name))).Select(p => p.Name).ToList();
        if (wanted.Count == 0) return given;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var values = given.ToDictionary();
        foreach (var name in wanted)
            if (await db.Executions.Where(e => e.RunbookId == found.RunbookId && e.EnvironmentId == environment && e.Captures == name && e.ProtectedCaptured != null)
                    .OrderByDescending(e => e.Id).Select(e => e.ProtectedCaptured).FirstOrDefaultAsync(cancellation) is { } stored)
                values[name] = secrets.ReadCaptured(stored);
        return values;
    }
}
