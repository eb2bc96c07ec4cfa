namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary><c>kubectl exec pod command</c>: says where the dashes belong.</summary>
internal sealed class ExecDashesRule : ILintRule
{
    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Mentions(" exec ")) yield break;
        foreach (var line in step.Kubectl)
            if (line.Verb == "exec" && line.Operands.Count > 1 && line.Command.Words.All(w => w.Text != "--") && step.Raw(line.Operands[1]) is { Length: > 0 } raw)
                yield return step.At(DiagnosticSeverity.Warning, DiagnosticCodes.ExecWithoutDashes, "kubectl wants -- between the pod and the command; write it, or kubectl will refuse this line.", line.Operands[1], "Write -- before the command", $"-- {raw}");
    }
}
