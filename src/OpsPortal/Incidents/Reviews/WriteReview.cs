using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Secrets;

namespace OpsPortal.Incidents.Reviews;

/// <summary>What people write; null leaves a part as it is.</summary>
/// <param name="Revision">What they saw; null writes over whatever is there.</param>
public sealed record ReviewText(string? Summary = null, string? Impact = null, string? Helped = null, string? Hindered = null, string? RootCause = null, int? Revision = null);

/// <summary>Writes the review of an incident that is resolved, and finishes it.</summary>
public sealed class WriteReview(IncidentActs acts, IRedactText redactor)
{
    internal const string RevisionField = "revision";
    private const int Longest = 50_000;

    public Task<Result<Incident>> InvokeAsync(Actor actor, long number, ReviewText text, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "write a review", "incident.reviewWritten", async work =>
        {
            if (work.Incident.State.IsOpen()) return Problem.Conflict($"{work.Incident.Name} is still {work.Incident.State.Word()}. It is reviewed when it is resolved.");
            if (new[] { text.Summary, text.Impact, text.Helped, text.Hindered, text.RootCause }.Any(t => t?.Length > Longest)) return Problem.Invalid($"A part of a review has at most {Longest:N0} characters; put the long part into a link.");
            var review = await work.Db.Reviews.FirstOrDefaultAsync(r => r.Incident == number, cancellation);
            if (review is null) work.Db.Reviews.Add(review = new() { Incident = number, ChangedBy = actor.Name, Revision = 0 });
            else if (text.Revision is { } seen && seen != review.Revision)
                return new Problem(ProblemKind.Conflict, $"{review.ChangedBy} has changed the review meanwhile. Load it again and bring both together; what you wrote is still in the form.", RevisionField);
            review.Summary = Text(text.Summary) ?? review.Summary;
            review.Impact = Text(text.Impact) ?? review.Impact;
            review.Helped = Text(text.Helped) ?? review.Helped;
            review.Hindered = Text(text.Hindered) ?? review.Hindered;
            review.RootCause = Text(text.RootCause) ?? review.RootCause;
            (review.ChangedBy, review.ChangedAt) = (actor.Name, work.Now);
            // The first words are told; each later stroke of the pen is not.
            if (review.Revision++ == 0) work.Tell(TimelineKind.Review, $"{actor.Name} began the review");
            return null;
        }, cancellation);

    public Task<Result<Incident>> FinishAsync(Actor actor, long number, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "finish a review", "incident.reviewed", async work =>
        {
            if (IncidentFlow.Refuse(work.Incident, IncidentState.Reviewed) is { } refused) return refused;
            if (await work.Db.Reviews.AsNoTracking().FirstOrDefaultAsync(r => r.Incident == number, cancellation) is not { } review || review.RootCause.Trim().Length == 0)
                return Problem.Conflict("Write down the root cause first, or that it is not known; that is what the review is for.");
            var items = await work.Db.ActionItems.CountAsync(i => i.Incident == number, cancellation);
            await MoveIncident.EnterAsync(work, IncidentState.Reviewed, $"{actor.Name} finished the review, with {(items == 1 ? "1 action item" : $"{items} action items")}", cancellation);
            return null;
        }, cancellation);

    private string? Text(string? text) => text is null ? null : redactor.Redact(text.Replace("\0", "").ReplaceLineEndings("\n").Trim());
}
