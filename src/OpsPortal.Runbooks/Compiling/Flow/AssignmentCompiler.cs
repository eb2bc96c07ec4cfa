using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Compiling.Parameters;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary><c>X=value</c>, <c>X=$(…)</c>, <c>export X</c>: what gives variables their values.</summary>
internal static class AssignmentCompiler
{
    public static Piece Compile(SimpleCommand command, CommandContext context)
    {
        if (command.Redirections.Count > 0) return Piece.Manual("it gives a variable a value and redirects, which is not understood");
        if (command.Assignments.Count == 0) return new Piece(new FlowNothing(command.Words[0].Constant!, "Variables are parameters here, and need no marking"), null);
        if (command.Assignments is [var one]) return Single(one, context);
        List<FlowPart> parts = [];
        foreach (var assignment in command.Assignments)
        {
            var piece = Single(assignment, context);
            if (piece.Action is null) return piece;
            parts.Add(SequenceCompiler.Captured(piece.Part(parts.Count == 0 ? null : "&&"), assignment.Name, certain: true, context));
        }
        return new Piece(new FlowSequence(parts), null) { OnHost = parts.Any(p => p.Lookups.Any(l => l.OnHost)) };
    }

    private static Piece Single(Assignment assignment, CommandContext context)
    {
        var (name, value) = (assignment.Name, assignment.Value);
        if (name.Contains('[')) return Piece.Manual("a value in a table of the shell is not understood");
        if (value.Parts is [ArrayPart array]) return List(name, array, assignment.Append, context);
        if (!assignment.Append && value.Parts is [SubstitutionPart substitution] && Found(name, substitution, context) is { } found) return found;
        var outer = context.BeginPart();
        var text = WordReader.Read(value, context, out var reason, mayBeEmpty: true);
        var lookups = context.EndPart(outer);
        if (text is null) return Piece.Manual(reason!);
        if (assignment.Append)
        {
            if (VariableReader.Read(new(name, null, false), context, out reason) is not { } before) return Piece.Manual(reason!);
            text = before + text;
        }
        text = context.Parameters.Take(text);
        context.Scope.Assign(name, lookups.Count == 0 ? text : null);
        return new Piece(new ValueSet(name, text), null) { Lookups = lookups, Captures = name, OnHost = lookups.Any(l => l.OnHost) };
    }

    /// <summary>The output of a command; null where what stands inside is a text that is known, or asked for.</summary>
    private static Piece? Found(string name, SubstitutionPart substitution, CommandContext context)
    {
        if (SubstitutionCompiler.IsKnown(substitution)) return null;
        var inner = SubstitutionCompiler.Inner(substitution, context);
        context.Scope.Assign(name, null);
        if (inner.Action is not null and { Live: true }) return Piece.Manual($"{name} would wait for what goes on until it is stopped");
        if (inner.Action is null) return inner;
        var (piece, prefix) = NamedResources.Of(inner);
        context.Scope.AssignPrefix(name, prefix);
        return piece with { Captures = name };
    }

    private static Piece List(string name, ArrayPart array, bool append, CommandContext context)
    {
        var outer = context.BeginPart();
        var words = WordReader.Words(array.Words, context, out var reason);
        var lookups = context.EndPart(outer);
        if (words is null) return Piece.Manual(reason!);
        if (lookups.Count > 0) return Piece.Manual("the list has something to find first");
        words = [.. words.Select(w => context.Parameters.Take(w))];
        if (append) words = [.. context.Scope.List(name) ?? [], .. words];
        context.Scope.AssignList(name, words);
        return new Piece(new ValueSet(name, string.Join(' ', words)), null);
    }
}
