namespace OpsPortal.Runbooks.Actions.Filters;

/// <summary><c>cut</c>.</summary>
public sealed record Cut(string Source) : TextFilter(Source)
{
    public required CutUnit Unit { get; init; }

    public required IReadOnlyList<CutRange> Ranges { get; init; }

    public string Delimiter { get; init; } = "\t";

    /// <summary>Null: the delimiter between fields, nothing between characters.</summary>
    public string? OutputDelimiter { get; init; }

    public bool Complement { get; init; }

    /// <summary><c>-s</c>: lines without delimiter are left out.</summary>
    public bool OnlyDelimited { get; init; }
}

public enum CutUnit { Fields, Characters, Bytes }

/// <param name="From">From 1.</param>
/// <param name="To">Included; null is the end of the line.</param>
public sealed record CutRange(int From, int? To);

/// <summary><c>tr</c>; the sets as written.</summary>
public sealed record Translate(string Source) : TextFilter(Source)
{
    public required string First { get; init; }
    public string? Second { get; init; }
    public bool Delete { get; init; }
    public bool Squeeze { get; init; }
    public bool Complement { get; init; }

    /// <summary><c>-t</c>: the first set is cut to the length of the second.</summary>
    public bool Truncate { get; init; }
}

/// <summary><c>base64</c>. What is decoded has to be text.</summary>
public sealed record Base64(string Source) : TextFilter(Source)
{
    public bool Decode { get; init; }

    /// <summary><c>-i</c>: characters that are no base64 are skipped.</summary>
    public bool IgnoreGarbage { get; init; }

    /// <summary>Characters to a line; 0 is no end.</summary>
    public int Wrap { get; init; } = 76;
}

/// <summary><c>column -t</c>.</summary>
public sealed record Columns(string Source) : TextFilter(Source)
{
    /// <summary>Each of its characters separates; null is blanks.</summary>
    public string? Separators { get; init; }

    public string OutputSeparator { get; init; } = "  ";

    /// <summary><c>-N</c>.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}

/// <summary><c>rev</c>.</summary>
public sealed record ReverseCharacters(string Source) : TextFilter(Source);

/// <summary><c>tac</c>.</summary>
public sealed record ReverseLines(string Source) : TextFilter(Source);

/// <summary><c>nl</c> and <c>cat -n</c>.</summary>
public sealed record NumberLines(string Source) : TextFilter(Source)
{
    /// <summary>Empty lines get a number too.</summary>
    public bool Empty { get; init; }

    public int Width { get; init; } = 6;

    public string Separator { get; init; } = "\t";

    public int Start { get; init; } = 1;

    public int Step { get; init; } = 1;

    /// <summary><c>cat -n</c> leaves an empty line without number as it is.</summary>
    public bool BlankWithoutNumber { get; init; }
}

/// <summary>Lets everything through: <c>cat</c>, <c>less</c>, <c>tail -f</c>.</summary>
public sealed record Passing(string Source) : TextFilter(Source);

/// <summary><c>fold</c>.</summary>
public sealed record Fold(string Source) : TextFilter(Source)
{
    public int Width { get; init; } = 80;

    /// <summary><c>-s</c>: breaks behind blanks.</summary>
    public bool AtBlanks { get; init; }
}

/// <summary><c>expand</c>.</summary>
public sealed record Expand(string Source) : TextFilter(Source)
{
    public int Stop { get; init; } = 8;

    /// <summary><c>-i</c>: only tabs at the beginning.</summary>
    public bool OnlyInitial { get; init; }
}

/// <summary><c>strings</c>.</summary>
public sealed record Strings(string Source) : TextFilter(Source)
{
    public int Shortest { get; init; } = 4;
}

/// <summary><c>md5sum</c>, <c>sha256sum</c> and their like.</summary>
public sealed record Checksum(string Source) : TextFilter(Source)
{
    public required ChecksumAlgorithm Algorithm { get; init; }
}

public enum ChecksumAlgorithm { Md5, Sha1, Sha256, Sha384, Sha512 }
