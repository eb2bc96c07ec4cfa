namespace OpsPortal.Incidents.Alerts.Silences;

/// <summary>A place whose alerts are quiet, whatever their labels are called: those of the systems, in the environment, of the components.</summary>
/// <param name="Systems">Slugs.</param>
/// <param name="Components">Empty means all.</param>
/// <param name="Environment">Its name, as labels have it.</param>
/// <param name="OnlyEnvironment">There is no other: an alert that does not say where it is felt is felt here.</param>
public sealed record SilenceScope(IReadOnlyList<string> Systems, IReadOnlyList<string> Components, Guid EnvironmentId, string Environment, bool OnlyEnvironment)
{
    private static readonly string[] EnvironmentLabels = ["environment", "env"], SystemLabels = ["system", "service", "app", "app_kubernetes_io_name"];

    /// <param name="system">Where the alert was placed; null where nobody knows.</param>
    /// <param name="felt">Environment of its integration; null where that sends for several.</param>
    public bool Covers(string? system, Guid? felt, IReadOnlyDictionary<string, string> labels) =>
        system is not null && Systems.Contains(system)
        && (felt == EnvironmentId || felt is null && (EnvironmentLabels.Select(l => labels.GetValueOrDefault(l)).FirstOrDefault(v => !string.IsNullOrEmpty(v)) is { } said
            ? said.Equals(Environment, StringComparison.OrdinalIgnoreCase) : OnlyEnvironment))
        && (Components.Count == 0 || (labels.GetValueOrDefault("component") ?? labels.GetValueOrDefault("service")) is { } component && Components.Contains(component, StringComparer.OrdinalIgnoreCase));

    public bool Reaches(AlertIntegration integration) => integration.EnvironmentId is null || integration.EnvironmentId == EnvironmentId;

    /// <summary>
    /// The same for an Alertmanager, which knows labels only: one silence for each label that may name a system, each only where those before
    /// it do not name another one. Alerts that are placed by something else are held back here.
    /// </summary>
    public IEnumerable<IReadOnlyList<LabelMatcher>> Matchers(Guid? felt)
    {
        foreach (var system in Systems)
            for (var at = 0; at < SystemLabels.Length; at++)
            {
                List<LabelMatcher> all = [new(SystemLabels[at], system)];
                all.AddRange(SystemLabels.Take(at).Select(before => new LabelMatcher(before, $"|{Quote(system)}", IsRegex: true)));
                if (Components.Count > 0) all.Add(new("component", string.Join('|', Components.Select(Quote)), IsRegex: true));
                if (felt is null) all.AddRange(OnlyEnvironment ? EnvironmentLabels.Select(l => new LabelMatcher(l, $"|{Quote(Environment)}", IsRegex: true)) : [new LabelMatcher("environment", Environment)]);
                yield return all;
            }
    }

    private static string Quote(string text) => System.Text.RegularExpressions.Regex.Escape(text).Replace("\\ ", " ", StringComparison.Ordinal).Replace("\\#", "#", StringComparison.Ordinal);
}
