namespace OpsPortal.Runbooks.Actions.Filters;

/// <summary><c>grep</c>; semantics of GNU grep for text lines.</summary>
public sealed record Grep(string Source) : TextFilter(Source)
{
    /// <summary>Any of these matches (<c>-e</c> repeated).</summary>
    public required IReadOnlyList<string> Patterns { get; init; }
    public GrepSyntax Syntax { get; init; } = GrepSyntax.Basic;
    public bool IgnoreCase { get; init; }
    public bool Invert { get; init; }
    public bool Count { get; init; }
    public bool OnlyMatching { get; init; }
    public bool LineNumbers { get; init; }
    public bool WholeWord { get; init; }
    public bool WholeLine { get; init; }
    public bool Quiet { get; init; }
    public int Before { get; init; }
    public int After { get; init; }
    public int? MaxCount { get; init; }
}

public enum GrepSyntax { Basic, Extended, Fixed, Perl }

/// <summary><c>wc</c>; without a switch lines, words and bytes are all counted.</summary>
public sealed record WordCount(string Source) : TextFilter(Source)
{
    public bool Lines { get; init; }
    public bool Words { get; init; }
    public bool Bytes { get; init; }
    public bool Characters { get; init; }

    /// <summary><c>-L</c>: the width of the longest line.</summary>
    public bool LongestLine { get; init; }
}

/// <summary><c>head</c>. A negative count means all but the last so many.</summary>
public sealed record Head(string Source) : TextFilter(Source)
{
    public int Lines { get; init; } = 10;
    public int? Bytes { get; init; }
}

/// <summary><c>tail</c>. With <see cref="FromStart"/> the output begins at that line (<c>+N</c>).</summary>
public sealed record Tail(string Source) : TextFilter(Source)
{
    public int Lines { get; init; } = 10;
    public bool FromStart { get; init; }

    /// <summary><c>-c</c>; null counts lines.</summary>
    public int? Bytes { get; init; }
}

/// <summary><c>sort</c> in the C locale.</summary>
public sealed record Sort(string Source) : TextFilter(Source)
{
    public bool Reverse { get; init; }
    public bool Unique { get; init; }
    public SortOrder Order { get; init; } = SortOrder.Text;
    public bool IgnoreCase { get; init; }
    public bool IgnoreLeadingBlanks { get; init; }
    public bool Stable { get; init; }
    public string? Separator { get; init; }
    public IReadOnlyList<SortKey> Keys { get; init; } = [];
}

public enum SortOrder { Text, Numeric, GeneralNumeric, HumanNumeric, Version, Month }

/// <summary>A <c>-k</c>: fields and characters count from 1; a character of 0 means the field's end (only at <c>End</c>).</summary>
public sealed record SortKey(int StartField, int StartCharacter = 1, int? EndField = null, int EndCharacter = 0)
{
    public bool Reverse { get; init; }
    public SortOrder? Order { get; init; }
    public bool IgnoreCase { get; init; }
    public bool IgnoreLeadingBlanks { get; init; }
}

/// <summary><c>uniq</c>.</summary>
public sealed record Uniq(string Source) : TextFilter(Source)
{
    public bool Count { get; init; }
    public bool OnlyRepeated { get; init; }
    public bool OnlyUnique { get; init; }
    public bool IgnoreCase { get; init; }
    public int SkipFields { get; init; }
    public int SkipCharacters { get; init; }

    /// <summary><c>-w</c>: no more characters than these are compared; null compares all.</summary>
    public int? Characters { get; init; }
}
