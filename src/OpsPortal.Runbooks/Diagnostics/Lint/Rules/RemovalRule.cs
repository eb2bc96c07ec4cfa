namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary><c>rm -r</c> of everything, or of what is everything where a variable happens to be empty.</summary>
internal sealed class RemovalRule : ILintRule
{
    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Mentions("rm ")) yield break;
        foreach (var command in step.Commands)
            if (command.Program == "rm" && command.Words.Any(w => w.Text == "--recursive" || (w.Text is ['-', not '-', ..] && w.Text.AsSpan().ContainsAny('r', 'R'))))
                foreach (var word in command.Words.Skip(1))
                    if (word.Text is "/" or "/*" or "*" or "." or "./*" or "~" or "~/" or "$HOME" or "/etc" or "/usr" or "/var" or "/home")
                        yield return step.At(DiagnosticSeverity.Error, DiagnosticCodes.BroadRemoval, $"This removes all of {word.Text} with everything below. Name what shall go.", word);
                    else if (word.Text is ['$', ..] && word.Text.Contains('/') && !step.Raw(word).Contains(":?", StringComparison.Ordinal))
                        yield return step.At(DiagnosticSeverity.Warning, DiagnosticCodes.BroadRemoval, $"Where {word.Text.Split('/')[0]} is empty, this begins at the root of the file system. Write ${{NAME:?}}, which stops instead.", word);
    }
}
