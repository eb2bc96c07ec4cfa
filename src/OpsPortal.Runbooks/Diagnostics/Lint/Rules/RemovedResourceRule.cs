using System.Collections.Frozen;

namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary>Kinds that clusters of today no longer serve, https://kubernetes.io/docs/reference/using-api/deprecation-guide.</summary>
internal sealed class RemovedResourceRule : ILintRule
{
    private static readonly FrozenDictionary<string, (string Name, string Since, string Instead)> Removed = new Dictionary<string, (string, string, string)>
    {
        ["psp"] = ("PodSecurityPolicy", "1.25", "Look at the pod-security labels of the namespaces instead (kubectl get namespaces --show-labels)"),
        ["podsecuritypolicy"] = ("PodSecurityPolicy", "1.25", "Look at the pod-security labels of the namespaces instead (kubectl get namespaces --show-labels)"),
        ["podsecuritypolicies"] = ("PodSecurityPolicy", "1.25", "Look at the pod-security labels of the namespaces instead (kubectl get namespaces --show-labels)"),
        ["thirdpartyresource"] = ("ThirdPartyResource", "1.8", "Use CustomResourceDefinitions"),
        ["thirdpartyresources"] = ("ThirdPartyResource", "1.8", "Use CustomResourceDefinitions"),
    }.ToFrozenDictionary();

    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Mentions("psp") && !step.Mentions("podsecurit") && !step.Mentions("thirdparty") && !step.Mentions("componentstatus") && !step.Mentions(" cs")) yield break;
        foreach (var line in step.Kubectl)
            foreach (var (kind, word) in line.Kinds)
                if (Removed.TryGetValue(kind.Split('.')[0], out var removed))
                    yield return step.At(DiagnosticSeverity.Warning, DiagnosticCodes.RemovedResource, $"Kubernetes {removed.Since} removed {removed.Name}, so a cluster of today answers that it has no such resource. {removed.Instead}.", word);
                else if (kind is "componentstatuses" or "componentstatus" or "cs")
                    yield return step.At(DiagnosticSeverity.Warning, DiagnosticCodes.RemovedResource, "Component statuses are deprecated since Kubernetes 1.19 and often tell nothing or wrongly \"Unhealthy\". Ask the API server: kubectl get --raw='/readyz?verbose'.", word);
    }
}
