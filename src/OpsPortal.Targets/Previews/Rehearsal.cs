using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Http;

namespace OpsPortal.Targets.Previews;

/// <summary>
/// A step gone through without changing anything: what only reads is really read, so that lookups, conditions, loops and pipes go the way they
/// would; what changes something is previewed instead, and taken to succeed. What waits is not waited for.
/// </summary>
internal sealed class Rehearsal
{
    private readonly List<ActionPreview> previews = [];
    private string? doubt;

    /// <summary>Null where it is to be carried out after all, because it changes nothing.</summary>
    public async Task<ActionOutcome?> PassAsync(IActionExecutor executor, StepAction action, ActionContext context, CancellationToken cancellation)
    {
        if (DestructivePaths.RiskIn(action, context.Targets.Http) > Risk.Read) return await PreviewAsync(executor, action, context, cancellation);
        return Waits(action) ? ActionOutcome.Success("would be waited for") : null;
    }

    /// <summary>Also for what looked like a read until it was about to change something: a client that is given its commands through a pipe.</summary>
    public async Task<ActionOutcome> PreviewAsync(IActionExecutor executor, StepAction action, ActionContext context, CancellationToken cancellation)
    {
        if (action.HasUnknownPlaces())
        {
            doubt ??= $"What \"{ParameterText.Display(action.Sentence)}\" acts on is known only while it runs.";
            return ActionOutcome.Success("would be done");
        }
        var preview = await executor.PreviewAsync(action, context, cancellation);
        previews.Add(preview);
        return preview.Refusal is { } refusal ? ActionOutcome.Failure(refusal) : ActionOutcome.Success("would be done");
    }

    /// <summary>All that would happen, in order.</summary>
    /// <param name="ended">How the step as a whole came out; it says why nothing was left to preview.</param>
    public ActionPreview Told(ActionOutcome ended)
    {
        if (previews.Count == 0)
            return ended.Succeeded
                ? doubt is null ? new() { Effects = ["As things are, it changes nothing."], Reversal = Reversal.Impossible("There is nothing to put back.") } : ActionPreview.NotKnown(doubt)
                : new() { Refusal = ended.Reason };
        if (previews is [var only]) return only with { Unavailable = only.Unavailable ?? doubt, Refusal = only.Refusal ?? Late(ended) };
        return new()
        {
            Effects = [.. previews.SelectMany(p => p.Effects)],
            Warnings = [.. previews.SelectMany(p => p.Warnings).Distinct()],
            Changes = [.. previews.SelectMany(p => p.Changes)],
            Requests = [.. previews.SelectMany(p => p.Requests)],
            Preconditions = [.. previews.SelectMany(p => p.Preconditions).Distinct()],
            Unavailable = previews.Select(p => p.Unavailable).FirstOrDefault(u => u is not null) ?? doubt,
            Refusal = previews.Select(p => p.Refusal).FirstOrDefault(r => r is not null) ?? Late(ended),
            Permission = previews.Select(p => p.Permission).Where(p => p is not null).OrderBy(p => p!.Allowed).FirstOrDefault(),
            Reversal = ChangeRecords.Together([.. previews.Select(p => p.Reversal)]),
        };
    }

    /// <summary>A failure that no preview tells of: a lookup that finds nothing, a read that is refused.</summary>
    private string? Late(ActionOutcome ended) => ended.Succeeded || previews.Any(p => p.Refusal is not null) ? null : ended.Reason;

    private static bool Waits(StepAction action) => action.Live || action is FlowWait or KubernetesWait or KubernetesRolloutStatus;
}

/// <summary>An action that was taken to read is about to change something; it has not yet.</summary>
internal sealed class WouldChangeException() : Exception("A preview was about to change something.");
