namespace OpsPortal.Runbooks.Diagnostics.Lint;

/// <summary>A command of kubectl: its verb, and what it acts on.</summary>
internal sealed class KubectlLine
{
    private static readonly HashSet<string> Valued =
        ["-n", "--namespace", "--context", "--kubeconfig", "--cluster", "--user", "-s", "--server", "--as", "--token", "-l", "--selector", "-o", "--output", "-c", "--container", "-f", "--filename",
         "-p", "--patch", "--type", "--field-selector", "--sort-by", "--since", "--tail", "--replicas", "--image", "--grace-period", "--timeout", "--for", "--patch-file", "-L", "--to-revision", "-k"];

    public KubectlLine(LintCommand command)
    {
        Command = command;
        List<LintWord> operands = [];
        for (var i = 1; i < command.Words.Count; i++)
        {
            var word = command.Words[i];
            if (word.Text == "--") break;
            if (!word.IsFlag) operands.Add(word);
            // exec and logs have short forms of their own: -p is --previous there
            else if (Valued.Contains(word.Text) && !(word.Text is "-p" or "-f" && operands is [{ Text: "logs" }, ..])) i++;
        }
        Verb = operands is [var verb, ..] ? verb.Text : "";
        Operands = [.. operands.Skip(1)];
    }

    public LintCommand Command { get; }
    public string Verb { get; }

    /// <summary>Behind the verb, flags and their values left out, up to <c>--</c>.</summary>
    public IReadOnlyList<LintWord> Operands { get; }

    /// <summary>The kinds it names: "psp,netpol" names two, "deployment/x" one. Lower case, without group.</summary>
    public IEnumerable<(string Kind, LintWord Word)> Kinds => Operands.Take(Verb is "rollout" or "set" ? 2 : 1).SelectMany(o => o.Text.Split('/')[0].Split(',').Select(k => (k.ToLowerInvariant(), o)));

    public string? Namespace => Command.Value("-n", "--namespace")?.Text;
}
