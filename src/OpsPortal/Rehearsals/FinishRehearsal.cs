using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.Rehearsals;

/// <summary>Counts a rehearsal and adds it to what is known of each step, in one transaction, once.</summary>
internal static class FinishRehearsal
{
    public static async Task InvokeAsync(OpsPortalDbContext db, long id, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync($"rehearsal:{id}", cancellation);
        var rehearsal = await db.Rehearsals.Include(r => r.Steps).FirstAsync(r => r.Id == id, cancellation);
        if (rehearsal.FinishedAt is not null) return;
        rehearsal.FinishedAt = now;
        rehearsal.Worked = rehearsal.Steps.Count(s => s.Outcome == StepOutcome.Worked);
        rehearsal.Broken = rehearsal.Steps.Count(s => s.Outcome == StepOutcome.Broken);
        rehearsal.NeedsParameters = rehearsal.Steps.Count(s => s.Outcome == StepOutcome.NeedsParameters);
        rehearsal.LeftOut = rehearsal.Steps.Count(s => s.Outcome == StepOutcome.LeftOut);
        var known = await db.StepHealths.Where(h => h.RunbookId == rehearsal.RunbookId && h.EnvironmentId == rehearsal.EnvironmentId).ToDictionaryAsync(h => h.StepId, cancellation);
        foreach (var step in rehearsal.Steps)
        {
            if (!known.Remove(step.StepId, out var health))
                db.StepHealths.Add(health = new() { RunbookId = rehearsal.RunbookId, EnvironmentId = rehearsal.EnvironmentId, StepId = step.StepId, Title = step.Title, Reason = step.Reason });
            Add(health, step, rehearsal.RunbookVersion, now);
        }
        // Steps that the runbook does not have any more.
        db.StepHealths.RemoveRange(known.Values);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    internal static void Add(StepHealth health, StepRehearsal step, int version, DateTimeOffset now)
    {
        (health.Title, health.Number, health.Outcome, health.Reason, health.At, health.Execution) = (step.Title, step.Number, step.Outcome, step.Reason, now, step.Execution);
        if (step.Outcome == StepOutcome.Worked) (health.WorkedAt, health.WorkedVersion, health.WorkedAsWritten, health.Failures) = (now, version, step.Written, 0);
        else if (step.Outcome == StepOutcome.Broken) health.Failures++;
    }
}
