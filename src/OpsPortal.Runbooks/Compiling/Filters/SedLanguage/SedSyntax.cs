namespace OpsPortal.Runbooks.Compiling.Filters.SedLanguage;

/// <summary>A sed script, parsed; blocks are jumps over what they hold.</summary>
internal sealed record SedProgram(IReadOnlyList<SedCommand> Commands)
{
    /// <summary>It asks which line is the last one.</summary>
    public bool AsksForLast => Commands.Any(c => c.From?.Kind == SedAddressKind.Last || c.To?.Kind == SedAddressKind.Last);

    /// <summary>It takes the next line in the middle of a run.</summary>
    public bool ReadsOn => Commands.Any(c => c.Name is 'n' or 'N' or 'D');
}

internal enum SedAddressKind { Line, Last, Pattern, Step, Plus, Multiple }

/// <param name="Number">Of a line; with <c>Step</c> the first one.</param>
/// <param name="Step">Of <c>first~step</c>.</param>
internal sealed record SedAddress(SedAddressKind Kind, int Number = 0, int Step = 0, SedPattern? Pattern = null);

/// <param name="Text">Empty means the last one that was used.</param>
internal sealed record SedPattern(string Text, bool IgnoreCase = false, bool Multiline = false);

internal sealed record SedCommand(char Name)
{
    public SedAddress? From { get; init; }
    public SedAddress? To { get; init; }
    public bool Negated { get; init; }

    /// <summary>Of <c>s</c>.</summary>
    public SedPattern? Pattern { get; init; }

    public IReadOnlyList<SedPart> Replacement { get; init; } = [];
    public bool Everywhere { get; init; }
    public int Occurrence { get; init; } = 1;
    public bool Print { get; init; }

    /// <summary>Of <c>a</c>, <c>i</c> and <c>c</c>; of <c>y</c> what the characters are.</summary>
    public string Text { get; init; } = "";

    /// <summary>Of <c>y</c>: what they become.</summary>
    public string Becomes { get; init; } = "";

    public string Label { get; init; } = "";

    /// <summary>Where to go on: behind a block that is not entered, or at a label.</summary>
    public int Target { get; set; }

    public int ExitCode { get; init; }
}

internal enum SedPartKind { Text, Group, Upper, Lower, UpperNext, LowerNext, EndCase }

/// <param name="Group">0 is the whole match.</param>
internal readonly record struct SedPart(SedPartKind Kind, string Text = "", int Group = 0);
