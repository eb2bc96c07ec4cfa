using OpsPortal.Access;
using OpsPortal.Executions.Files;
using OpsPortal.Executions.Output;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Targets;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Executions.Plans;

/// <summary>From an execution that is not yet, to the plan of it.</summary>
public sealed class Planning(IStepRunner runner, OutputWriters writers, SecretParameters secrets, PlanConflicts conflicts, ChangeWindows windows, StepFilesFactory files, TimeProvider time, ILogger<Planning> log)
{
    /// <summary>Whoever looked at a plan and went for coffee looks again.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <param name="draft">With its environment; its places of secret parameters unfilled.</param>
    public async Task<Plan> OfAsync(Actor actor, Execution draft, CancellationToken cancellation)
    {
        var preview = await PreviewAsync(draft, cancellation);
        var (environment, now) = (draft.Environment!, time.GetUtcNow());
        return new()
        {
            Id = Guid.CreateVersion7(now),
            Hash = PlanHash.Of(draft, preview),
            RequestedById = actor.Id,
            RequestedBy = actor.Name,
            EnvironmentId = environment.Id,
            Environment = environment,
            RunbookId = draft.RunbookId,
            StepId = draft.StepId,
            Reverts = draft.Reverts,
            Sentence = ParameterText.Display(draft.Action.Sentence),
            TargetName = draft.Action.Target is { } target ? target.Name ?? target.Kind ?? target.Namespace : null,
            Risk = draft.Risk,
            Gate = environment.PolicyHere.For(draft.Risk),
            Parameters = draft.Parameters,
            ProtectedParameters = draft.ProtectedParameters,
            Preview = preview,
            Conflicts = await conflicts.OfAsync(draft, cancellation),
            Frozen = await windows.ClosedAsync(draft, now, cancellation) is { } freeze ? $"{environment.Name} is frozen by {freeze.By}{(freeze.Until is { } until ? $" until {until:yyyy-MM-dd HH:mm} UTC" : "")}: {freeze.Reason}" : null,
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        };
    }

    /// <summary>What it would do now, cleaned of secrets.</summary>
    public async Task<ActionPreview> PreviewAsync(Execution draft, CancellationToken cancellation)
    {
        var values = secrets.Read(draft);
        var known = await writers.SecretsAsync(draft, values.Values);
        return PreviewText.Clean(await AskAsync(draft.With(values), cancellation), writers.Redaction(known));
    }

    private async Task<ActionPreview> AskAsync(Execution bound, CancellationToken cancellation)
    {
        try
        {
            return await runner.PreviewAsync(bound, files.ToRead(bound), cancellation);
        }
        catch (TargetUnreachableException e)
        {
            return ActionPreview.NotKnown(e.Message);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            log.LogError(e, "The preview of {Action} failed in the portal", bound.Action.Name);
            return ActionPreview.NotKnown($"The preview failed in the portal, which is a bug worth reporting: {e.Message}");
        }
    }
}
