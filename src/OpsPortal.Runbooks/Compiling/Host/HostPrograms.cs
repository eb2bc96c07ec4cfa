using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Host;
using OpsPortal.Runbooks.Compiling.Programs;

namespace OpsPortal.Runbooks.Compiling.Host;

/// <summary>
/// Whatever nobody else understands and no shell does by itself: a program of a host. Whether it may run there, the environment says
/// when it runs.
/// </summary>
internal sealed partial class HostPrograms : IProgramCompiler
{
    private static readonly HashSet<string> OfTheShell =
    [
        "cd", "source", ".", "export", "set", "unset", "alias", "unalias", "eval", "trap", "ulimit", "umask", "read", "local", "return", "exit", "wait", "jobs", "fg", "bg", "disown", "pushd", "popd", "dirs",
        "shift", "let", "declare", "typeset", "readonly", "function", "history", "logout", "shopt", "getopts", "hash", "enable", "bind", "complete", "compgen", ":", "[", "[[", "test", "true", "false", "echo", "printf",
        "pwd", "sleep", "then", "else", "elif", "fi", "do", "done", "esac", "in",
    ];

    private static readonly HashSet<string> Shells = ["bash", "sh", "zsh", "ash", "dash", "ksh", "fish"];
    private static readonly HashSet<string> AskAtTerminal = ["telnet", "ftp", "sftp", "gdb", "watch"];

    // A word with a capital letter is the beginning of a sentence far more often than a program; "key:" is YAML.
    [GeneratedRegex(@"^(?:[a-z_][\w.+-]*|[A-Za-z]\w*\.\w+|(?:~|\.{1,2})?/[^:]*[\w.+-]|[\w.-]+(?:/[\w.+-]+)+)$")]
    private static partial Regex LooksLikeProgram();

    /// <summary>It is found by no name, but where no name is found.</summary>
    public IReadOnlyList<string> Programs => [];

    Verdict IProgramCompiler.Compile(Invocation invocation) => Compile(invocation);

    public static Verdict Compile(Invocation invocation)
    {
        var program = invocation.Program;
        if (program.Contains(ParameterText.Open)) return Verdict.Manual("which program it runs is known only when it runs");
        if (OfTheShell.Contains(program)) return Verdict.Manual($"{program} is a word of the shell itself, and is not yet understood here");
        List<string> words = [program, .. invocation.Arguments];
        if (AskAtTerminal.Contains(program) || InnerCommand.AtTerminal(words) is not null || AsksForMore(program, invocation.Arguments))
            return Verdict.Manual($"{program} waits for input at a terminal; open it there and type") with { Interactive = true };
        if (!LooksLikeProgram().IsMatch(program)) return Verdict.Manual($"{Shown(program)} is not yet understood");
        if (Shells.Contains(program) && invocation.Arguments.Any(a => a is ['-', not '-', ..] && a.Contains('c')))
            return Verdict.Manual($"text for {program} -c would go through a shell; write its commands one by one");
        return new(new HostRun
        {
            Program = program,
            Arguments = invocation.Arguments,
            Patterns = invocation.Patterns,
            Variables = invocation.Variables,
            Endless = Endless(program, invocation.Arguments),
            InnerRisk = InnerCommand.RiskOf(words),
        }, null)
        { OnHost = true };
    }

    private static bool AsksForMore(string program, IReadOnlyList<string> arguments) => program switch
    {
        "docker" => arguments is ["login", ..] && !arguments.Any(a => a is "--password-stdin" or "-p" || a.StartsWith("--password=", StringComparison.Ordinal))
            || arguments is ["run", ..] && arguments.Any(a => a is "-it" or "-ti") && arguments[^1] is var last && Shells.Contains(last[(last.LastIndexOf('/') + 1)..]),
        "crontab" or "systemctl" => arguments is ["-e" or "edit", ..],
        "mysql_secure_installation" or "passwd" or "adduser" => true,
        _ => false,
    };

    private static bool Endless(string program, IReadOnlyList<string> arguments) => program switch
    {
        "tail" or "journalctl" => arguments.Any(a => a is "-f" or "-F" or "--follow" || (a is ['-', not '-', ..] && a.Contains('f') && a.Skip(1).All(char.IsAsciiLetter))),
        "ping" or "ping6" => !arguments.Any(a => a.StartsWith("-c", StringComparison.Ordinal)),
        "vmstat" or "iostat" or "mpstat" => arguments.Count(a => a.All(char.IsAsciiDigit)) == 1,
        "tcpdump" => !arguments.Any(a => a.StartsWith("-c", StringComparison.Ordinal)),
        _ => false,
    };

    private static string Shown(string program) => program.Length > 60 ? program[..60] + "…" : program;
}
