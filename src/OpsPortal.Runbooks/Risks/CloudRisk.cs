namespace OpsPortal.Runbooks.Risks;

/// <summary>Command lines of clouds and their object stores: the verb stands behind one or more nouns.</summary>
internal static class CloudRisk
{
    private static readonly HashSet<string> Programs = ["aws", "gcloud", "az", "eksctl", "doctl", "ibmcloud", "oci", "gsutil", "s3cmd", "mc"];
    private static readonly string[] Schemes = ["s3://", "gs://", "az://", "https://"];
    private static readonly HashSet<string> Reading =
    [
        "ls", "list", "describe", "get", "show", "cat", "du", "stat", "head", "find", "wait", "tail", "filter-log-events", "presign", "lookup-events", "info", "read", "version",
        "get-credentials", "update-kubeconfig", "login", "list-locations", "query", "search", "whoami", "configure", "check-health",
    ];
    private static readonly string[] ReadingPrefixes = ["list-", "describe-", "get-", "show-", "head-", "batch-get-", "query-", "search-", "lookup-"];
    private static readonly HashSet<string> Destroying = ["rm", "rb", "del", "delete", "destroy", "purge", "terminate", "remove"];
    private static readonly string[] DestroyingPrefixes = ["delete-", "terminate-", "purge-", "remove-", "deregister-", "batch-delete-", "restore-"];

    public static bool Knows(string program) => Programs.Contains(program);

    /// <param name="inner">The risk of a command that is run on a machine of the cloud.</param>
    public static Risk Of(string program, string[] words, Func<IEnumerable<string>, Risk> inner)
    {
        var risk = Of(program, words);
        if (risk != Risk.Change) return risk;
        return Array.IndexOf(words, "--") is >= 0 and var dashes ? CommandRisk.Greatest([risk, inner(words[(dashes + 1)..])])
            : Array.FindIndex(words, w => w is "ssh" or "send-command" or "run-command" or "execute-command" or "exec") is >= 0 and var runs ? WrapperRisk.Inside(words[(runs + 1)..], inner) : risk;
    }

    private static Risk Of(string program, string[] words)
    {
        if (words.Any(w => w is "--dryrun" or "--dry-run" or "--validate-only" or "-n" && program == "gsutil")) return Risk.Read;
        var operands = words.TakeWhile((w, i) => i == 0 || !w.StartsWith("--", StringComparison.Ordinal) || i < 3).Where(w => !w.StartsWith('-')).ToList();
        if (operands.Any(o => Destroying.Contains(o) || DestroyingPrefixes.Any(p => o.StartsWith(p, StringComparison.Ordinal)))) return Risk.Destructive;
        if (operands.Contains("cp") || operands.Contains("mv") || operands.Contains("sync") || operands.Contains("rsync")) return Copy(words, operands);
        return operands.Any(o => Reading.Contains(o) || ReadingPrefixes.Any(p => o.StartsWith(p, StringComparison.Ordinal))) ? Risk.Read : Risk.Change;
    }

    /// <summary>To fetch a copy changes nothing; to send one does; to make both sides alike may delete.</summary>
    private static Risk Copy(IReadOnlyList<string> words, List<string> operands)
    {
        if (words.Any(w => w is "--delete" or "-d")) return Risk.Destructive;
        var moves = operands.Contains("mv");
        return !moves && operands[^1] is var to && !Schemes.Any(s => to.StartsWith(s, StringComparison.Ordinal)) ? Risk.Read : Risk.Change;
    }
}
