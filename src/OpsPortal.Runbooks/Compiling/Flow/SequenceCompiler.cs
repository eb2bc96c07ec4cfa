using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary>Parts joined by <c>&amp;&amp;</c>, <c>||</c>, <c>;</c> and <c>&amp;</c>. One part that a person has to do makes the whole theirs.</summary>
internal static class SequenceCompiler
{
    public static Piece Compile(Sequence sequence, SourceText source, CommandContext context)
    {
        if (sequence.Background || sequence.Parts.Any(p => p.Operator == "&"))
            context.Note(DiagnosticSeverity.Info, DiagnosticCodes.Foreground, "A command in the background (&) runs in the foreground here: the step is done when it is.");
        return Compile(sequence.Parts, source, context);
    }

    public static Piece Compile(IReadOnlyList<SequencePart> statements, SourceText source, CommandContext context)
    {
        List<FlowPart> parts = [];
        var (host, interactive) = (false, false);
        string? reason = null;
        foreach (var (op, statement) in statements)
        {
            // only while a chain of && goes on is it certain that what it assigned was assigned
            if (op is not null and not "&&") context.Locals.Forget();
            var piece = StatementCompiler.Compile(statement, source, context);
            interactive |= piece.Interactive;
            host |= piece.OnHost;
            if (piece.Action is null || !context.CountPart())
            {
                reason ??= piece.Action is null ? Named(piece.Reason!, statement, source) : "it comes to too many commands";
                continue;
            }
            if (parts is [.., { Action.Live: true }])
                reason ??= $"\"{Shown(source.Slice(statement.Start, statement.End))}\" would wait for what goes on until it is stopped";
            var part = piece.Part(op == "&" ? ";" : op);
            if (piece.Captures is { } name) part = Captured(part, name, certain: op is not "&&" and not "||", context);
            parts.Add(part);
        }
        if (reason is not null) return Piece.Manual(reason) with { Interactive = interactive };
        return parts is [{ Captures: null } one] ? new Piece(one.Action, null) { Filters = one.Filters, Lookups = one.Lookups, Negated = one.Negated, OnHost = host }
            : new Piece(new FlowSequence(parts), null) { OnHost = host };
    }

    /// <summary>A value that a part prints, for the parts behind it.</summary>
    public static FlowPart Captured(FlowPart part, string name, bool certain, CommandContext context)
    {
        var place = context.NewPlace($"${name}");
        // what is known already needs no way through the output
        context.Locals.Assign(name, part is { Action: ValueSet { Text: var text }, Lookups: [] } ? text : context.Scope.Prefix(name) + ParameterText.Place(place), certain);
        return part with { Captures = place };
    }

    private static string Named(string reason, Statement statement, SourceText source) => $"{reason} (in \"{Shown(source.Slice(statement.Start, statement.End))}\")";

    private static string Shown(string text) => text.ReplaceLineEndings(" ") is { Length: > 50 } line ? $"{line[..49]}…" : text.ReplaceLineEndings(" ");
}
