namespace OpsPortal.Runbooks;

/// <summary>Values that came with an incident, e.g. from the labels of its alert, for the parameters of a runbook.</summary>
public static class GivenValues
{
    /// <summary>
    /// By name, however it is written (<c>pod_name</c>, <c>pod-name</c>), with or without <c>-name</c> at its end; else by kind: a label
    /// <c>pod</c> is a <c>kubernetes.pod</c>. Secrets are never filled in. Pure.
    /// </summary>
    public static IReadOnlyDictionary<string, string> For(IEnumerable<Parameter> parameters, IReadOnlyDictionary<string, string> labels)
    {
        Dictionary<string, string> found = [];
        var known = labels.Where(l => l.Value.Length > 0).GroupBy(l => Plain(l.Key)).ToDictionary(g => g.Key, g => g.First().Value);
        foreach (var parameter in parameters.Where(p => !p.Secret && p.Kind != "kubernetes.manifest"))
        {
            var name = Plain(parameter.Name);
            var kind = parameter.Kind[(parameter.Kind.LastIndexOf('.') + 1)..];
            string[] names = [name, name.EndsWith("-name", StringComparison.Ordinal) ? name[..^5] : $"{name}-name", .. parameter.Kind.Contains('.') ? [kind] : Array.Empty<string>()];
            if (names.FirstOrDefault(known.ContainsKey) is { } label) found[parameter.Name] = known[label];
        }
        return found;
    }

    private static string Plain(string name) => name.ToLowerInvariant().Replace('_', '-').Replace(' ', '-');
}
