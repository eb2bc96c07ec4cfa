namespace OpsPortal.Runbooks.Actions.Filters;

/// <summary><c>jq</c>, and what prints JSON as it does (<c>python -m json.tool</c>).</summary>
public sealed record Jq(string Source) : TextFilter(Source)
{
    public required ProgramText Program { get; init; }

    public JqOutput Output { get; init; } = new();

    /// <summary><c>-s</c>: all documents are one array.</summary>
    public bool Slurp { get; init; }

    /// <summary><c>-R</c>: each line is a text.</summary>
    public bool RawInput { get; init; }

    /// <summary><c>-n</c>: the program runs once, on null.</summary>
    public bool NullInput { get; init; }

    /// <summary><c>-e</c>: the last value tells whether it failed.</summary>
    public bool ExitStatus { get; init; }

    /// <summary><c>--arg</c>.</summary>
    public IReadOnlyList<NamedValue> Texts { get; init; } = [];

    /// <summary><c>--argjson</c>; the value is JSON.</summary>
    public IReadOnlyList<NamedValue> Values { get; init; } = [];
}

/// <summary>How values are printed.</summary>
public sealed record JqOutput
{
    /// <summary><c>-r</c>: a text without quotes.</summary>
    public bool Raw { get; init; }

    /// <summary><c>-j</c>: and without line ends.</summary>
    public bool Joined { get; init; }

    /// <summary><c>-S</c>.</summary>
    public bool SortKeys { get; init; }

    /// <summary><c>-a</c>: nothing but ASCII.</summary>
    public bool Ascii { get; init; }

    /// <summary>Blanks for each level; 0 is compact.</summary>
    public int Indent { get; init; } = 2;

    public bool Tabs { get; init; }
}

/// <summary><c>yq</c>: the program of jq on YAML documents.</summary>
public sealed record Yq(string Source) : TextFilter(Source)
{
    public required ProgramText Program { get; init; }

    public JqOutput Output { get; init; } = new();

    /// <summary>Values are printed as JSON; otherwise as YAML.</summary>
    public bool Json { get; init; }
}
