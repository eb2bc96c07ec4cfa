using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Executions.Verification;

/// <summary>Ends the doubt about a change: by evidence, or because a person has looked.</summary>
public sealed class SettleOutcome(IDbContextFactory<OpsPortalDbContext> contexts, AuditLog audit, ILiveBus bus, IEnumerable<IExecutionListener> listeners, TimeProvider time)
{
    /// <param name="happened">What the person found at the target.</param>
    /// <param name="note">What they looked at.</param>
    public async Task<Result<Execution>> InvokeAsync(Actor actor, long id, bool happened, string? note, CancellationToken cancellation)
    {
        if (StepCheck.May(actor, "settle outcomes") is { } forbidden) return forbidden;
        if (await FindAsync(id, cancellation) is { } unknown && StepCheck.May(actor, "settle outcomes", unknown.Environment, unknown.System) is { } elsewhere) return elsewhere;
        if (string.IsNullOrWhiteSpace(note)) return Problem.Invalid("Say what you looked at, so that the record holds why.", "note");
        var (state, reason) = happened
            ? (ExecutionState.Succeeded, $"It happened: {actor.Name} looked ({note.Trim()})")
            : (ExecutionState.Failed, $"It did not happen: {actor.Name} looked ({note.Trim()})");
        if (await StoreAsync(actor, id, state, reason, null, cancellation) is not { } settled)
            return await FindAsync(id, cancellation) is { } other ? Problem.Conflict($"The outcome of exec {id} is not in doubt any more: {other.Reason}") : Problem.NotFound($"There is no execution {id}.");
        return settled;
    }

    internal async Task ByEvidenceAsync(Execution execution, OutcomeEvidence evidence, CancellationToken cancellation)
    {
        var state = evidence.Finding switch
        {
            OutcomeFinding.Happened => ExecutionState.Succeeded,
            OutcomeFinding.DidNotHappen => ExecutionState.Failed,
            _ => ExecutionState.OutcomeUnknown,
        };
        var reason = state == ExecutionState.OutcomeUnknown ? execution.Reason : $"{evidence.Sentence}, as the portal saw at {ExecutionSentences.Clock(time.GetUtcNow())}. Before that: {execution.Reason}";
        await StoreAsync(Actor.Portal, execution.Id, state, reason, evidence.Sentence, cancellation);
    }

    private async Task<Execution?> StoreAsync(Actor actor, long id, ExecutionState state, string reason, string? verification, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var now = time.GetUtcNow();
        var updated = await db.Executions.Where(e => e.Id == id && e.State == ExecutionState.OutcomeUnknown).ExecuteUpdateAsync(set => set
            .SetProperty(e => e.State, state)
            .SetProperty(e => e.Reason, reason)
            .SetProperty(e => e.VerifiedAt, now)
            .SetProperty(e => e.Verification, e => verification ?? e.Verification), cancellation);
        if (updated == 0) return null;
        var settled = await db.Executions.AsNoTracking().Include(e => e.Environment).FirstAsync(e => e.Id == id, cancellation);
        if (state != ExecutionState.OutcomeUnknown)
            foreach (var listener in listeners) await listener.EndedAsync(db, settled, state, reason, null, cancellation);
        await audit.AppendAsync(db, actor, state == ExecutionState.OutcomeUnknown ? "execution.lookedInto" : "execution.settled", "execution", $"{id}",
            new Dictionary<string, string> { ["state"] = $"{state}", ["reason"] = verification ?? reason }, cancellation);
        await transaction.CommitAsync(cancellation);
        await bus.PublishAsync(new(HintKind.Execution, $"{id}"), cancellation);
        foreach (var listener in listeners) await listener.CommittedAsync(settled);
        return settled;
    }

    private async Task<Execution?> FindAsync(long id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Executions.AsNoTracking().Include(e => e.Environment).FirstOrDefaultAsync(e => e.Id == id, cancellation);
    }
}
