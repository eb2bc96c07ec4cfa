using Microsoft.EntityFrameworkCore;
using OpsPortal.Executions;
using OpsPortal.Executions.Plans;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Schedules;
using OpsPortal.Storage;

namespace OpsPortal.Rehearsals;

/// <summary>
/// Goes on with rehearsals: one per environment, one step after the other, and never before people: while anything of theirs waits in the
/// ledger, no step is begun. Any number of workers may do so at once: what each step came to is written once, and its read has one key.
/// </summary>
internal sealed class TendRehearsals(
    IDbContextFactory<OpsPortalDbContext> storage, RunbookLibrary library, DraftExecution drafts, Planning planning, RequestExecution request, OwnerActors owners, TimeProvider time, ILogger<TendRehearsals> log)
{
    /// <summary>Steps in one go, so that other rehearsals get their turn and a stop is not waited for.</summary>
    private const int StepsAtOnce = 40;

    public async Task InvokeAsync(CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var first = await db.Rehearsals.Where(r => r.FinishedAt == null).GroupBy(r => r.EnvironmentId).Select(g => g.Min(r => r.Id)).ToListAsync(cancellation);
        foreach (var id in first)
            for (var n = 0; n < StepsAtOnce && await StepAsync(id, cancellation); n++) { }
    }

    /// <summary>False where nothing can be done now.</summary>
    private async Task<bool> StepAsync(long id, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var rehearsal = await db.Rehearsals.AsNoTracking().Include(r => r.Environment).Include(r => r.Runbook).FirstAsync(r => r.Id == id, cancellation);
        var next = await db.StepRehearsals.AsNoTracking().Where(s => s.RehearsalId == id && (s.Outcome == StepOutcome.Running || s.Outcome == StepOutcome.Waiting)).OrderBy(s => s.Outcome == StepOutcome.Running ? 0 : 1).ThenBy(s => s.Number).FirstOrDefaultAsync(cancellation);
        if (next is null)
        {
            await FinishRehearsal.InvokeAsync(db, id, time.GetUtcNow(), cancellation);
            return false;
        }
        if (next.Outcome == StepOutcome.Running) return await EndAsync(db, rehearsal, next, cancellation);
        if (await db.Executions.AnyAsync(e => e.State == ExecutionState.Queued, cancellation)) return false;
        try
        {
            return await BeginAsync(db, rehearsal, next, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && e is not DbUpdateException && !DatabaseTrouble.Passes(e))
        {
            log.LogError(e, "Step {Step} of rehearsal {Rehearsal} failed in the portal", next.StepId, id);
            return await NoteAsync(db, next, StepOutcome.Broken, $"It failed in the portal, which is a bug worth reporting: {e.Message}", null, cancellation);
        }
    }

    private async Task<bool> BeginAsync(OpsPortalDbContext db, Rehearsal rehearsal, StepRehearsal step, CancellationToken cancellation)
    {
        var edition = await library.FindAsync(rehearsal.Runbook!.Slug, cancellation);
        if (edition?.Compiled.Steps.FirstOrDefault(s => s.Id == step.StepId) is not { } written || WrittenStep.Of(written) != step.Written)
            return await NoteAsync(db, step, StepOutcome.LeftOut, "The runbook was edited meanwhile; the next rehearsal has the new step.", null, cancellation);
        var actor = await owners.OfAsync(rehearsal.RequestedById, rehearsal.RequestedBy, "rehearsing", cancellation);
        ExecutionRequest asked = new(rehearsal.Runbook.Slug, step.StepId, rehearsal.Environment!.Name, rehearsal.Values, $"rehearsal:{rehearsal.Id}/{step.Number}");
        var draft = await drafts.OfAsync(actor, asked, cancellation);
        if (!draft.Succeeded)
            return await NoteAsync(db, step, draft.Problem.Field is { } field && written.Parameters.Contains(field) ? StepOutcome.NeedsParameters : draft.Problem.Kind == ProblemKind.Forbidden ? StepOutcome.LeftOut : StepOutcome.Broken, draft.Problem.Detail, null, cancellation);
        if (draft.Value.Risk == Risk.Read)
        {
            var made = await request.InvokeAsync(actor, asked, cancellation);
            return made.Succeeded ? await NoteAsync(db, step, StepOutcome.Running, $"Exec {made.Value.Id} runs.", made.Value.Id, cancellation) && false : await NoteAsync(db, step, StepOutcome.Broken, made.Problem.Detail, null, cancellation);
        }
        var seen = (await planning.OfAsync(actor, draft.Value, cancellation)).Preview;
        var (outcome, reason) = seen.Refusal is { } refusal ? (StepOutcome.Broken, refusal)
            : seen.Permission is { Allowed: false } missing ? (StepOutcome.Broken, missing.Sentence)
            : seen is { Unavailable: { } unknown, Effects.Count: 0, Changes.Count: 0 } ? (StepOutcome.LeftOut, unknown)
            : (StepOutcome.Worked, "It was previewed, and its target would do it.");
        return await NoteAsync(db, step, outcome, reason, null, cancellation);
    }

    private async Task<bool> EndAsync(OpsPortalDbContext db, Rehearsal rehearsal, StepRehearsal step, CancellationToken cancellation)
    {
        var execution = await db.Executions.AsNoTracking().FirstAsync(e => e.Id == step.Execution, cancellation);
        if (!execution.State.IsTerminal()) return false;
        // What a read found out is for the steps below, as on the page.
        if (execution is { Captures: { } name, Captured: { Length: > 0 } value } && !rehearsal.Values.ContainsKey(name))
        {
            IReadOnlyDictionary<string, string> values = rehearsal.Values.Append(new(name, value)).ToDictionary();
            await db.Rehearsals.Where(r => r.Id == rehearsal.Id).ExecuteUpdateAsync(r => r.SetProperty(x => x.Values, values), cancellation);
        }
        return execution.State == ExecutionState.Succeeded
            ? await NoteAsync(db, step, StepOutcome.Worked, execution.Verdict is { Verdict: Executions.Outcomes.StoredVerdict.NotMet } verdict ? $"It ran; what is expected was not met: {verdict.Text}" : "It ran.", execution.Id, cancellation)
            : await NoteAsync(db, step, execution.State == ExecutionState.Cancelled ? StepOutcome.LeftOut : StepOutcome.Broken, execution.Reason, execution.Id, cancellation);
    }

    /// <summary>False where another worker was first.</summary>
    private static async Task<bool> NoteAsync(OpsPortalDbContext db, StepRehearsal step, StepOutcome outcome, string reason, long? execution, CancellationToken cancellation) =>
        await db.StepRehearsals.Where(s => s.RehearsalId == step.RehearsalId && s.Number == step.Number && s.Outcome == step.Outcome).ExecuteUpdateAsync(s => s
            .SetProperty(x => x.Outcome, outcome).SetProperty(x => x.Reason, reason).SetProperty(x => x.Execution, execution), cancellation) == 1;
}

/// <summary>Goes on with rehearsals for as long as this process works.</summary>
internal sealed class RehearsalWatch(TendRehearsals rehearsals, TimeProvider time, ILogger<RehearsalWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try { await rehearsals.InvokeAsync(stopping); }
                catch (Exception e) when (!stopping.IsCancellationRequested) { log.LogWarning(e, "Rehearsals could not go on; again in {Interval}", Interval); }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
