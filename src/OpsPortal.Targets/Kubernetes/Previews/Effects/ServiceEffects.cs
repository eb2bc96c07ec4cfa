using OpsPortal.Targets.Kubernetes.Verbs;

namespace OpsPortal.Targets.Kubernetes.Previews.Effects;

/// <summary>Where a service sends its traffic before and after: the switch between blue and green.</summary>
internal static class ServiceEffects
{
    public static async Task TellAsync(ObjectStep step, Surroundings around, Told told)
    {
        var (before, after) = (LabelSelectorText.PodsOf(step.Before!), LabelSelectorText.PodsOf(step.After!));
        var (old, now) = (await ReadyAsync(before), await ReadyAsync(after));
        told.Effects.Add($"{StepEffects.Upper(step.Subject)} sends to {Spoken(after)} ({now} ready pod{(now == 1 ? "" : "s")}) instead of {Spoken(before)} ({old} ready pod{(old == 1 ? "" : "s")})");
        if (now == 0) told.Warnings.Add($"No ready pod matches {Spoken(after)}: {step.Spoken} would answer nobody");
        async Task<int> ReadyAsync(string? selector) => (await around.SelectedAsync(step.Path.Namespace, selector)).Count(Surroundings.Ready);
    }

    private static string Spoken(string? selector) => string.IsNullOrEmpty(selector) ? "nothing" : selector;
}
