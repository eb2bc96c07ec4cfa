namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary>Flags that kubectl no longer knows, or only to say that they do nothing.</summary>
internal sealed class RemovedFlagRule : ILintRule
{
    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Source.Contains(" --", StringComparison.Ordinal)) yield break;
        foreach (var line in step.Kubectl)
            foreach (var diagnostic in Check(step, line)) yield return diagnostic;
    }

    private static IEnumerable<Diagnostic> Check(LintStep step, KubectlLine line)
    {
        if (line.Command.Find("--delete-local-data") is { } localData)
            yield return Note(step, localData, "kubectl drain calls --delete-local-data now --delete-emptydir-data.", "Write --delete-emptydir-data", localData.Text.Replace("--delete-local-data", "--delete-emptydir-data"));
        if (line.Verb == "get" && line.Command.Find("--export") is { } export)
            yield return Note(step, export, "kubectl 1.18 removed --export, so it refuses this line. Use -o yaml, and take out what belongs to the cluster by hand.");
        if (line.Verb is "run" or "expose" or "autoscale" && line.Command.Find("--generator") is { } generator)
            yield return Note(step, generator, "kubectl removed --generator; kubectl run makes a pod and nothing else. Use kubectl create for a deployment or a job.");
        if (line.Command.Find("--record") is { } record)
            yield return step.At(DiagnosticSeverity.Info, DiagnosticCodes.RemovedFlag, "--record is deprecated. Annotate the object with kubernetes.io/change-cause instead.", record);
        if (line.Command.Words.Where(w => w.Text is "--dry-run" or "--dry-run=true").Take(1).ToList() is [var dryRun] && line.Verb != "")
            yield return Note(step, dryRun, "kubectl wants --dry-run=client or --dry-run=server.", "Write --dry-run=client", "--dry-run=client");
    }

    private static Diagnostic Note(LintStep step, LintWord word, string message, string? title = null, string? replacement = null) =>
        step.At(DiagnosticSeverity.Warning, DiagnosticCodes.RemovedFlag, message, word, title, replacement);
}
