using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.StatusPage.Sources;

/// <summary>Says no to what facts propose; yes is to publish (<see cref="Posts.PublishUpdate"/>).</summary>
public sealed class DecideProposal(IDbContextFactory<OpsPortalDbContext> contexts, AuditLog audit, TimeProvider time)
{
    public async Task<Result<StatusProposal>> DismissAsync(Actor actor, long id, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: "dismiss a proposal")!;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await Posts.WritePost.LockAsync(db, cancellation);
        if (await db.StatusProposals.FirstOrDefaultAsync(p => p.Id == id, cancellation) is not { } proposal) return Problem.NotFound("There is no such proposal.");
        if (actor.May(Permission.RunSteps, system: proposal.System, toDoWhat: "dismiss a proposal") is { } refused) return refused;
        if (proposal.Outcome != ProposalState.Waiting) return Problem.Conflict($"This proposal was {proposal.Outcome.ToString().ToLowerInvariant()} meanwhile. Load the page again.");
        (proposal.Outcome, proposal.DecidedAt, proposal.DecidedBy) = (ProposalState.Dismissed, time.GetUtcNow(), actor.Name);
        await db.SaveChangesAsync(cancellation);
        var page = await db.PublicPages.Where(p => p.Id == proposal.PageId).Select(p => p.Slug).FirstAsync(cancellation);
        await db.NotifyAtCommitAsync(new(HintKind.StatusPage, page), cancellation);
        await audit.AppendAsync(db, actor, "status.proposalDismissed", "statusPage", page, new Dictionary<string, string> { ["source"] = proposal.Source, ["state"] = Posts.PostRules.Code(proposal.State) }, cancellation);
        await transaction.CommitAsync(cancellation);
        return proposal;
    }
}
