using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Executions;
using OpsPortal.Executions.Outcomes;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Incidents.Timeline;

/// <summary>Executions and approvals that belong to an incident, in its timeline.</summary>
internal sealed class TellExecutions(IncidentActs acts, ILiveBus bus) : IExecutionListener
{
    public async Task<Problem?> RefuseAsync(OpsPortalDbContext db, Actor actor, Execution draft, CancellationToken cancellation)
    {
        if (draft.Incident is not { } number) return null;
        return await db.Incidents.AsNoTracking().FirstOrDefaultAsync(i => i.Number == number, cancellation) switch
        {
            null => IncidentActs.Missing(number),
            { State: IncidentState.Reviewed } over => Problem.Conflict($"{over.Name} is over and reviewed. Reopen it, or run the step without it."),
            _ => null,
        };
    }

    public Task RequestedAsync(OpsPortalDbContext db, Actor actor, Execution execution, CancellationToken cancellation) =>
        TellAsync(db, actor, execution, TimelineKind.Execution, execution switch
        {
            { BreakGlass: { } why } => $"{actor.Name} broke the glass to {Act(execution)}: {why}",
            { State: ExecutionState.AwaitingApproval } => $"{actor.Name} asks for approval to {Act(execution)}",
            { Risk: Risk.Read } => null,
            _ => $"{actor.Name} started: {execution.Title}",
        }, cancellation);

    public Task DecidedAsync(OpsPortalDbContext db, Actor actor, Execution execution, string sentence, CancellationToken cancellation) =>
        TellAsync(db, actor, execution, TimelineKind.Approval, $"{execution.Title}: {sentence}", cancellation);

    public async Task EndedAsync(OpsPortalDbContext db, Execution execution, ExecutionState state, string reason, StoredVerdict? verdict, CancellationToken cancellation)
    {
        if (execution.Incident is null) return;
        Dictionary<string, string> detail = new() { ["state"] = $"{state}" };
        if (verdict is not null) detail["verdict"] = $"{verdict.Verdict}";
        if (await DigestAsync(db, execution.Id, cancellation) is { } digest) detail["digest"] = digest;
        var said = verdict?.Verdict switch { StoredVerdict.Met => "; as expected", StoredVerdict.NotMet => "; not as expected", _ => "" };
        await TellAsync(db, Actor.Portal, execution, TimelineKind.Execution, $"{execution.Title} by {execution.RequestedBy}: {reason}{said}", cancellation, detail);
    }

    public ValueTask CommittedAsync(Execution execution) =>
        execution.Incident is { } number ? bus.PublishAsync(new(HintKind.Incident, $"{number}")) : ValueTask.CompletedTask;

    private async Task TellAsync(OpsPortalDbContext db, Actor actor, Execution execution, TimelineKind kind, string? text, CancellationToken cancellation, Dictionary<string, string>? detail = null)
    {
        if (execution.Incident is not { } number || text is null) return;
        detail ??= new() { ["state"] = $"{execution.State}" };
        detail["execution"] = $"{execution.Id}";
        detail["risk"] = $"{execution.Risk}";
        detail["title"] = execution.Title;
        // Headings such as "If a deployment caused it" say when, not what.
        if (execution.Risk != Risk.Read) detail["act"] = Act(execution);
        await acts.WithinAsync(db, actor, number, work => { work.Tell(kind, text, detail); return Task.CompletedTask; }, cancellation);
    }

    private static string Act(Execution execution) => execution.Action.Sentence;

    /// <summary>SHA-256 of the stored lines, so that the record shows which output was seen.</summary>
    private static async Task<string?> DigestAsync(OpsPortalDbContext db, long execution, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var any = false;
        await foreach (var chunk in db.OutputChunks.AsNoTracking().Where(c => c.ExecutionId == execution).OrderBy(c => c.First).AsAsyncEnumerable().WithCancellation(cancellation))
            foreach (var line in chunk.Lines)
            {
                any = true;
                hash.AppendData(Encoding.UTF8.GetBytes($"{line.Stream} {line.Text}\n"));
            }
        return any ? Convert.ToHexStringLower(hash.GetHashAndReset()) : null;
    }
}
