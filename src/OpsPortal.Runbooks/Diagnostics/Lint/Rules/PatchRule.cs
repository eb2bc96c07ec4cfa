using System.Text.Json;

namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary><c>kubectl patch</c> without anything to patch, without a patch, or with one that is no JSON.</summary>
internal sealed class PatchRule : ILintRule
{
    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Mentions(" patch ")) yield break;
        foreach (var line in step.Kubectl)
        {
            if (line.Verb != "patch") continue;
            if (line.Operands.Count == 0 && !line.Command.Has("-f", "--filename"))
                yield return step.At(DiagnosticSeverity.Error, DiagnosticCodes.InvalidPatch, "This kubectl patch names nothing to patch. Name it: kubectl patch deployment NAME -p '…'.", line.Command.Words[0]);
            else if (line.Operands is [var only] && !only.Text.Contains('/') && !only.HasPlace && !line.Command.Has("-f", "--filename"))
                yield return step.At(DiagnosticSeverity.Error, DiagnosticCodes.InvalidPatch, $"This kubectl patch names a kind or a name, but not both. Write {only.Text}/NAME, or put the kind before the name.", only);
            if (line.Command.Value("-p", "--patch") is not { } patch)
            {
                if (!line.Command.Has("--patch-file", "--patch", "-p")) yield return step.At(DiagnosticSeverity.Error, DiagnosticCodes.InvalidPatch, "This kubectl patch has no patch. Give it with -p '{…}' or --patch-file.", line.Command.Words[0]);
            }
            // a patch may be YAML as well, and a place in it may become anything
            else if (patch.Text.AsSpan().TrimStart() is ['{' or '[', ..] && !patch.Text.Contains('$') && !patch.Text.Contains('<') && Problem(patch.Text) is { } problem)
                yield return step.At(DiagnosticSeverity.Error, DiagnosticCodes.InvalidPatch, $"This patch is no JSON: {problem}", patch);
        }
    }

    private static string? Problem(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return null;
        }
        catch (JsonException e)
        {
            return e.BytePositionInLine is { } at ? $"it goes wrong at character {at + 1}. Count the brackets and the quotes there." : "count its brackets and quotes.";
        }
    }
}
