using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Runbooks;
using OpsPortal.Storage;

namespace OpsPortal.Rehearsals;

/// <summary>Asks for a runbook to be rehearsed in an environment. It begins as soon as no other rehearsal goes on there.</summary>
public sealed class RequestRehearsal(IDbContextFactory<OpsPortalDbContext> storage, RunbookLibrary library, AuditLog audit, TimeProvider time)
{
    /// <param name="runbook">Slug.</param>
    /// <param name="environment">Name.</param>
    /// <param name="values">Of parameters; secret ones are not taken: a rehearsal goes on after whoever asked has left.</param>
    /// <param name="key">The click's own key.</param>
    public async Task<Result<Rehearsal>> InvokeAsync(Actor actor, string runbook, string environment, IReadOnlyDictionary<string, string> values, string key, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: "rehearse runbooks")!;
        if (await library.FindAsync(runbook, cancellation) is not { } edition) return RunbookLibrary.Missing(runbook);
        await using var db = await storage.CreateDbContextAsync(cancellation);
        if (await db.Environments.AsNoTracking().FirstOrDefaultAsync(e => e.Name == environment && e.RemovedAt == null, cancellation) is not { } place)
            return Problem.Invalid($"There is no environment \"{environment}\". Choose one of those under Environments.", "environment");
        if (actor.May(Permission.RunSteps, environment, edition.Runbook.System?.Slug, "rehearse runbooks") is { } refused) return refused;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync($"rehearsal:{key}", cancellation);
        if (await db.Rehearsals.AsNoTracking().FirstOrDefaultAsync(r => r.Key == key, cancellation) is { } before) return before;
        var secrets = edition.Compiled.Parameters.Where(p => p.Secret).Select(p => p.Name).ToHashSet();
        Rehearsal rehearsal = new()
        {
            Key = key,
            RunbookId = edition.Runbook.Id,
            RunbookVersion = edition.Version.Number,
            System = edition.Runbook.System?.Slug ?? "",
            EnvironmentId = place.Id,
            Values = values.Where(v => v.Value.Length > 0 && !secrets.Contains(v.Key)).ToDictionary(),
            RequestedById = actor.Id,
            RequestedBy = actor.Name,
            CreatedAt = time.GetUtcNow(),
            Steps = [.. edition.Compiled.Steps.Index().Select(s => new StepRehearsal
            {
                Number = s.Index + 1, StepId = s.Item.Id, Title = s.Item.Title, Written = WrittenStep.Of(s.Item),
                Outcome = WrittenStep.LeftOut(s.Item) is null ? StepOutcome.Waiting : StepOutcome.LeftOut, Reason = WrittenStep.LeftOut(s.Item) ?? "It waits for its turn.",
            })],
        };
        db.Rehearsals.Add(rehearsal);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "rehearsal.requested", "runbook", runbook, new Dictionary<string, string> { ["environment"] = environment, ["rehearsal"] = $"{rehearsal.Id}" }, cancellation);
        await transaction.CommitAsync(cancellation);
        return rehearsal;
    }
}
