using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary><c>KEYS</c> stops a Redis for everybody while it looks at every key.</summary>
internal sealed class RedisKeysRule : ILintRule
{
    private const string Message = "KEYS looks at every key in one go, and Redis answers nobody meanwhile. Use SCAN.";

    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Mentions("keys ")) yield break;
        if (step.Statement is Query { Language: "redis" } && step.Source.StartsWith("keys ", StringComparison.OrdinalIgnoreCase))
            yield return step.At(DiagnosticSeverity.Warning, DiagnosticCodes.RedisKeys, Message, 0, 4);
        if (!step.Mentions("redis-cli") && !step.Mentions("valkey-cli")) yield break;
        foreach (var command in step.Commands)
            if (command.Program is "redis-cli" or "valkey-cli")
                for (var i = 1; i + 1 < command.Words.Count; i++)
                    if (command.Words[i].Text.Equals("keys", StringComparison.OrdinalIgnoreCase) && command.Words[i - 1].Text is not ("-a" or "-h" or "-u" or "--user" or "--pass"))
                    {
                        var (word, pattern) = (command.Words[i], command.Words[i + 1]);
                        yield return pattern.Start > word.Start && i + 2 == command.Words.Count
                            ? step.At(DiagnosticSeverity.Warning, DiagnosticCodes.RedisKeys, Message, word.Start, pattern.End - word.Start, "Write --scan --pattern", $"--scan --pattern {step.Raw(pattern)}")
                            : step.At(DiagnosticSeverity.Warning, DiagnosticCodes.RedisKeys, Message, word);
                        break;
                    }
    }
}
