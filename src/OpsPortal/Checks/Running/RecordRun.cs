using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using OpsPortal.Checks.Judging;
using OpsPortal.Incidents;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Checks.Running;

/// <summary>Stores what a run came to. Only whoever holds the check's claim can; a run that was overtaken leaves nothing.</summary>
public sealed class RecordRun(
    IDbContextFactory<OpsPortalDbContext> contexts, NpgsqlDataSource source, CheckIncidents incidents, IEnumerable<IQuietTime> quiet, CheckMetrics metrics, ILiveBus bus, TimeProvider time, ILogger<RecordRun> log)
{
    /// <param name="before">As it stood when the claim was taken.</param>
    /// <param name="due">When it is looked at next.</param>
    /// <returns>False where the claim is lost.</returns>
    public async Task<bool> InvokeAsync(Check check, CheckStanding before, Guid claim, Finding finding, DateTimeOffset due, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var (state, recent) = check.Damping.Next(before.State, before.Recent, finding.Outcome);
        var opens = state == CheckState.Failing && check.OpensIncident && before.Incident is null && !await IsQuietAsync(check, now, cancellation);
        metrics.Ran(check, finding);
        if (state == before.State && !opens) return await StoreAsync(check.Id, claim, now, finding, recent, due, cancellation);
        return await MoveAsync(check, before, claim, now, finding, state, recent, due, opens, cancellation);
    }

    private async Task<bool> IsQuietAsync(Check check, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var one in quiet)
            if (await one.CoversAsync(check.SystemId, check.EnvironmentId, check.Component, now, cancellation)) return true;
        return false;
    }

    /// <summary>The usual run, which changes nothing: one statement.</summary>
    private async Task<bool> StoreAsync(int id, Guid claim, DateTimeOffset now, Finding finding, string recent, DateTimeOffset due, CancellationToken cancellation)
    {
        await using var store = source.CreateCommand(
            """
            with held as (
              update check_standings set why = $3, recent = $4, last_at = $5, last_value = $6, due_at = $7, claim_id = null, claim_until = null, execution_id = null
               where check_id = $1 and claim_id = $2 returning check_id)
            insert into check_samples (check_id, at, outcome, value) select check_id, $5, $8, $6::real from held on conflict do nothing
            """);
        store.Parameters.Add(new() { Value = id });
        store.Parameters.Add(new() { Value = claim });
        store.Parameters.Add(new() { Value = finding.Why });
        store.Parameters.Add(new() { Value = recent });
        store.Parameters.Add(new() { Value = now });
        store.Parameters.Add(new() { Value = (object?)finding.Value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Double });
        store.Parameters.Add(new() { Value = due });
        store.Parameters.Add(new() { Value = (short)finding.Outcome });
        return await store.ExecuteNonQueryAsync(cancellation) > 0;
    }

    /// <summary>Its state changes, or it becomes an incident.</summary>
    private async Task<bool> MoveAsync(
        Check check, CheckStanding before, Guid claim, DateTimeOffset now, Finding finding, CheckState state, string recent, DateTimeOffset due, bool opens, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await CheckIncidents.LockAsync(db, check, cancellation);
        // An incident is locked before the check's own row, by everybody.
        Incident? incident = null;
        var number = before.Incident;
        if (opens)
        {
            incident = await incidents.OpenAsync(db, check, finding.Why, why => log.LogWarning("The check {Check} could not declare an incident: {Why}", check.Name, why), cancellation);
            number = incident?.Number;
        }
        var isWell = state is CheckState.Passing or CheckState.Warning && before.State is not (CheckState.Passing or CheckState.Warning);
        if (isWell && before.Incident is { } left)
        {
            incident = await incidents.LeaveAsync(db, check, left, $"{check.Name} {(state == CheckState.Passing ? "passes" : "is acceptable")} again: {finding.Why}", before.Burn == BurnAlert.None, cancellation);
            if (before.Burn == BurnAlert.None) number = null;
        }
        var since = state == before.State ? before.Since : now;
        var held = await db.CheckStandings.Where(s => s.CheckId == check.Id && s.ClaimId == claim).ExecuteUpdateAsync(set => set
            .SetProperty(s => s.State, state).SetProperty(s => s.Since, since).SetProperty(s => s.Why, finding.Why).SetProperty(s => s.Recent, recent).SetProperty(s => s.LastAt, now)
            .SetProperty(s => s.LastValue, finding.Value).SetProperty(s => s.DueAt, due).SetProperty(s => s.Incident, number).SetProperty(s => s.ExecutionId, (long?)null)
            .SetProperty(s => s.ClaimId, (Guid?)null).SetProperty(s => s.ClaimUntil, (DateTimeOffset?)null), cancellation);
        if (held == 0) return false;
        await db.Database.ExecuteSqlAsync($"insert into check_samples (check_id, at, outcome, value) values ({check.Id}, {now}, {(short)finding.Outcome}, {(float?)finding.Value}) on conflict do nothing", cancellation);
        if (state != before.State) db.CheckChanges.Add(new() { CheckId = check.Id, At = now, From = before.State, To = state, Why = finding.Why, Incident = number ?? (isWell ? before.Incident : null) });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        await bus.PublishAsync(new(HintKind.Check, $"{check.Id}"), cancellation);
        if (incident is not null) await incidents.HintAsync(incident, cancellation);
        return true;
    }
}
