namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary>Deletions that do not wait for the node, or that take everything there is.</summary>
internal sealed class DeletionRule : ILintRule
{
    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Mentions(" delete ")) yield break;
        foreach (var line in step.Kubectl)
        {
            if (line.Verb != "delete") continue;
            var forced = line.Command.Find("--force") ?? (line.Command.Value("--grace-period")?.Text == "0" ? line.Command.Find("--grace-period") : null);
            if (forced is not null)
                yield return step.At(DiagnosticSeverity.Warning, DiagnosticCodes.ForcedDeletion, "A forced deletion does not wait until the containers have stopped: a pod of a StatefulSet may then run twice and damage its data. Delete it plainly first.", forced.Value);
            if (line.Command.Find("--all") is { } all)
                yield return step.At(DiagnosticSeverity.Warning, DiagnosticCodes.BroadDeletion, line.Command.Has("-A", "--all-namespaces") ? "This deletes all of them in all namespaces. Name them, or narrow it with -l." : "This deletes all of them in the namespace. Name them, or narrow it with -l.", all);
        }
    }
}
