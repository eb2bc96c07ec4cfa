namespace OpsPortal.Runbooks.Diagnostics;

/// <summary>Something noticed in a runbook. Every code has a page in docs/diagnostics.</summary>
/// <param name="Code">RB followed by four digits; never given to another meaning.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based; 1 where only the line is known.</param>
public sealed record Diagnostic(DiagnosticSeverity Severity, string Code, string Message, int Line, int Column = 1)
{
    /// <summary>The column after the last character, on the same line; null where the extent is not known.</summary>
    public int? EndColumn { get; init; }

    /// <summary>Null where it is not certain how to mend it.</summary>
    public DiagnosticFix? Fix { get; init; }
}

public enum DiagnosticSeverity { Info, Warning, Error }

/// <summary>A replacement on one line that mends what a diagnostic tells.</summary>
/// <param name="Title">What it does, as a button would say it.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based column at which <paramref name="Find"/> stands.</param>
/// <param name="Find">The text that is replaced; where it does not stand there any more, the fix is void.</param>
public sealed record DiagnosticFix(string Title, int Line, int Column, string Find, string Replace);
