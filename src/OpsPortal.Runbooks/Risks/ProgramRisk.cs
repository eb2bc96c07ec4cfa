using System.Buffers;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Risks;

/// <summary>The risk of a program with its arguments. What is not known is a change.</summary>
internal static class ProgramRisk
{
    // "sudo env nice …": nobody nests deeper, so beyond it nothing is known
    private const int DeepestNesting = 12;

    public static Risk Of(IReadOnlyList<string> words, ProgramInput input) => Of([.. words], input, 0);

    private static Risk Of(string[] words, ProgramInput input, int depth)
    {
        if (words.Length == 0) return Risk.Read;
        if (depth > DeepestNesting) return Destroyer(words) ? Risk.Destructive : Risk.Change;
        var program = words[0][(words[0].LastIndexOf('/') + 1)..];
        var rest = words[1..];
        if (rest is ["--version" or "--help" or "-V" or "-version" or "help"] && program is not ("bash" or "sh")) return Risk.Read;
        Risk Inner(IEnumerable<string> command) => Of([.. command], input, depth + 1);
        return program switch
        {
            "sudo" or "doas" or "nohup" or "time" or "nice" or "ionice" or "exec" or "command" or "builtin" or "stdbuf" or "watch" or "xargs" or "parallel" or "setsid" or "chronic" or "strace" or "caffeinate" or "unbuffer" or "busybox" => Inner(Wrapped(program, rest)),
            "timeout" or "gtimeout" => Inner(rest.SkipWhile(w => w.StartsWith('-')).Skip(1)),
            "env" => Inner(rest.SkipWhile(w => w.StartsWith('-') || w.Contains('='))),
            "bash" or "sh" or "zsh" or "ash" or "dash" or "ksh" => Shell(rest, input),
            "eval" => Script(string.Join(' ', rest)),
            "ssh" => Remote(rest, input, Inner),
            "awk" or "gawk" or "mawk" or "nawk" or "perl" or "mongo" or "mongosh" when CodeRisk.Of(rest) == Risk.Destructive => Risk.Destructive,
            "node" or "ruby" or "php" when rest is ["-e" or "-r" or "--eval", ..] => CodeRisk.Of(rest),
            "npx" or "bundle" when rest is ["prisma", "migrate", "reset", ..] or ["exec", "prisma", "migrate", "reset", ..] => Risk.Destructive,
            "kubectl" or "oc" or "k" or "microk8s.kubectl" => KubectlRisk.Of(rest, Inner),
            "docker" or "podman" or "nerdctl" or "docker-compose" or "podman-compose" => ContainerRisk.Of(program, rest, Inner),
            "psql" or "mysql" or "mariadb" or "sqlite3" or "cqlsh" or "cockroach" or "clickhouse-client" => DatabaseRisk.Client(program, rest, input),
            "redis-cli" or "valkey-cli" or "keydb-cli" => RedisRisk.Client(rest, input),
            "curl" or "wget" or "http" or "https" or "xh" => HttpRisk.Of(program, rest),
            "find" => Find(rest, Inner),
            "python" or "python3" or "python2" or "py" => PythonRisk.Of(rest),
            "manage.py" => PythonRisk.Django(rest),
            "npm" or "yarn" or "pnpm" or "make" or "rake" or "just" => TaskRisk(program, rest),
            "node" or "ruby" or "deno" or "bun" or "go" or "java" when rest.FirstOrDefault(w => !w.StartsWith('-')) is { } script && ScriptRisk.Is(script) => ScriptRisk.Of(script, rest.SkipWhile(w => w != script).Skip(1)),
            _ when ScriptRisk.Is(words[0]) && !PlainPrograms.Knows(program) => ScriptRisk.Of(program, rest),
            _ when program.StartsWith("kafka-", StringComparison.Ordinal) => ScriptRisk.Of(program, rest),
            _ => SubcommandRisk.Of(program, rest, Inner) ?? PlainPrograms.Of(program, rest) ?? WrapperRisk.Of(rest, Inner),
        };
    }

    /// <summary>Runners of tasks that a project names itself.</summary>
    private static Risk TaskRisk(string program, string[] words)
    {
        var operands = words.Where(w => !w.StartsWith('-')).ToList();
        if (operands is ["run" or "run-script", var task, ..]) return ScriptRisk.Of(task, words.SkipWhile(w => w != task).Skip(1));
        if (program is "make" or "rake" or "just") return operands.Count == 0 ? Risk.Change : words.Any(w => w is "-n" or "--dry-run" or "--just-print") ? Risk.Read : CommandRisk.Greatest(operands.Where(o => !o.Contains('=')).Select(o => ScriptRisk.Of(o, [])));
        return SubcommandRisk.Of(program, words, _ => Risk.Change) ?? Risk.Change;
    }

