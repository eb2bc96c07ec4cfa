namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary><c>kubectl logs -l</c> shows ten lines of each pod unless it is told otherwise; a search in them finds next to nothing.</summary>
internal sealed class LogsTailRule : ILintRule
{
    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Mentions(" logs ")) yield break;
        foreach (var line in step.Kubectl)
            if (line.Verb == "logs" && line.Command.Find("-l", "--selector") is { } selector && !line.Command.Has("--tail", "-f", "--follow"))
                yield return step.At(DiagnosticSeverity.Info, DiagnosticCodes.ShortLogs, "With a selector kubectl shows only the last 10 lines of each pod, even with --since. Add --tail=-1 for all of them, or a number.", selector);
    }
}
