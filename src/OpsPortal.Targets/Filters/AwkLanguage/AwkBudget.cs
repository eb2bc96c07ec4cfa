namespace OpsPortal.Targets.Filters.AwkLanguage;

/// <summary>Keeps an awk program from running or growing for ever.</summary>
internal sealed class AwkBudget(string source)
{
    /// <summary>Expressions and statements for one record.</summary>
    private const long MostSteps = 200_000_000;

    /// <summary>Characters in arrays, of one text, and of output that was not yet handed on: 256 MiB in memory.</summary>
    private const long MostCharacters = 128L << 20;

    /// <summary>What an element costs beside its characters.</summary>
    private const int Overhead = 40;

    private long steps;
    private long held;

    public CancellationToken Cancellation { get; set; }

    public void NextRecord() => steps = 0;

    public void Step()
    {
        if ((++steps & 0xFFFF) != 0) return;
        Cancellation.ThrowIfCancellationRequested();
        if (steps > MostSteps) throw new FilterException($"{source}: the program does not come to an end with one line. Look for a loop that never stops.");
    }

    public void Element(int characters)
    {
        held += characters + Overhead;
        if (held > MostCharacters) throw TooMuch();
    }

    public void ElementGone(int characters) => held -= characters + Overhead;

    public void Text(long characters)
    {
        if (characters > MostCharacters / 2) throw TooMuch();
    }

    private FilterException TooMuch() => new($"{source}: more than {MostCharacters >> 19} MiB to hold. Narrow the input first, e.g. with --tail, --since or grep.");
}
