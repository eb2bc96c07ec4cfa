using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.Executions;

/// <summary>What pages and the API read.</summary>
public sealed class ExecutionQueries(IDbContextFactory<OpsPortalDbContext> contexts)
{
    /// <summary>Newest first.</summary>
    public async Task<ExecutionPage> RecentAsync(ExecutionFilter filter, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var query = db.Executions.AsNoTracking().Include(e => e.Environment).AsQueryable();
        if (filter.State is { } state) query = query.Where(e => e.State == state);
        if (filter.RunbookId is { } runbook) query = query.Where(e => e.RunbookId == runbook);
        if (filter.EnvironmentId is { } environment) query = query.Where(e => e.EnvironmentId == environment);
        if (filter.RequestedBy is { } requestedBy) query = query.Where(e => e.RequestedById == requestedBy);
        if (long.TryParse(filter.Cursor, CultureInfo.InvariantCulture, out var before)) query = query.Where(e => e.Id < before);
        var limit = Math.Clamp(filter.Limit, 1, 200);
        var items = await query.OrderByDescending(e => e.Id).Take(limit + 1).ToListAsync(cancellation);
        return items.Count > limit ? new(items[..limit], $"{items[limit - 1].Id}") : new(items, null);
    }

    public async Task<Execution?> GetAsync(long id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Executions.AsNoTracking().Include(e => e.Environment).FirstOrDefaultAsync(e => e.Id == id, cancellation);
    }

    /// <summary>Lines after <paramref name="after"/>, at most <paramref name="limit"/> of them; null where there is no such execution.</summary>
    public async Task<OutputPage?> OutputAsync(long id, int after, int limit, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        // The state comes first: once it is terminal, every line is there.
        if (await db.Executions.Where(e => e.Id == id).Select(e => new { e.State, e.LastLine }).FirstOrDefaultAsync(cancellation) is not { } execution) return null;
        limit = Math.Max(1, limit);
        var left = db.OutputChunks.AsNoTracking().Where(c => c.ExecutionId == id && c.Last > after).OrderBy(c => c.First);
        // Lines may be missing from the middle, so the next number is where the next chunk begins.
        var next = Math.Max(after + 1, await left.Select(c => c.First).FirstOrDefaultAsync(cancellation));
        var chunks = await left.Where(c => c.First < next + limit).ToListAsync(cancellation);
        List<OutputLine> lines = [.. chunks.SelectMany(c => c.Lines).Where(l => l.N > after).Take(limit)];
        var to = lines is [.., var last] ? last.N : after;
        return new(lines is [var first, ..] ? first.N : 0, to, execution.State.IsTerminal() && to >= execution.LastLine, lines);
    }

    /// <summary>What waits for a second person, oldest first.</summary>
    public async Task<IReadOnlyList<Execution>> WaitingAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Executions.AsNoTracking().Include(e => e.Environment).Where(e => e.State == ExecutionState.AwaitingApproval).OrderBy(e => e.Id).Take(200).ToListAsync(cancellation);
    }

    public async Task<int> RunningCountAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Executions.CountAsync(e => e.State == ExecutionState.Running, cancellation);
    }

    /// <summary>The latest execution of each step that was ever run there, by the step's id.</summary>
    public async Task<IReadOnlyDictionary<string, Execution>> LastByStepAsync(Guid runbookId, Guid environmentId, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Executions.FromSql(
            $"select distinct on (step_id) * from executions where runbook_id = {runbookId} and environment_id = {environmentId} order by step_id, id desc")
            .AsNoTracking().ToDictionaryAsync(e => e.StepId, cancellation);
    }
}
