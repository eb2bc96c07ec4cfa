namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary>Requests that take any certificate for the server's.</summary>
internal sealed class TlsRule : ILintRule
{
    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Source.Contains(" -", StringComparison.Ordinal)) yield break;
        if (!step.Mentions("curl") && !step.Mentions("--no-check-certificate") && !step.Mentions("--insecure")) yield break;
        foreach (var command in step.Commands)
            foreach (var word in command.Words.Skip(1).TakeWhile(w => w.Text != "--"))
                if (word.Text switch
                {
                    "--insecure" => command.Program == "curl",
                    "--no-check-certificate" => command.Program == "wget",
                    "--insecure-skip-tls-verify" or "--insecure-skip-tls-verify=true" => true,
                    ['-', not '-', ..] => command.Program == "curl" && Cluster(word.Text),
                    _ => false,
                })
                    yield return step.At(DiagnosticSeverity.Warning, DiagnosticCodes.InsecureTls, "This takes any certificate, so what answers need not be the server that is meant. Give the authority's certificate instead (curl: --cacert).", word);
    }

    /// <summary>Whether a <c>k</c> stands among the short flags, before the first one that takes a value.</summary>
    private static bool Cluster(string flags)
    {
        foreach (var c in flags.AsSpan(1))
            if (c == 'k') return true;
            else if ("AbCcDdEeFHhKmoPQrTtUuwXxYyz".Contains(c)) return false;
        return false;
    }
}