    private static IEnumerable<string> Wrapped(string program, string[] words)
    {
        // of options that take the next word only the usual ones are known; an option's value is no program anybody knows, so it is skipped as well
        var valued = program switch
        {
            "sudo" or "doas" => "ugCpTh",
            "watch" => "n",
            "xargs" => "InPLdsE",
            "nice" => "n",
            "ionice" => "cnp",
            "parallel" => "jNI",
            _ => "",
        };
        var at = 0;
        while (at < words.Length && (words[at].StartsWith('-') || (program is "sudo" && words[at].Contains('='))))
            at += TakesNext(words[at], valued) || (program is "sudo" or "doas" && words[at] is "--user" or "--group" or "--chdir" or "--host" or "--prompt") ? 2 : 1;
        return words.Skip(at) is var rest && (program != "watch" || words.Length - at != 1) ? rest : words[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Whether the last of the letters takes the next word: <c>-u</c>, <c>-iu</c>, but not <c>-n1</c>.</summary>
    private static bool TakesNext(string word, string valued)
    {
        if (word is not ['-', not '-', ..]) return false;
        var first = word.AsSpan(1).IndexOfAny(valued);
        return first >= 0 && first == word.Length - 2;
    }

    private static Risk Shell(string[] words, ProgramInput input)
    {
        var code = Array.FindIndex(words, w => w is ['-', _, ..] && w[1] != '-' && w.Contains('c'));
        if (code >= 0) return code + 1 < words.Length ? Script(words[code + 1]) : Risk.Change;
        if (input.Text is { } text) return Script(text);
        return words.FirstOrDefault(w => !w.StartsWith('-')) is { } script ? ScriptRisk.Of(script, words.SkipWhile(w => w != script).Skip(1)) : Risk.Change;
    }

    /// <summary>Texts within texts: beyond a few nothing is read any more, only looked over, because each may be read in two ways.</summary>
    private const int DeepestText = 3;

    [ThreadStatic] private static int texts;

    public static Risk Script(string text)
    {
        if (texts >= DeepestText) return CommandRisk.Guess(text);
        texts++;
        try
        {
            return CommandRisk.Greatest(ShellParser.Parse(text).Select(s => CommandRisk.Of(s, text)));
        }
        finally
        {
            texts--;
        }
    }

    private static Risk Anew(string line) => texts == 0 ? Script(line) : CommandRisk.Guess(line);

    private static readonly SearchValues<char> ShellSigns = SearchValues.Create(";|&`$()<>{}'\"\\\n ");

    private static Risk Remote(string[] words, ProgramInput input, Func<IEnumerable<string>, Risk> inner)
    {
        var at = 0;
        while (at < words.Length && words[at].StartsWith('-')) at += TakesNext(words[at], "bcDEeFIiJLlmOopQRSWw") ? 2 : 1;
        var command = words.Skip(at + 1).SkipWhile(w => w == "--").ToList();
        return command switch
        {
            [] => input.Text is { } text ? CommandRisk.Greatest([Risk.Change, Script(text)]) : Risk.Change,
            [var script] => Script(script),
            _ when !command.Any(w => w.AsSpan().IndexOfAny(ShellSigns) >= 0) => inner(command),
            // the shell there gets the words as one line, and reads it anew; where this is read anew already it is looked over only, or each level would double the work
            _ => CommandRisk.Greatest([inner(command), Anew(string.Join(' ', command)) == Risk.Destructive ? Risk.Destructive : Risk.Read]),
        };
    }

    private static Risk Find(string[] words, Func<IEnumerable<string>, Risk> inner)
    {
        if (words.Contains("-delete")) return Risk.Destructive;
        var risk = words.Any(w => w.StartsWith("-fprint", StringComparison.Ordinal)) ? Risk.Change : Risk.Read;
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] is not ("-exec" or "-execdir" or "-ok" or "-okdir")) continue;
            var command = words.Skip(i + 1).TakeWhile(w => w is not (";" or "+")).ToList();
            risk = CommandRisk.Greatest([risk, inner(command)]);
            i += command.Count;
        }
        return risk;
    }

    private static bool Destroyer(string[] words) => words.Any(PlainPrograms.Destroys);
}
