using OpsPortal.Runbooks.Compiling.Programs;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary>A command line of what a shell does by itself, or what stands in front of another command.</summary>
/// <param name="Words">The program first; parameters are taken already.</param>
internal sealed record Builtin(IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Variables, CommandContext Context)
{
    public List<string> Arguments => [.. Words.Skip(1)];

    /// <summary>The command that stands behind it, as a piece of its own.</summary>
    public Piece Inner(IEnumerable<string> words, IReadOnlyDictionary<string, string>? more = null)
    {
        List<string> command = [.. words];
        if (command.Count == 0) return Piece.Manual($"{Words[0]} names no command");
        if (Context.Depth > 8) return Piece.Manual("it is nested too deeply");
        Context.Depth++;
        var piece = ProgramCompiler.Compile(command, more is null ? Variables : Variables.Where(v => !more.ContainsKey(v.Key)).Concat(more).ToDictionary(), false, Context);
        Context.Depth--;
        return piece;
    }
}

/// <summary>What is understood before any program is looked for. A compiler answers null where the words mean a program of a host after all.</summary>
internal static class Builtins
{
    private static readonly Dictionary<string, Func<Builtin, Piece?>> ByName = new()
    {
        ["echo"] = TextBuiltins.Echo,
        ["printf"] = TextBuiltins.Printf,
        ["yes"] = TextBuiltins.Yes,
        ["cat"] = TextBuiltins.Cat,
        ["zcat"] = TextBuiltins.Unpack,
        ["gunzip"] = TextBuiltins.Unpack,
        ["gzip"] = TextBuiltins.Unpack,
        ["date"] = DateBuiltin.Compile,
        ["seq"] = TextBuiltins.Count,
        ["test"] = TestBuiltin.Compile,
        ["["] = TestBuiltin.Compile,
        ["[["] = TestBuiltin.Compile,
        ["sleep"] = ShellBuiltins.Sleep,
        ["watch"] = ShellBuiltins.Watch,
        ["timeout"] = ShellBuiltins.Timeout,
        ["env"] = ShellBuiltins.Env,
        ["bash"] = ShellBuiltins.Script,
        ["sh"] = ShellBuiltins.Script,
        ["read"] = ShellBuiltins.Read,
        ["cd"] = ShellBuiltins.ChangeDirectory,
        ["unset"] = ShellBuiltins.Unset,
        ["exit"] = ShellBuiltins.Exit,
        ["return"] = ShellBuiltins.Exit,
        ["break"] = ShellBuiltins.Exit,
        ["continue"] = ShellBuiltins.Exit,
        ["false"] = ShellBuiltins.False,
        ["true"] = b => ShellBuiltins.Nothing(b, "It succeeds by doing nothing"),
        [":"] = b => ShellBuiltins.Nothing(b, "It succeeds by doing nothing"),
        ["set"] = b => ShellBuiltins.Nothing(b, "It changes only how the shell of the operator behaves"),
        ["shopt"] = b => ShellBuiltins.Nothing(b, "It changes only how the shell of the operator behaves"),
        ["umask"] = b => ShellBuiltins.Nothing(b, "It changes only which files the shell of the operator makes"),
        ["ulimit"] = b => ShellBuiltins.Nothing(b, "It changes only what the shell of the operator may use"),
        ["trap"] = b => ShellBuiltins.Nothing(b, "It changes only how the shell of the operator ends"),
        ["clear"] = b => ShellBuiltins.Nothing(b, "It only empties the screen"),
        ["wait"] = b => ShellBuiltins.Nothing(b, "Nothing runs in the background here"),
        ["source"] = ShellBuiltins.Source,
        ["."] = ShellBuiltins.Source,
        ["pushd"] = ShellBuiltins.ChangeDirectory,
        ["popd"] = b => ShellBuiltins.Nothing(b, "It changes only where the shell of the operator stands"),
        ["alias"] = b => ShellBuiltins.Nothing(b, "A short name serves only the shell of the operator"),
    };

    public static Func<Builtin, Piece?>? Find(string program) => ByName.GetValueOrDefault(program);
}
