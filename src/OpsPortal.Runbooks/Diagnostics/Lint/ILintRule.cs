namespace OpsPortal.Runbooks.Diagnostics.Lint;

/// <summary>Looks for one thing in a step. It is asked of every step of every runbook, so it first looks for a word that has to be there.</summary>
internal interface ILintRule
{
    IEnumerable<Diagnostic> Check(LintStep step);
}
