namespace OpsPortal.Runbooks.Actions.Filters;

/// <summary><c>&gt; file</c>, <c>&gt;&gt; file</c>, <c>2&gt; file</c>, <c>&amp;&gt; file</c>: lines go into a file, and no further.</summary>
/// <param name="Name">As written; may hold places.</param>
public sealed record ToFile(string Source, string Name) : TextFilter(Source)
{
    public bool Append { get; init; }

    /// <summary>The program's errors go there, its output goes by.</summary>
    public bool Errors { get; init; }

    public override bool IsRedirection => true;
}

/// <summary><c>tee</c>: lines go into files, and on.</summary>
public sealed record Tee(string Source) : TextFilter(Source)
{
    public required IReadOnlyList<string> Names { get; init; }
    public bool Append { get; init; }
}

/// <summary><c>2&gt;&amp;1</c>: the program's errors go where its output goes.</summary>
public sealed record MergeErrors(string Source) : TextFilter(Source)
{
    public override bool IsRedirection => true;
}

/// <summary>What stands behind the last slash of a line: <c>web-1</c> of <c>pod/web-1</c>. Nobody writes it; where <c>-o name</c> tells a kind that is known, the name is wanted.</summary>
public sealed record NameOnly(string Source) : TextFilter(Source)
{
    public override bool IsRedirection => true;
}

/// <summary><c>2&gt;/dev/null</c>.</summary>
public sealed record DropErrors(string Source) : TextFilter(Source)
{
    public override bool IsRedirection => true;
}

/// <summary><c>&gt; /dev/null</c>.</summary>
public sealed record DropOutput(string Source) : TextFilter(Source)
{
    public override bool IsRedirection => true;
}
