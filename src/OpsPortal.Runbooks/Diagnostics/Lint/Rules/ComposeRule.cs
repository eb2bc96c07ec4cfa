namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary><c>docker-compose</c>, which is not maintained since July 2023, https://docs.docker.com/compose/releases/migrate.</summary>
internal sealed class ComposeRule : ILintRule
{
    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Mentions("docker-compose")) yield break;
        foreach (var command in step.Commands)
            if (command.Words[0].Text == "docker-compose")
                yield return step.At(DiagnosticSeverity.Info, DiagnosticCodes.ComposeV1, "docker-compose is the first version, which is no longer maintained and missing on new hosts. Write docker compose.", command.Words[0], "Write docker compose", "docker compose");
    }
}
