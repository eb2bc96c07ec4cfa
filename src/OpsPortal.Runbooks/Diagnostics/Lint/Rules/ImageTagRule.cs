namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary>Images named by <c>latest</c>, or by no tag: what runs then depends on when it was pulled.</summary>
internal sealed class ImageTagRule : ILintRule
{
    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Mentions("set image") && !step.Mentions("--image") && !step.Mentions("docker ") && !step.Mentions("podman ")) yield break;
        foreach (var line in step.Kubectl)
            if (line is { Verb: "set", Operands: [{ Text: "image" }, ..] })
                foreach (var pair in line.Operands.Skip(2))
                    if (pair.Text.IndexOf('=') is > 0 and var equals && Moves(pair.Text[(equals + 1)..]))
                        yield return Note(step, pair, DiagnosticSeverity.Warning, "No rollout follows where the tag is the same as before, and an undo brings nothing back. Name a version.");
        foreach (var line in step.Kubectl)
            if (line.Verb is "run" or "debug" && line.Command.Value("--image") is { } image && Moves(image.Text))
                yield return Note(step, image, DiagnosticSeverity.Info, "Name a version, so that it is the same image every time.");
        foreach (var command in step.Commands)
            if (command.Program is "docker" or "podman" && command.Words is [_, { Text: "pull" or "push" or "tag" }, .., var last] && last.Text.EndsWith(":latest", StringComparison.Ordinal))
                yield return Note(step, last, DiagnosticSeverity.Info, "Name a version, so that everybody means the same image.");
    }

    private static bool Moves(string image) =>
        !image.Contains('$') && !image.Contains('<') && !image.Contains('{') && !image.Contains('@') && image.Length > 0
        && (image.EndsWith(":latest", StringComparison.Ordinal) || !image[(image.LastIndexOf('/') + 1)..].Contains(':'));

    private static Diagnostic Note(LintStep step, LintWord word, DiagnosticSeverity severity, string advice) =>
        step.At(severity, DiagnosticCodes.MovingTag, $"This image is named by the tag latest, or by none, so what it is changes with time. {advice}", word);
}
