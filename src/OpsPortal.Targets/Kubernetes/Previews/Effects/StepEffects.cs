namespace OpsPortal.Targets.Kubernetes.Previews.Effects;

/// <summary>What comes of the steps of a plan, in sentences and numbers.</summary>
internal static class StepEffects
{
    /// <summary>Objects that are told of one by one; of more only the number is told.</summary>
    private const int Most = 25;

    public static async Task<(IReadOnlyList<string> Effects, IReadOnlyList<string> Warnings)> OfAsync(IReadOnlyList<ObjectStep> steps, IKubernetesApi api, CancellationToken cancellation)
    {
        var told = new Told();
        var around = new Surroundings(api, cancellation);
        if (steps.Count > 1) told.Effects.Add(Counts(steps));
        foreach (var step in steps.Take(Most)) await TellAsync(step, around, told);
        if (steps.Count > Most) told.Effects.Add($"And {steps.Count - Most} more objects");
        return (told.Effects, [.. told.Warnings.Distinct()]);
    }

    private static async Task TellAsync(ObjectStep step, Surroundings around, Told told)
    {
        switch (step)
        {
            case { Before: null, After: null }:
                told.Effects.Add($"{Upper(step.Subject)} is made, and deleted when it has ended");
                break;
            case { After: null }:
                await DeletionEffects.TellAsync(step, around, told);
                break;
            case { Before: null }:
                told.Effects.Add($"{Upper(step.Subject)} is created ({ObjectText.Fact(step.After!)})");
                await WorkloadEffects.QuotaAsync(step, 0, around, told);
                break;
            default:
                await ChangeAsync(step, FieldChange.Between(step.Path.Resource, ObjectText.Cleaned(step.Before!, step.OfStatus), ObjectText.Cleaned(step.After!, step.OfStatus)), around, told);
                break;
        }
    }

    private static async Task ChangeAsync(ObjectStep step, IReadOnlyList<FieldChange> changes, Surroundings around, Told told)
    {
        changes = [.. changes.Where(c => !c.Is("metadata", "annotations", Verbs.LastApplied.Annotation))];
        if (changes.Count == 0)
        {
            told.Effects.Add($"{Upper(step.Subject)} stays as it is");
            return;
        }
        var left = changes.ToList();
        if (step.Kind is "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet")
        {
            await WorkloadEffects.TellAsync(step, changes, around, told);
            left.RemoveAll(c => c.Below("spec", "template") || c.Is("spec", "replicas"));
        }
        else if (step.Kind == "Service" && changes.Any(c => c.Below("spec", "selector")))
        {
            await ServiceEffects.TellAsync(step, around, told);
            left.RemoveAll(c => c.Below("spec", "selector"));
        }
        else if (step.Kind == "Node" && changes.FirstOrDefault(c => c.Is("spec", "unschedulable")) is { } cordon)
        {
            told.Effects.Add(step.After.FlagAt("spec", "unschedulable") ? $"{Upper(step.Spoken)} takes no new pods; those on it stay" : $"{Upper(step.Spoken)} takes new pods again");
            left.Remove(cordon);
        }
        if (left.Count > 0)
            told.Effects.Add($"{Upper(step.Subject)}: {string.Join(", ", left.Take(5).Select(c => c.Spoken))}{(left.Count > 5 ? $" and {left.Count - 5} more fields" : "")} {(left.Count == 1 ? "changes" : "change")}");
    }

    /// <summary>"1 created, 2 changed, 1 unchanged".</summary>
    private static string Counts(IReadOnlyList<ObjectStep> steps)
    {
        var words = steps.Select(s => s switch
        {
            { Before: null } => "created",
            { After: null } => "deleted",
            _ when ObjectText.Change(s) is var change && change.Before == change.After => "unchanged",
            _ => "changed",
        });
        return $"{steps.Count} objects: {string.Join(", ", words.GroupBy(w => w).Select(g => $"{g.Count()} {g.Key}"))}";
    }

    public static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

/// <summary>Sentences that are being gathered.</summary>
internal sealed class Told
{
    public List<string> Effects { get; } = [];
    public List<string> Warnings { get; } = [];
}
