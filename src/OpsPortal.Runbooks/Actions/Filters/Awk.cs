namespace OpsPortal.Runbooks.Actions.Filters;

/// <summary><c>awk</c>: POSIX awk as GNU awk reads it, without files, programs and <c>getline</c>.</summary>
public sealed record Awk(string Source) : TextFilter(Source)
{
    public required ProgramText Program { get; init; }

    /// <summary><c>-F</c> as written; null is blanks.</summary>
    public string? FieldSeparator { get; init; }

    /// <summary><c>-v</c>, in order.</summary>
    public IReadOnlyList<NamedValue> Variables { get; init; } = [];
}

/// <summary>A name, and what it is to hold as written.</summary>
public sealed record NamedValue(string Name, string Value);
