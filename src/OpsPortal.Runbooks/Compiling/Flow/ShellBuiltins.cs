using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary>Words that steer a shell or another command.</summary>
internal static class ShellBuiltins
{
    public static Piece Nothing(Builtin builtin, string why) => new(new FlowNothing(builtin.Words[0], why), null);

    public static Piece False(Builtin builtin) => new(new FlowNothing("false", "It fails by doing nothing") { Fails = true }, null);

    /// <summary>A file of settings asks for nothing; a script that is sourced may do anything.</summary>
    public static Piece Source(Builtin builtin) =>
        builtin.Arguments is [var file, ..] && PlainPrograms.IsSettings(file) ? Nothing(builtin, "Variables of a file are parameters here, and whoever runs a step is asked for them")
            : Piece.Manual("it runs a script inside your own shell");

    public static Piece Sleep(Builtin builtin) =>
        builtin.Arguments.Count == 0 || builtin.Arguments.Any(a => a.StartsWith('-')) ? Piece.Manual("sleep is not told how long") : new(new FlowWait(string.Join(' ', builtin.Arguments)), null);

    public static Piece Exit(Builtin builtin) => builtin.Arguments switch
    {
        [] => new(new FlowExit(builtin.Words[0]), null),
        [var code] when int.TryParse(code, out var number) && number is >= 0 and < 256 => new(new FlowExit(builtin.Words[0], builtin.Words[0] is "exit" or "return" ? number : 0), null),
        _ => Piece.Manual($"how {builtin.Words[0]} ends it is known only when it runs"),
    };

    public static Piece ChangeDirectory(Builtin builtin)
    {
        if (builtin.Arguments is [var directory] && directory != "-") builtin.Context.Scope.Directory = directory;
        else builtin.Context.Scope.Directory = null;
        return Nothing(builtin, "Files are found by their names here, wherever the shell of the operator stands");
    }

    public static Piece Unset(Builtin builtin)
    {
        foreach (var name in builtin.Arguments.Where(a => !a.StartsWith('-'))) builtin.Context.Scope.Unset(name);
        return Nothing(builtin, "It only forgets variables of the shell");
    }

    /// <summary><c>read -p "Pod: " POD</c>: what a person would type is a parameter.</summary>
    public static Piece Read(Builtin builtin)
    {
        List<string> names = [];
        for (var i = 1; i < builtin.Words.Count; i++)
            if (builtin.Words[i] is ['-', .., 'p' or 't' or 'n' or 'd' or 'N' or 'u' or 'i']) i++;
            else if (!builtin.Words[i].StartsWith('-')) names.Add(builtin.Words[i]);
        if (names.Count == 0) names.Add("REPLY");
        if (names.Count > 1 || !(char.IsAsciiLetter(names[0][0]) || names[0][0] == '_')) return Piece.Manual("it reads several values from a terminal") with { Interactive = true };
        var place = builtin.Context.Parameters.Take(ParameterText.Place(names[0]));
        return new(new ValueSet(names[0], place), null) { Captures = names[0] };
    }

    /// <summary><c>watch -n 5 'kubectl get pods | grep web'</c>.</summary>
    public static Piece Watch(Builtin builtin)
    {
        var (every, at) = ("2", 1);
        for (; at < builtin.Words.Count && builtin.Words[at] is ['-', _, ..] flag; at++)
            if (flag is "-n" or "--interval" && at + 1 < builtin.Words.Count) every = builtin.Words[++at];
            else if (flag.StartsWith("-n", StringComparison.Ordinal)) every = flag[2..].TrimStart('=');
            else if (flag.StartsWith("--interval=", StringComparison.Ordinal)) every = flag["--interval=".Length..];
            else if (flag is "-g" or "--chgexit" or "-e" or "--errexit" or "-q" or "--equexit") return Piece.Manual($"watch that ends by itself ({flag}) is not understood");
        var command = builtin.Words.Skip(at).ToList();
        var inner = command is [var line] && line.Contains(' ') ? Script(line, builtin.Context) : builtin.Inner(command);
        if (inner.Action is null) return inner;
        return inner.Action.Live ? Piece.Manual("what watch repeats goes on until it is stopped by itself") : new Piece(new FlowWatch(inner.Part(), every), null) { OnHost = inner.OnHost };
    }

    public static Piece? Timeout(Builtin builtin)
    {
        var at = 1;
        for (; at < builtin.Words.Count && builtin.Words[at] is ['-', ..] flag; at++)
            if (flag is "-s" or "-k" or "--signal" or "--kill-after") at++;
        if (at >= builtin.Words.Count) return Piece.Manual("timeout names no command");
        var inner = builtin.Inner(builtin.Words.Skip(at + 1));
        return inner.Action is null ? inner : new Piece(new FlowTimeout(inner.Part(), builtin.Words[at]), null) { OnHost = inner.OnHost };
    }

    /// <summary><c>env NAME=value command</c>; alone it shows the variables of a machine.</summary>
    public static Piece? Env(Builtin builtin)
    {
        Dictionary<string, string> variables = [];
        var at = 1;
        for (; at < builtin.Words.Count; at++)
            if (builtin.Words[at] is "-i" or "-") continue;
            else if (builtin.Words[at].IndexOf('=') is > 0 and var equals) variables[builtin.Words[at][..equals]] = builtin.Words[at][(equals + 1)..];
            else break;
        if (at >= builtin.Words.Count || builtin.Words[at].StartsWith('-')) return null;
        var inner = builtin.Inner(builtin.Words.Skip(at), variables);
        return inner;
    }

    /// <summary><c>bash -c "…"</c>: what stands in the quotes, read as if it stood in the runbook. No shell is run for it.</summary>
    public static Piece? Script(Builtin builtin) => builtin.Arguments switch
    {
        ["-c" or "-ec" or "-lc" or "-xc" or "-exc", var script] => Script(script, builtin.Context),
        ["-c" or "-ec" or "-lc" or "-xc" or "-exc", ..] => Piece.Manual($"text for {builtin.Words[0]} -c that takes arguments would go through a shell"),
        _ => null,
    };

    private static Piece Script(string text, CommandContext context)
    {
        var keeps = context.KeepsPlaces;
        context.KeepsPlaces = true;
        var piece = StatementCompiler.Compile(ShellParser.Parse(text), new SourceText(text, 0), context);
        context.KeepsPlaces = keeps;
        // lookups of a script belong to each of its rounds
        return piece is { Action: not null, Lookups.Count: > 0 } or { Action: not null, Filters.Count: > 0 } ? new Piece(new FlowSequence([piece.Part()]), null) { OnHost = piece.OnHost } : piece;
    }
}
