using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary>A change that names no namespace in a runbook whose other commands do.</summary>
internal sealed class NamespaceRule : ILintRule
{
    private static readonly HashSet<string> Changes = ["scale", "delete", "patch", "rollout", "set", "edit", "exec", "annotate", "label", "autoscale", "expose", "cp", "replace"];

    private static readonly HashSet<string> ClusterWide =
        ["node", "nodes", "no", "namespace", "namespaces", "ns", "pv", "persistentvolume", "persistentvolumes", "clusterrole", "clusterroles", "clusterrolebinding", "clusterrolebindings", "crd", "crds",
         "customresourcedefinition", "customresourcedefinitions", "storageclass", "storageclasses", "sc", "ingressclass", "priorityclass", "clusterissuer", "clusterissuers", "validatingwebhookconfiguration", "mutatingwebhookconfiguration"];

    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Document.NamesNamespace || step.Document.ChoosesNamespace || step.Step.Risk == Risk.Read) yield break;
        foreach (var line in step.Kubectl)
            if (Changes.Contains(line.Verb) && line.Operands.Count > 0 && !line.Command.Has("-n", "--namespace", "-A", "--all-namespaces", "-f", "--filename") && !line.Command.Words.Any(w => w.Text.StartsWith("-n", StringComparison.Ordinal) && w.Text.Length > 2)
                && !line.Kinds.Any(k => ClusterWide.Contains(k.Kind.Split('.')[0]))
                && !(line.Verb == "rollout" && line.Operands[0].Text is "status" or "history"))
                yield return step.At(DiagnosticSeverity.Warning, DiagnosticCodes.MissingNamespace, "This change names no namespace, and other commands of this runbook do, so it goes to whatever namespace is the default. Add -n.", line.Command.Words[0]);
    }
}
