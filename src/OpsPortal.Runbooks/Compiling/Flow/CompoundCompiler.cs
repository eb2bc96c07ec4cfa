using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary>Loops, conditions and groups.</summary>
internal static class CompoundCompiler
{
    public static Piece Compile(Compound compound, SourceText source, CommandContext context) =>
        compound.Keyword == "|" || compound.Redirections.Count > 0 ? PipelineCompiler.Compile(compound, source, context) : Bare(compound, source, context);

    /// <summary>Without its redirections, which a pipeline takes care of.</summary>
    public static Piece Bare(Compound compound, SourceText source, CommandContext context)
    {
        switch (compound.Keyword)
        {
            case "(" or "{": return StatementCompiler.Compile(compound.Body, source, context);
            case "for": return ForCompiler.Compile(compound, source, context);
            case "while" or "until" when compound.Clauses is [{ Condition: { } condition, Body: var body }]: return While(compound, condition, body, source, context);
            case "if" when compound.Clauses.Count > 0: return If(compound, source, context);
            case "case": return Piece.Manual("which branch of the case is taken is for you to see");
            case "select": return Piece.Manual("select asks a person at a terminal") with { Interactive = true };
            case "((": return Piece.Manual("it only calculates in the shell");
            case "function":
                if (compound.Variable is { } name) context.Scope.Define(name);
                return Piece.Manual($"it only gives the function {compound.Variable} its meaning, and that is known to no other shell than yours");
            default: return Piece.Manual($"{compound.Keyword} is not understood");
        }
    }

    private static Piece While(Compound loop, IReadOnlyList<Statement> condition, IReadOnlyList<Statement> body, SourceText source, CommandContext context)
    {
        if (ReadLoop.Of(loop) is not null) return Piece.Manual("nothing is given to what it reads");
        var until = loop.Keyword == "until";
        if (!until && IsTrue(condition)) return Endless(body, source, context);
        var asked = StatementCompiler.Compile(condition, source, context);
        if (asked.Action is null) return asked;
        if (asked.Action.Live) return Piece.Manual("what the loop asks goes on until it is stopped");
        var done = StatementCompiler.CompileMaybe(body, source, context);
        if (done.Action is null) return done;
        var part = asked is { Action: FlowSequence { IsLoop: false, Parts: [{ Captures: null } only] }, Filters: [] } ? only with { Lookups = [.. asked.Lookups, .. only.Lookups], Negated = asked.Negated ^ only.Negated } : asked.Part();
        if (!until) part = part with { Negated = !part.Negated };
        return new Piece(new FlowUntil(part, done.Part()), null) { OnHost = asked.OnHost || done.OnHost };
    }

    /// <summary><c>while true; do …; sleep 5; done</c>: what <c>watch</c> does.</summary>
    private static Piece Endless(IReadOnlyList<Statement> body, SourceText source, CommandContext context)
    {
        var every = "1";
        var last = body[^1] is Sequence { Parts: [.., { Operator: ";", Statement: var end }] } ? end : body[^1];
        if (last is Pipeline { Commands: [{ Words: [{ Constant: "sleep" }, { Constant: { } seconds }], Redirections: [] }] } && seconds is [>= '0' and <= '9' or '.', ..])
        {
            every = seconds;
            if (body[^1] is Sequence sequence) body = [.. body.SkipLast(1), Without(sequence)];
            else if (body.Count > 1) body = [.. body.SkipLast(1)];
        }
        var round = StatementCompiler.CompileMaybe(body, source, context);
        return round.Action is null ? round : new Piece(new FlowWatch(round.Part(), every), null) { OnHost = round.OnHost };
    }

    private static Statement Without(Sequence sequence) => sequence.Parts is [var one, _] ? one.Statement : sequence with { Parts = [.. sequence.Parts.SkipLast(1)] };

    private static bool IsTrue(IReadOnlyList<Statement> condition) =>
        condition is [Pipeline { Negated: false, Commands: [{ Redirections: [], Assignments: [] } command] }] && command.Words.Select(w => w.Constant).ToList() is ["true"] or [":"] or ["[", "1", "]"] or ["[", "true", "]"];

    private static Piece If(Compound compound, SourceText source, CommandContext context)
    {
        List<FlowBranch> branches = [];
        FlowPart? otherwise = null;
        var (host, interactive) = (false, false);
        string? reason = null;
        foreach (var clause in compound.Clauses)
        {
            var asked = clause.Condition is null ? null : StatementCompiler.Compile(clause.Condition, source, context);
            var done = StatementCompiler.CompileMaybe(clause.Body, source, context);
            host |= done.OnHost || asked is { OnHost: true };
            interactive |= done.Interactive || asked is { Interactive: true };
            reason ??= asked?.Reason ?? done.Reason;
            if (reason is not null) continue;
            if (asked is null) otherwise = done.Part();
            else branches.Add(new(asked.Part(), done.Part()));
        }
        return reason is not null ? Piece.Manual(reason) with { Interactive = interactive } : new Piece(new FlowIf(branches, otherwise), null) { OnHost = host };
    }
}

/// <summary><c>while read [-r] x [y …]</c>.</summary>
internal sealed record ReadLoop(IReadOnlyList<string> Names, string? Separator, IReadOnlyList<Statement> Body)
{
    /// <summary>Null where it is none.</summary>
    public static ReadLoop? Of(Compound loop)
    {
        if (loop.Keyword != "while" || loop.Clauses is not [{ Condition: [Pipeline { Commands: [{ Words: [{ Constant: "read" }, ..] } command], Negated: false }], Body: var body }]) return null;
        List<string> names = [];
        foreach (var word in command.Words.Skip(1))
            if (word.Constant is not { } text) return null;
            else if (!text.StartsWith('-')) names.Add(text);
        var separator = command.Assignments is [{ Name: "IFS" } ifs] ? ifs.Value.Constant : null;
        return names.Count == 0 ? null : new(names, string.IsNullOrEmpty(separator) ? null : separator, body);
    }

    public Piece Compile(FlowPart items, SourceText source, CommandContext context)
    {
        var places = Names.Select(n => context.NewPlace($"${n}")).ToList();
        var (named, prefix) = Names.Count == 1 ? NamedResources.Of(new Piece(items.Action, null) { Filters = items.Filters }) : (new Piece(items.Action, null) { Filters = items.Filters }, "");
        items = items with { Filters = named.Filters };
        foreach (var (name, place) in Names.Zip(places)) context.Locals.Assign(name, prefix + ParameterText.Place(place), certain: false);
        var body = StatementCompiler.CompileMaybe(Body, source, context);
        return body.Action is null ? body
            : new Piece(new FlowForEach(items, places, body.Part()) { Split = ItemSplit.Lines, Separator = Separator }, null) { OnHost = body.OnHost };
    }
}
