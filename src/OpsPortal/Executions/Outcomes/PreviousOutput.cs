using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.Executions.Outcomes;

/// <summary>What the same step printed the last time, with the same values: a counter is judged against it.</summary>
internal sealed class PreviousOutput(IDbContextFactory<OpsPortalDbContext> contexts)
{
    private const int MostLines = 2_000;

    /// <summary>Null where it has not succeeded before.</summary>
    public async Task<IReadOnlyList<string>?> OfAsync(Execution execution)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var before = await db.Executions.AsNoTracking()
            .Where(e => e.RunbookId == execution.RunbookId && e.EnvironmentId == execution.EnvironmentId && e.StepId == execution.StepId && e.Id < execution.Id && e.State == ExecutionState.Succeeded)
            .OrderByDescending(e => e.Id).FirstOrDefaultAsync();
        if (before is null || !before.Parameters.OrderBy(p => p.Key).SequenceEqual(execution.Parameters.OrderBy(p => p.Key))) return null;
        var chunks = await db.OutputChunks.AsNoTracking().Where(c => c.ExecutionId == before.Id && c.First <= MostLines).OrderBy(c => c.First).ToListAsync();
        return [.. chunks.SelectMany(c => c.Lines).Where(l => l.Stream == "out").Select(l => l.Text)];
    }
}
