using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Flow;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary>What a stretch of a command came to: an action with what belongs to it, or the reason why there is none.</summary>
internal sealed record Piece(StepAction? Action, string? Reason)
{
    public IReadOnlyList<TextFilter> Filters { get; init; } = [];
    public IReadOnlyList<Lookup> Lookups { get; init; } = [];

    /// <summary>The variable that the output gives a value to.</summary>
    public string? Captures { get; init; }
    public bool OnHost { get; init; }
    public bool Interactive { get; init; }
    public bool Negated { get; init; }

    /// <param name="reason">Without full stop; follows "This command is yours to run: ".</param>
    public static Piece Manual(string reason) => new(null, reason);

    /// <summary>As a part of something larger. Only for pieces with an action.</summary>
    public FlowPart Part(string? op = null) => new(Action!) { Filters = Filters, Lookups = Lookups, Negated = Negated, Operator = op };
}

/// <summary>The text that statements were read from, to cut out of it what was written.</summary>
/// <param name="Offset">Where the text begins, in the statements' own count.</param>
internal sealed record SourceText(string Text, int Offset)
{
    // a command may come from elsewhere than the fence reader, with a source of its own
    public string Slice(int start, int end)
    {
        var from = Math.Clamp(start - Offset, 0, Text.Length);
        return Text[from..Math.Clamp(end - Offset, from, Text.Length)];
    }

    /// <summary>The text of a substitution, whose statements may count from elsewhere.</summary>
    public static SourceText Of(string source, IReadOnlyList<Shell.Statement> statements) =>
        new(source, statements.Count == 0 ? 0 : statements[0].Start - (source.Length - source.TrimStart().Length));
}
