namespace OpsPortal.Runbooks.Compiling;

/// <summary>Which commands want a person at a terminal, and what that person will be asked for.</summary>
public static class Terminals
{
    private static readonly HashSet<string> Shells = ["bash", "sh", "zsh", "ash", "dash", "ksh", "fish"];
    private static readonly HashSet<string> Screens = ["vi", "vim", "nano", "emacs", "less", "more", "man", "htop", "k9s", "mc", "visudo", "tmux", "screen", "passwd"];

    // Options of prompts that take the next word.
    private static readonly Dictionary<string, string> Valued = new()
    {
        ["psql"] = "hpUdvFPRTo",
        ["mysql"] = "hPuDS",
        ["redis-cli"] = "hpasnu",
        ["ssh"] = "pilFJoLRDbceImOQSWw",
        ["mongosh"] = "up",
        ["mongo"] = "up",
    };

    /// <summary>The language of the prompt that a command line opens (<c>shell</c>, <c>sql</c>, <c>redis</c>, else the program's name); null where it opens none.</summary>
    public static string? Opened(IReadOnlyList<string> words) => Opened([.. words], 0);

    private static string? Opened(string[] words, int depth)
    {
        if (words.Length == 0 || depth > 8) return null;
        var program = words[0][(words[0].LastIndexOf('/') + 1)..];
        var rest = words[1..];
        return program switch
        {
            "kubectl" or "oc" or "k" => InContainer(rest, ["exec", "rsh"], true, depth),
            "docker" or "podman" or "nerdctl" when rest is ["compose", .. var compose] => InContainer(compose, ["exec"], false, depth),
            "docker" or "podman" or "nerdctl" or "docker-compose" => InContainer(rest, ["exec"], false, depth),
            "sudo" => rest is ["-i" or "-s"] or ["su", ..] ? "shell" : Opened([.. rest.SkipWhile(w => w.StartsWith('-'))], depth + 1),
            "su" => rest.Contains("-c") ? null : "shell",
            "ssh" => Operands("ssh", rest).Count == 1 ? "shell" : null,
            "psql" => rest.Any(w => w is "-l" or "-V" or "--version" or "--list" || Is(w, 'c', "--command") || Is(w, 'f', "--file")) ? null : "sql",
            "mysql" or "mariadb" => rest.Any(w => Is(w, 'e', "--execute") || w is "-V" or "--version") ? null : "sql",
            "sqlite3" => rest.Count(w => !w.StartsWith('-')) > 1 ? null : "sql",
            "redis-cli" or "valkey-cli" or "keydb-cli" =>
                rest.Any(w => w is "--scan" or "--bigkeys" or "--memkeys" or "--hotkeys" or "--stat" or "--latency" or "--latency-history" or "--cluster" or "--rdb" or "--pipe" or "--eval" or "--version" or "-v")
                    || Operands("redis-cli", rest).Count > 0 ? null : "redis",
            "mongosh" or "mongo" => rest.Any(w => w.StartsWith("--eval", StringComparison.Ordinal) || w.EndsWith(".js", StringComparison.Ordinal)) ? null : "mongosh",
            "python" or "python3" or "node" or "irb" or "iex" or "rails" or "php" or "ghci" when rest is [] or ["console" or "c" or "-i" or "-a"] => program,
            _ when program == "manage.py" => rest is ["shell" or "dbshell", ..] ? "python" : null,
            _ when Shells.Contains(program) => rest.All(w => w is "-l" or "-i" or "-il" or "-li" or "--login") ? "shell" : null,
            _ => null,
        };
    }

    /// <summary>Whether the command fills the screen until somebody leaves it.</summary>
    public static bool TakesScreen(IReadOnlyList<string> words) => words switch
    {
        [] => false,
        ["top", ..] => !words.Any(w => w.StartsWith('-') && !w.StartsWith("--", StringComparison.Ordinal) && w.Contains('b')),
        [var program, ..] => Screens.Contains(program[(program.LastIndexOf('/') + 1)..]),
    };

    private static bool Is(string word, char letter, string name) =>
        word == name || word.StartsWith(name + "=", StringComparison.Ordinal)
        || (word.Length > 1 && word[0] == '-' && word[1] != '-' && word.Skip(1).TakeWhile(char.IsAsciiLetter).Contains(letter) && !TakesValueBefore(word, letter));

    // "-dprod" is a database, no cluster of options: stop at the first that takes a value
    private static bool TakesValueBefore(string word, char letter) => word.IndexOfAny(['h', 'U', 'd', 'u', 'D', 'P', 'p'], 1) is > 0 and var valued && valued < word.IndexOf(letter);

    private static List<string> Operands(string program, string[] words)
    {
        List<string> operands = [];
        for (var i = 0; i < words.Length; i++)
            if (words[i] is ['-', '-', ..])
            {
                if (words[i] is "--user" or "--pass" or "--cacert" or "--cert" or "--key" or "--sni") i++;
            }
            else if (words[i] is ['-', var letter])
            {
                if (Valued[program].Contains(letter)) i++;
            }
            else if (words[i] is not ['-', ..]) operands.Add(words[i]);
        return operands;
    }

    private static string? InContainer(string[] words, string[] verbs, bool kubernetes, int depth)
    {
        var verb = Array.FindIndex(words, verbs.Contains);
        if (verb < 0) return null;
        if (words[verb] == "rsh") return "shell";
        if (Array.IndexOf(words, "--", verb) is >= 0 and var dashes) return Opened(words[(dashes + 1)..], depth + 1);
        if (kubernetes) return words.Length > verb + 2 ? Opened([words[^1]], depth + 1) : null;
        var at = verb + 1;
        for (; at < words.Length && words[at].StartsWith('-'); at++)
            if (words[at] is "-e" or "--env" or "-u" or "--user" or "-w" or "--workdir" or "--index") at++;
        return at + 1 < words.Length ? Opened(words[(at + 1)..], depth + 1) : null;
    }
}
