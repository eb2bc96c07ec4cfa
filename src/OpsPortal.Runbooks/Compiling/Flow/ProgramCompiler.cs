using OpsPortal.Runbooks.Actions.Host;
using OpsPortal.Runbooks.Compiling.Host;
using OpsPortal.Runbooks.Compiling.Parameters;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary>A program with its arguments: what a shell does by itself first, then whoever knows the program.</summary>
internal static class ProgramCompiler
{
    /// <param name="command">As parsed; null where the words come from elsewhere (<c>xargs</c>, <c>env</c>).</param>
    public static Piece Compile(IReadOnlyList<string> words, SimpleCommand? command, CommandContext context)
    {
        var before = context.LookupCount;
        Dictionary<string, string> variables = [];
        foreach (var assignment in command?.Words[0].Constant is "export" ? [] : command?.Assignments ?? [])
        {
            if (WordReader.Read(assignment.Value, context, out var reason) is not { } value) return Piece.Manual(reason!);
            variables[assignment.Name] = value;
        }
        // where braces became several words, an index says nothing any more
        var patterns = command?.Words.Count == words.Count ? PatternReader.Of(command, context.Parameters) : [];
        return Compile(words, variables, context.LookupCount > before, context, patterns);
    }

    /// <param name="variables">Set for this program only.</param>
    /// <param name="found">Whether a value of a variable is found only when it runs.</param>
    public static Piece Compile(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> variables, bool found, CommandContext context, IReadOnlyList<ArgumentPattern>? patterns = null)
    {
        var program = words[0];
        if (Builtins.Find(program)?.Invoke(new(words, variables, context)) is { } own) return own;
        if (context.Scope.IsFunction(program)) return Piece.Manual($"{program} is a function that the runbook defines, and only your shell knows it");
        var verdict = ProgramRegistry.Find(program).Compile(new(program, [.. words.Skip(1)], context) { Variables = variables, Directory = context.Scope.Directory, Patterns = patterns ?? [] });
        if (verdict.Action is not { } action) return Piece.Manual(verdict.Reason!) with { Interactive = verdict.Interactive };
        if (verdict.OnHost)
            foreach (var value in variables.Values) context.Parameters.Take(value);
        else if (variables.Count > 0)
            context.Note(found ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, DiagnosticCodes.VariableNotUsed,
                $"{string.Join(" and ", variables.Keys)} {(variables.Count == 1 ? "is" : "are")} set for this command, which runs here without it: where it connects to, and as whom, the environment says.");
        return new Piece(action, null) { OnHost = verdict.OnHost, Interactive = verdict.Interactive };
    }
}
