namespace OpsPortal.Cli.Lint;

/// <summary><c>file:line:col severity code message</c>, which editors and terminals make links of.</summary>
internal static class TextFindings
{
    public static async Task WriteAsync(IReadOnlyList<Finding> findings, TextWriter stdout)
    {
        foreach (var finding in findings)
        {
            var d = finding.Diagnostic;
            await stdout.WriteLineAsync($"{finding.File}:{d.Line}:{d.Column} {finding.Severity} {d.Code} {d.Message}");
        }
    }
}
