using OpsPortal.Targets.Previews;

namespace OpsPortal.Executions.Plans;

/// <summary>What is no longer as it was when the plan was made.</summary>
internal static class PlanMoves
{
    /// <summary>For a person: "deployment platform-service in platform: was image v1.0.4, 3 replicas, is image v1.1.0, 3 replicas".</summary>
    public static string Tell(ActionPreview then, ActionPreview now)
    {
        var before = Latest(then);
        var after = Latest(now);
        List<string> moved = [];
        foreach (var (subject, fact) in before)
            if (!after.TryGetValue(subject, out var is_)) moved.Add(now.Refusal is { } refusal ? $"{subject}: {refusal}" : $"{subject} is no longer a part of it");
            else if (is_.Value != fact.Value) moved.Add(is_.Fact == fact.Fact ? $"{subject} was changed" : $"{subject}: was {fact.Fact}, is {is_.Fact}");
        moved.AddRange(after.Keys.Where(subject => !before.ContainsKey(subject)).Select(subject => $"{subject} has become a part of it"));
        if (moved.Count == 0) return now.Refusal ?? now.Unavailable ?? "the step itself was edited";
        return moved.Count > 5 ? $"{string.Join("; ", moved.Take(5))}; and {moved.Count - 5} more" : string.Join("; ", moved);
    }

    private static Dictionary<string, Precondition> Latest(ActionPreview preview)
    {
        Dictionary<string, Precondition> facts = [];
        foreach (var fact in preview.Preconditions) facts[fact.Subject] = fact;
        return facts;
    }
}
