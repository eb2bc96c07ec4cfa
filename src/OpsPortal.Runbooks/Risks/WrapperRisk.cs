namespace OpsPortal.Runbooks.Risks;

/// <summary>
/// Programs that nobody knows, in whose arguments another command may stand: <c>flock f rm -rf x</c>, <c>su - app -c 'dropdb x'</c>,
/// <c>docker run image sh -c '…'</c>. They are a change at least; what is found inside only makes it greater.
/// </summary>
internal static class WrapperRisk
{
    /// <summary>How many operands may be verbs: <c>btrfs subvolume delete</c>, <c>bundle exec rake db:drop</c>.</summary>
    private const int MostVerbs = 3;

    private static readonly HashSet<string> Programs =
    [
        "sh", "bash", "zsh", "ash", "dash", "ksh", "sudo", "env", "xargs", "find", "ssh", "eval", "timeout", "nohup",
        "kubectl", "oc", "docker", "docker-compose", "podman", "helm", "terraform", "aws", "gcloud", "az", "git", "curl",
        "psql", "mysql", "mariadb", "sqlite3", "mongo", "mongosh", "redis-cli", "valkey-cli", "etcdctl", "vault", "python", "python3", "perl", "ruby", "node",
    ];

    public static Risk Of(string[] words, Func<IEnumerable<string>, Risk> inner) => Verbs(words) ? Risk.Destructive : Inside(words, inner);

    /// <summary>The first command among the arguments, and those that are written as one argument.</summary>
    public static Risk Inside(string[] words, Func<IEnumerable<string>, Risk> inner)
    {
        for (var i = 0; i < words.Length; i++)
        {
            // "vagrant ssh" is a verb
            if ((Programs.Contains(words[i]) && (i > 0 || words[i] != "ssh")) || PlainPrograms.Destroys(words[i])) return CommandRisk.Greatest([Risk.Change, inner(words[i..])]);
            // --command='rm -rf x', -a 'rm -rf x'
            var text = words[i].StartsWith('-') || words[i].StartsWith("commands=", StringComparison.Ordinal) ? words[i][(words[i].IndexOf('=') + 1)..] : words[i];
            if (text.Contains(' ') && (ProgramRisk.Script(text) == Risk.Destructive || CodeRisk.Of([text]) == Risk.Destructive)) return Risk.Destructive;
        }
        return words.Length > 0 && CodeRisk.Of(words) == Risk.Destructive ? Risk.Destructive : Risk.Change;
    }

    private static bool Verbs(string[] words)
    {
        var left = MostVerbs;
        foreach (var word in words)
            if (!word.StartsWith('-') && left-- > 0 && !word.Contains('/') && ScriptRisk.Destroys(word)) return true;
        return false;
    }
}
