using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary><c>$(…)</c>: a value that is looked up right before the step runs.</summary>
internal static class SubstitutionCompiler
{
    /// <summary>The place that the lookup fills, as text; null with the reason.</summary>
    public static string? Read(SubstitutionPart substitution, CommandContext context, bool mayBeEmpty, out string? reason)
    {
        reason = null;
        if (Known(substitution, context) is { } text) return text;
        var inner = Inner(substitution, context);
        if (inner.Action is not { } action)
        {
            reason = inner.Reason;
            return null;
        }
        var risk = CommandRisk.Greatest(substitution.Statements.Select(s => CommandRisk.Of(s, substitution.Source)));
        if (CommandRisk.Greatest([risk, action.Risk]) != Risk.Read) reason = "what stands in $(…) changes something, which is never done in passing";
        else if (action.Live) reason = "what stands in $(…) goes on until it is stopped";
        if (reason is not null) return null;
        (inner, var prefix) = NamedResources.Of(inner);
        foreach (var earlier in inner.Lookups) context.Add(earlier);
        var place = context.NewPlace($"$({substitution.Source.Trim()})");
        context.Add(new Lookup(place, action, inner.Filters) { MayBeEmpty = mayBeEmpty, OnHost = inner.OnHost });
        return prefix + ParameterText.Place(place);
    }

    /// <summary>What stands inside, with lookups of its own.</summary>
    public static Piece Inner(SubstitutionPart substitution, CommandContext context)
    {
        var outer = context.BeginPart();
        var piece = StatementCompiler.Compile(substitution.Statements, SourceText.Of(substitution.Source, substitution.Statements), context);
        context.EndPart(outer);
        return piece;
    }

    /// <summary>The numbers of <c>$(seq 1 5)</c>; null where it is none, or they are not known.</summary>
    public static IReadOnlyList<string>? Counted(SubstitutionPart substitution)
    {
        if (Words(substitution) is not ["seq", .. var rest] || rest.Count is 0 or > 3 || !rest.All(w => int.TryParse(w, out var n) && Math.Abs(n) < 100_000)) return null;
        var numbers = rest.Select(int.Parse).ToList();
        var (from, by, to) = numbers switch { [var a] => (1, 1, a), [var a, var b] => (a, 1, b), [var a, var b, var c] => (a, b, c), _ => (0, 0, 0) };
        if (by == 0 || Math.Abs((long)to - from) / Math.Abs(by) > 1000) return null;
        List<string> counted = [];
        for (var n = from; by > 0 ? n <= to : n >= to; n += by) counted.Add($"{n}");
        return counted;
    }

    /// <summary>What nobody but the operator knows is asked for; where the step runs is simply here.</summary>
    private static string? Known(SubstitutionPart substitution, CommandContext context) => Words(substitution) switch
    {
        ["whoami"] or ["id", "-un"] or ["logname"] => context.Parameters.Take(ParameterText.Place("whoami")),
        ["hostname", ..] => context.Parameters.Take(ParameterText.Place("hostname")),
        ["pwd"] => context.Scope.Directory ?? ".",
        _ => null,
    };

    public static bool IsKnown(SubstitutionPart substitution) => Words(substitution) is ["whoami" or "hostname" or "pwd" or "logname", ..] or ["id", "-un"];

    private static List<string>? Words(SubstitutionPart substitution) =>
        substitution.Statements is [Pipeline { Negated: false, Commands: [{ Redirections: [], Assignments: [] } command] }] && command.Words.All(w => w.Constant is not null)
            ? [.. command.Words.Select(w => w.Constant!)] : null;
}
