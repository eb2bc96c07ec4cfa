namespace OpsPortal.Runbooks.Risks;

/// <summary>Docker, Podman, nerdctl and their compose.</summary>
internal static class ContainerRisk
{
    private static readonly HashSet<string> Reads =
        ["ps", "logs", "inspect", "images", "stats", "top", "port", "version", "info", "events", "history", "diff", "search", "login", "logout", "context", "config", "ls", "df", "wait", "list", "manifest", "scout", "help", "convert", "attach"];

    private static readonly HashSet<string> Groups = ["container", "image", "volume", "network", "system", "stack", "service", "node", "secret", "swarm", "builder", "buildx"];

    private static readonly HashSet<string> Valued = ["-f", "--file", "-p", "--project-name", "-H", "--host", "--context", "--env-file", "--profile", "--project-directory", "-e", "--env", "-u", "--user", "-w", "--workdir", "--index", "-c"];

    public static Risk Of(string program, string[] words, Func<IEnumerable<string>, Risk> inner)
    {
        var at = Skip(words, 0);
        var compose = program.EndsWith("compose", StringComparison.Ordinal);
        if (!compose && at < words.Length && words[at] == "compose")
        {
            compose = true;
            at = Skip(words, at + 1);
        }
        if (at >= words.Length) return Risk.Read;
        var verb = words[at];
        var rest = words[(at + 1)..];
        // "container" in front of a verb changes nothing, but that "container prune" is no verb of its own
        if (!compose && verb == "container" && rest is [not ("prune" or "list"), ..])
        {
            verb = rest[0];
            rest = rest[1..];
        }
        if (verb == "exec") return Skip(rest, 0) + 1 is var command && command < rest.Length ? inner(rest[command..]) : Risk.Change;
        if (compose) return Compose(verb, rest, inner);
        if (Groups.Contains(verb)) return rest is [var sub, ..] ? Grouped(verb, sub) : Risk.Read;
        return verb switch
        {
            "rm" => Risk.Destructive,
            "run" => WrapperRisk.Inside(rest, inner),
            "cp" => rest.Length > 0 && rest[^1].Contains(':') ? Risk.Change : Risk.Read,
            "save" or "export" => Risk.Read,
            _ => Reads.Contains(verb) ? Risk.Read : Risk.Change,
        };
    }

    private static Risk Compose(string verb, string[] rest, Func<IEnumerable<string>, Risk> inner) => verb switch
    {
        "run" => Skip(rest, 0) + 1 is var command && command < rest.Length ? CommandRisk.Greatest([Risk.Change, inner(rest[command..])]) : Risk.Change,
        "down" => rest.Any(w => w is "-v" or "--volumes" or "--volumes=true") ? Risk.Destructive : Risk.Change,
        "rm" => rest.Any(w => w is ['-', not '-', ..] && w.Contains('v')) ? Risk.Destructive : Risk.Change,
        _ => Reads.Contains(verb) ? Risk.Read : Risk.Change,
    };

    private static Risk Grouped(string group, string verb) => (group, verb) switch
    {
        ("image" or "builder" or "buildx", "prune" or "rm") => Risk.Change,
        (_, "prune" or "rm" or "remove" or "leave") => Risk.Destructive,
        _ => Reads.Contains(verb) ? Risk.Read : Risk.Change,
    };

    private static int Skip(string[] words, int from)
    {
        while (from < words.Length && words[from].StartsWith('-')) from += Valued.Contains(words[from]) ? 2 : 1;
        return from;
    }
}
