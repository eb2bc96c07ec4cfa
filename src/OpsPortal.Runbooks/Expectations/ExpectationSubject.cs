using OpsPortal.Runbooks.Actions;

namespace OpsPortal.Runbooks.Expectations;

/// <summary>How a step ended: what an expectation is compared with.</summary>
public sealed record ExpectationSubject
{
    /// <summary>What it printed, in order, after its filters.</summary>
    public required IReadOnlyList<SubjectLine> Lines { get; init; }

    public bool Succeeded { get; init; } = true;

    /// <summary>Of the program that was run, where one was.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The sentence with which a target refused, where it did.</summary>
    public string? Failure { get; init; }

    /// <summary>Of the answer, where the step was a request.</summary>
    public int? HttpStatus { get; init; }

    public StepAction? Action { get; init; }

    /// <summary>What its output went through; some filters hide what an expectation asks for.</summary>
    public IReadOnlyList<TextFilter> Filters { get; init; } = [];

    /// <summary>What an earlier run of the same step printed; null where there was none.</summary>
    public IReadOnlyList<string>? Previous { get; init; }

    /// <summary>False where the output was cut.</summary>
    public bool Complete { get; init; } = true;

    /// <summary>The lines of its output that say something, errors and notes left out.</summary>
    internal IReadOnlyList<SubjectLine> Printed => printed ??= [.. Lines.Where(l => !l.Error && !string.IsNullOrWhiteSpace(l.Text)).Select(Short)];

    private IReadOnlyList<SubjectLine>? printed;

    // nobody states an expectation about what stands beyond
    private const int LongestLine = 100_000;

    private static SubjectLine Short(SubjectLine line) => line.Text.Length <= LongestLine ? line : line with { Text = line.Text[..LongestLine] };
}

/// <param name="Number">1-based, or as the output numbers it.</param>
/// <param name="Error">Printed to standard error, or a note about the run.</param>
public sealed record SubjectLine(int Number, string Text, bool Error = false);
