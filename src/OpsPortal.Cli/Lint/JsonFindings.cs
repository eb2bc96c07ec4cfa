using System.Text.Json;
using OpsPortal.Runbooks.Reporting;

namespace OpsPortal.Cli.Lint;

internal static class JsonFindings
{
    public static async Task WriteAsync(IReadOnlyList<Finding> findings, TextWriter stdout) =>
        await stdout.WriteLineAsync(JsonSerializer.Serialize(
            findings.Select(f => new { f.File, f.Diagnostic.Line, f.Diagnostic.Column, f.Severity, f.Diagnostic.Code, f.Diagnostic.Message, f.Diagnostic.EndColumn, f.Diagnostic.Fix }),
            CompileReport.Options));
}
