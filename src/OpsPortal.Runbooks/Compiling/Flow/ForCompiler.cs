using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Compiling.Parameters;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary><c>for</c>: over a list that is known it is written out, over one that is found it is done for each item.</summary>
internal static partial class ForCompiler
{
    private const int MostRounds = 50;

    [GeneratedRegex(@"^for\s*\(\(\s*(?<v>\w+)\s*=\s*(?<from>-?\d{1,6})\s*;\s*\k<v>\s*(?<op><=?)\s*(?<to>-?\d{1,6})\s*;\s*(?:\k<v>\+\+|\+\+\k<v>|\k<v>\s*\+=\s*(?<by>[1-9]\d{0,5}))\s*\)\)")]
    private static partial Regex Counting();

    public static Piece Compile(Compound loop, SourceText source, CommandContext context)
    {
        if (loop.Variable is not { } variable)
        {
            if (Counting().Match(source.Slice(loop.Start, loop.End)) is not { Success: true } counting) return Piece.Manual("how often a counting loop turns is known only to a shell");
            int Number(string group, int standard) => counting.Groups[group] is { Success: true } g ? int.Parse(g.ValueSpan) : standard;
            var (to, by) = (Number("to", 0) + (counting.Groups["op"].Value == "<=" ? 1 : 0), Number("by", 1));
            var rounds = Math.Max(0, ((long)to - Number("from", 0) + by - 1) / by);
            return rounds > MostRounds ? TooMany() : Unrolled(counting.Groups["v"].Value, [.. Enumerable.Range(0, (int)rounds).Select(i => $"{Number("from", 0) + i * by}")], loop, source, context);
        }
        if (loop.Words.Count == 0) return Piece.Manual("it turns over the arguments of a script");
        if (loop.Words is [{ Parts: [SubstitutionPart { Quoted: false } substitution] }] && SubstitutionCompiler.Counted(substitution) is null) return Found(variable, substitution, loop, source, context);
        if (loop.Words is [{ Parts: [VariablePart { Quoted: false, Operation: null } list] }] && context.Scope.Default(list.Name) is null && !context.Locals.Find(list.Name, out _) && context.Scope.List(list.Name) is null)
            return ForEach(variable, new FlowPart(new ValueText(context.Parameters.Take(ParameterText.Place(list.Name)))), ItemSplit.Words, loop, source, context);
        if (loop.Words.FirstOrDefault(IsPattern) is not null) return Piece.Manual("which files the loop turns over is known only on your machine");
        if (WordReader.Words(loop.Words, context, out var reason) is not { } values) return Piece.Manual(reason!);
        if (values.Count > MostRounds && values.All(v => v.AsSpan().IndexOfAny(" \t\n") < 0))
            return ForEach(variable, new FlowPart(new ValueText(string.Join('\n', values.Select(v => context.Parameters.Take(v))))), ItemSplit.Lines, loop, source, context);
        return values.Count > MostRounds ? TooMany() : Unrolled(variable, values, loop, source, context);
    }

    private static Piece TooMany() => Piece.Manual($"it turns more than {MostRounds} times");

    private static bool IsPattern(Word word) => word.Parts.Any(p => p is LiteralPart { Quoted: false } literal && literal.Text.AsSpan().IndexOfAny("*?") >= 0);

    private static Piece Unrolled(string variable, List<string> values, Compound loop, SourceText source, CommandContext context)
    {
        List<FlowPart> rounds = [];
        var host = false;
        foreach (var value in values)
        {
            context.Locals.Assign(variable, context.Parameters.Take(value), certain: true);
            var round = StatementCompiler.Compile(loop.Body, source, context);
            if (round.Action is null) return round;
            if (round.Action.Live) return Piece.Manual("a round of the loop goes on until it is stopped");
            if (!context.CountPart()) return Piece.Manual("it comes to too many commands");
            host |= round.OnHost;
            rounds.Add(round.Part(rounds.Count == 0 ? null : ";"));
        }
        if (rounds.Count == 0) return new Piece(new FlowNothing("for", "The loop has nothing to turn over"), null);
        return new Piece(new FlowSequence(rounds) { IsLoop = true }, null) { OnHost = host };
    }

    private static Piece Found(string variable, SubstitutionPart substitution, Compound loop, SourceText source, CommandContext context)
    {
        var found = SubstitutionCompiler.Inner(substitution, context);
        if (found.Action is null) return found;
        (found, var prefix) = NamedResources.Of(found);
        var each = ForEach(variable, found.Part(), ItemSplit.Words, loop, source, context, prefix);
        return each with { OnHost = each.OnHost || found.OnHost };
    }

    private static Piece ForEach(string variable, FlowPart items, ItemSplit split, Compound loop, SourceText source, CommandContext context, string prefix = "")
    {
        var place = context.NewPlace($"${variable}");
        context.Locals.Assign(variable, prefix + ParameterText.Place(place), certain: true);
        var body = StatementCompiler.Compile(loop.Body, source, context);
        if (body.Action is null) return body;
        if (body.Action.Live) return Piece.Manual("a round of the loop goes on until it is stopped");
        context.Locals.Assign(variable, null, certain: true);
        return new Piece(new FlowForEach(items, [place], body.Part()) { Split = split }, null) { OnHost = body.OnHost };
    }
}
