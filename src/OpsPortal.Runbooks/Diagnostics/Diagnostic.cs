namespace OpsPortal.Runbooks.Diagnostics;

/// <summary>Something noticed in a runbook. Every code has a page in docs/diagnostics.</summary>
/// <param name="Code">RB followed by four digits; never given to another meaning.</param>
/// <param name="Line">1-based.</param>
public sealed record Diagnostic(DiagnosticSeverity Severity, string Code, string Message, int Line, int Column = 1);

public enum DiagnosticSeverity { Info, Warning, Error }
