using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Kubernetes.Previews;

/// <summary>The way back of a change, from what it found and what it left. The same for a change that is only tried.</summary>
internal static class Reverting
{
    /// <summary>More are only counted in the sentence.</summary>
    private const int Told = 3;

    /// <summary>What is lost with the object itself, and does not come back with a new one of its name.</summary>
    private static readonly Dictionary<string, string> Lost = new()
    {
        ["Namespace"] = "a new namespace would be empty",
        ["PersistentVolumeClaim"] = "a new claim gets a new volume, and the data is not in it",
        ["PersistentVolume"] = "its data is not restored with it",
        ["CustomResourceDefinition"] = "the objects of that kind are gone with it",
        ["Node"] = "a node joins by itself",
    };

    public static (StepAction? Revert, Reversal Reversal) Of(IReadOnlyList<ObjectStep> steps)
    {
        List<ObjectRestore> ways = [];
        List<string> none = [];
        // what came last goes first: a service before the namespace that was made for it
        foreach (var step in steps.Reverse())
            if (Obstacle(step) is { } why) none.Add($"{step.Subject}: {why}");
            else if (Way(step) is { } way) ways.Add(way);
        none.Reverse();
        if (ways.Count == 0) return (null, Reversal.Impossible(none.Count > 0 ? $"There is no way back. {Sentence(none)}" : "Nothing was changed, so there is nothing to put back."));
        var revert = new KubernetesRestore { Objects = ways };
        return (revert, Reversal.To($"Can be put back: {string.Join("; ", ways.Take(Told).Select(w => Lower(w.Words)))}{(ways.Count > Told ? $"; and {ways.Count - Told} more" : "")}.{(none.Count == 0 ? "" : $" Not put back: {Sentence(none)}")}"));
    }

    /// <summary>Why there is no way back for one object; null where there is one, or none is needed.</summary>
    private static string? Obstacle(ObjectStep step) => step switch
    {
        { Begun: true } => "the change was sent and its answer has not come; look at what it is now before you change it back",
        { Unread: { } why } => why,
        { Before: null } => null,
        { OfStatus: true } => "what was decided on it cannot be taken back",
        { MadeAgain: true } => $"its {step.Before.Controller().TextAt("kind")} {step.Before.Controller().TextAt("name")} makes a new one, so there is nothing to put back",
        { After: null } => Lost.GetValueOrDefault(step.Kind),
        _ => null,
    };

    private static ObjectRestore? Way(ObjectStep step)
    {
        var (before, after) = (step.Before is null ? null : ObjectText.Cleaned(step.Before), step.After is null ? null : ObjectText.Cleaned(step.After));
        if (before is null && after is null) return null;
        var resource = step.Path.Resource;
        string words;
        if (before is null) words = $"Delete {step.Subject}, which this step made";
        else if (after is null) (before, words) = (Again(before), $"Create {step.Subject} again as it was");
        else if (FieldChange.Between(resource, before, after) is { Count: > 0 } changes) words = Words(step, changes);
        else return null;
        return new(resource.Group.Length == 0 ? resource.Name : $"{resource.Name}.{resource.Group}", resource.Namespaced ? step.Path.Namespace : null, step.Name, before, after, step.Uid, words);
    }

    /// <summary>What was made for the old object alone would be refused on a new one.</summary>
    private static JsonObject Again(JsonObject item)
    {
        var made = (JsonObject)item.DeepClone();
        if (made["spec"] is not JsonObject spec) return made;
        if (made.TextAt("kind") == "Pod") spec.Remove("nodeName");
        if (made.TextAt("kind") != "Job" || spec.FlagAt("manualSelector")) return made;
        spec.Remove("selector");
        foreach (var labels in new[] { made.At("metadata", "labels"), spec.At("template", "metadata", "labels") }.OfType<JsonObject>())
            foreach (var key in new[] { "controller-uid", "batch.kubernetes.io/controller-uid" }) labels.Remove(key);
        return made;
    }

    private static string Words(ObjectStep step, IReadOnlyList<FieldChange> changes)
    {
        changes = [.. changes.Where(c => !c.Is("metadata", "annotations", Verbs.LastApplied.Annotation)) is { } told && told.Any() ? told : changes];
        if (changes is [var only])
        {
            if (only.Is("spec", "replicas")) return $"Scale {step.Spoken} back to {only.Before.TextAt() ?? "1"}{step.In}";
            if (only.Is("spec", "unschedulable")) return $"{(only.Before is null or JsonValue && !step.Before.FlagAt("spec", "unschedulable") ? "Uncordon" : "Cordon")} {step.Spoken}";
            if (only.Is("spec", "paused")) return $"{(step.Before.FlagAt("spec", "paused") ? "Pause" : "Resume")} {step.Spoken}{step.In}";
            if (only.Path[^1].Key == "kubectl.kubernetes.io/restartedAt") return $"Put the pod template of {step.Subject} back to before the restart, which replaces its pods again";
        }
        if (changes.All(c => c.Path[^1] is { Key: "image", By: null }))
            return $"Put {step.Spoken} back to image {string.Join(", ", changes.Select(c => ObjectText.ShortImage(c.Before.TextAt() ?? "none")).Distinct())}{step.In}";
        if (step.Kind == "Service" && changes.All(c => c.Below("spec", "selector")))
            return $"Send {step.Spoken} back to {string.Join(",", step.Before.MapAt("spec", "selector").Select(l => $"{l.Key}={l.Value}"))}{step.In}";
        foreach (var (map, word) in new[] { ("labels", "label"), ("annotations", "annotation") })
            if (changes.All(c => c.Path.Count == 3 && c.Below("metadata", map)))
                return $"Put the {word}{(changes.Count == 1 ? "" : "s")} {string.Join(", ", changes.Select(c => c.Path[2].Key))} of {step.Subject} back to before";
        return $"Put {step.Subject} back as it was ({(changes.Count <= 3 ? string.Join(", ", changes.Select(c => c.Spoken)) : $"{changes.Count} fields")})";
    }

    private static string Sentence(List<string> parts) => string.Join("; ", parts) + ".";

    private static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
