using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Cli.Lint;

/// <summary>A diagnostic and the file it is in.</summary>
internal sealed record Finding(string File, Diagnostic Diagnostic)
{
    /// <summary>As the formats spell it: error, warning, info.</summary>
    public string Severity => Diagnostic.Severity.ToString().ToLowerInvariant();

    /// <summary>The document's and the steps' together, from top to bottom.</summary>
    public static IEnumerable<Finding> In(RunbookFile file) =>
        file.Runbook.Diagnostics.Concat(file.Runbook.Steps.SelectMany(s => s.Diagnostics))
            .OrderBy(d => d.Line).ThenBy(d => d.Column).ThenBy(d => d.Code, StringComparer.Ordinal)
            .Select(d => new Finding(file.Path, d));
}
