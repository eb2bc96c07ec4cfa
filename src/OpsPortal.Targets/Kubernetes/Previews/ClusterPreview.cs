using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Previews.Effects;
using OpsPortal.Targets.Kubernetes.Verbs;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Kubernetes.Previews;

/// <summary>Runs a verb as a plan and puts together what came of it.</summary>
internal static class ClusterPreview
{
    /// <summary>Rights that are asked for; who changes more objects than this is told of the first.</summary>
    private const int Asked = 20;

    public static ActionPreview OfRead { get; } = new() { Effects = ["Only reads"], Reversal = Reversal.Impossible("It changes nothing, so there is nothing to put back.") };

    public static async Task<ActionPreview> OfAsync<TAction>(
        TAction action, Func<TAction, ActionContext, CancellationToken, Task<ActionOutcome>> verb, ActionContext context, CancellationToken cancellation) where TAction : KubernetesAction
    {
        var plan = new PlanningApi(context.Kubernetes);
        var refusal = await RefusalAsync(action, verb, Trial(context, plan), cancellation);
        var (effects, warnings) = await StepEffects.OfAsync(plan.Steps, context.Kubernetes, cancellation);
        var changed = plan.Steps.Where(s => s.Before is not null || s.After is not null).ToList();
        return new()
        {
            Effects = [.. effects, .. plan.Effects],
            Warnings = [.. plan.Warnings, .. warnings],
            Changes = [.. changed.Select(ObjectText.Change).Where(c => c.Before != c.After)],
            LeftAlone = [.. plan.LeftAlone.Select(ObjectText.Change).DistinctBy(c => c.Subject)],
            Requests = [.. plan.Requests.Select(r => r.Planned()), .. plan.Programs],
            Preconditions = [.. changed.Select(ObjectText.Found), .. Target(action, plan.Steps)],
            Unavailable = plan.Untried,
            Refusal = refusal,
            Permission = await PermissionAsync(plan, context.Kubernetes, cancellation),
            Reversal = plan.Programs.Count > 0 ? Reversal.Impossible("What a program in a pod does has no way back through the portal.") : Reverting.Of(plan.Steps).Reversal,
        };
    }

    /// <summary>Nothing that the verb does gets out of it.</summary>
    private static ActionContext Trial(ActionContext context, PlanningApi plan) => context with
    {
        Kubernetes = plan,
        Output = NoOutput.Instance,
        ShowAsync = (_, _) => ValueTask.CompletedTask,
        BeforeSideEffect = _ => ValueTask.CompletedTask,
        KeepAsync = (_, _) => ValueTask.CompletedTask,
    };

    private static async Task<string?> RefusalAsync<TAction>(
        TAction action, Func<TAction, ActionContext, CancellationToken, Task<ActionOutcome>> verb, ActionContext trial, CancellationToken cancellation)
    {
        try
        {
            var outcome = await verb(action, trial, cancellation);
            return outcome.Succeeded ? null : outcome.Reason;
        }
        catch (PlanEnds)
        {
            return null;
        }
        catch (Exception refused) when (refused is KubernetesApiException or StepRefusal or StepFileException)
        {
            return refused.Message;
        }
    }

    /// <summary>A roll-back goes to what the history says when it runs, so the plan rests on that too.</summary>
    private static IEnumerable<Precondition> Target(KubernetesAction action, IReadOnlyList<ObjectStep> steps) => action is not KubernetesRolloutUndo ? []
        : steps.Where(s => s.After is not null).Select(s => new Precondition($"revision that {s.Subject} goes back to", ObjectText.Fact(s.After!), ObjectText.Digest(ObjectText.Of(s.Path.Resource, s.After!))));

    private static async Task<TargetPermission?> PermissionAsync(PlanningApi plan, IKubernetesApi api, CancellationToken cancellation)
    {
        var rights = plan.Requests.Select(r => (r.Verb, r.Path)).Concat(plan.Executes.Select(e => (Verb: "get", Path: e))).Distinct().Take(Asked).ToList();
        if (rights.Count == 0) return null;
        try
        {
            var answers = await Task.WhenAll(rights.Select(r => api.MayAsync(r.Verb, r.Path, cancellation)));
            var missing = answers.Zip(rights).FirstOrDefault(a => !a.First.Allowed);
            if (missing.First is { } no)
                return new(false, $"may not {Spoken(missing.Second)}{(no.Reason is { } why ? $" ({why})" : "")}: an administrator of the cluster can grant it");
            return new(true, $"may {string.Join(", ", rights.Select(Spoken).Distinct())}");
        }
        catch (KubernetesApiException)
        {
            // a cluster that does not answer the question will answer the request
            return null;
        }
    }

    /// <summary>"patch deployments/scale in shop".</summary>
    private static string Spoken((string Verb, ResourcePath Path) right) =>
        $"{right.Verb} {right.Path.Resource.Name}{(right.Path.Subresource is { } sub ? $"/{sub}" : "")}{(right.Path.Namespace is { } place && right.Path.Resource.Namespaced ? $" in {place}" : "")}";

    private sealed class NoOutput : IOutput
    {
        public static NoOutput Instance { get; } = new();

        public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
