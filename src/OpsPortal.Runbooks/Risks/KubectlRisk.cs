using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Runbooks.Risks;

/// <summary>What a verb of kubectl does to the cluster.</summary>
internal static class KubectlRisk
{
    private static readonly HashSet<string> Reads =
    [
        "get", "describe", "logs", "top", "explain", "api-resources", "api-versions", "version", "cluster-info", "config", "diff", "wait", "events", "port-forward", "proxy", "kustomize",
        "completion", "options", "plugin", "whoami", "project", "projects", "login", "logout", "status", "krew", "neat", "tree", "who-can", "ctx", "ns", "stern", "view-secret", "convert", "must-gather",
    ];

    // Options in front of the verb or the object that take the next word.
    private static readonly HashSet<string> Valued =
    [
        "-n", "--namespace", "--context", "--kubeconfig", "--cluster", "--user", "-s", "--server", "--token", "--as", "--as-group", "-l", "--selector", "-o", "--output", "-c", "--container",
        "--field-selector", "--grace-period", "--timeout", "--request-timeout", "-f", "--filename", "-k", "--kustomize", "--cascade", "--type", "-p", "--patch", "--overrides", "--image",
    ];

    public static Risk Of(string[] words, Func<IEnumerable<string>, Risk> inner)
    {
        var dashes = Array.IndexOf(words, "--");
        var own = dashes < 0 ? words : words[..dashes];
        var operands = Operands(own);
        if (own.Any(w => w is "--dry-run" or "--dry-run=client" or "--dry-run=server" or "--dry-run=true")) return Risk.Read;
        return operands switch
        {
            [] => Risk.Read,
            ["exec" or "rsh", ..] => dashes >= 0 ? inner(words[(dashes + 1)..]) : operands.Count > 2 ? inner(words[(Array.IndexOf(words, operands[2]))..]) : Risk.Change,
            ["run" or "debug", ..] when dashes >= 0 => CommandRisk.Greatest([Risk.Change, inner(words[(dashes + 1)..])]),
            ["delete", ..] => Delete(own, operands),
            ["rollout", "status" or "history", ..] or ["auth", "can-i" or "whoami", ..] or ["adm", "top" or "inspect" or "must-gather" or "node-logs", ..] => Risk.Read,
            ["argo", "rollouts", "get" or "list" or "status", ..] or ["cnpg", "status", ..] => Risk.Read,
            ["cp", .., var to] => to.Contains(':') ? Risk.Change : Risk.Read,
            ["apply", ..] when own.Any(w => w.StartsWith("--prune", StringComparison.Ordinal)) => Risk.Destructive,
            ["apply", "view-last-applied", ..] => Risk.Read,
            ["label" or "annotate" or "set", ..] when own.Any(w => w is "--list" or "--list=true") => Risk.Read,
            ["replace", ..] when own.Any(w => w is "--force" or "--force=true") => Risk.Destructive,
            // typing into a running program is something else
            ["attach", ..] => own.Any(w => w is "-i" or "-it" or "-ti" or "--stdin" or "--stdin=true") ? Risk.Change : Risk.Read,
            ["config", "delete-context" or "delete-cluster" or "delete-user" or "unset", ..] => Risk.Change,
            [var verb, ..] => Reads.Contains(verb) ? Risk.Read : Risk.Change,
        };
    }

    private static Risk Delete(string[] words, List<string> operands)
    {
        var all = words.Any(w => w is "--all" or "--all=true") || words.Any(w => w is "-f" or "-k" or "--filename" || w.StartsWith("-f=", StringComparison.Ordinal) || w.StartsWith("--filename=", StringComparison.Ordinal));
        if (all || operands.Count < 2) return operands.Count < 2 && !all ? Risk.Change : Risk.Destructive;
        var kinds = operands[1].Contains('/') ? operands.Skip(1).Select(o => o.Split('/')[0]) : operands[1].Split(',');
        return kinds.All(ResourceText.MadeAgain) ? Risk.Change : Risk.Destructive;
    }

    private static List<string> Operands(string[] words)
    {
        List<string> operands = [];
        for (var i = 0; i < words.Length; i++)
            if (!words[i].StartsWith('-')) operands.Add(words[i]);
            else if (Valued.Contains(words[i])) i++;
        return operands;
    }
}
