using Microsoft.EntityFrameworkCore;
using OpsPortal.Executions;
using OpsPortal.Executions.Plans;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Storage;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Schedules;

/// <summary>What a standing approval is of: the plan's action, without the facts of the world that a plan rests on otherwise.</summary>
internal static class ApprovedAction
{
    public static string Hash(Execution draft) => PlanHash.Of(draft, new ActionPreview());

    public static string Sentence(Execution draft) => ParameterText.Display(draft.Action.Sentence);

    public static Task<StandingApproval?> OfAsync(OpsPortalDbContext db, long schedule, CancellationToken cancellation) =>
        db.StandingApprovals.AsNoTracking().FirstOrDefaultAsync(a => a.ScheduleId == schedule && a.RevokedAt == null, cancellation);

    /// <summary>Why it does not cover the draft, or null.</summary>
    public static Problem? Refuse(StandingApproval? approval, Execution draft, DateTimeOffset now) =>
        approval is null ? Problem.Forbidden("This changes something, and nobody has approved it for this schedule. A second person can do so on the schedule's page.")
        : approval.ExpiresAt <= now ? Problem.Forbidden($"The standing approval of {approval.ApprovedBy} ended on {approval.ExpiresAt:d MMM yyyy}. A second person can renew it on the schedule's page.")
        : approval.ActionHash != Hash(draft) ? Problem.Forbidden($"The step does something else than what {approval.ApprovedBy} approved ({approval.Sentence}). A second person can look at it and approve it on the schedule's page.")
        : null;
}
