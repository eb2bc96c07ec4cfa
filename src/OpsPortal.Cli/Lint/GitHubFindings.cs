using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Cli.Lint;

/// <summary>Workflow commands, which GitHub shows beside the changed lines.</summary>
internal static class GitHubFindings
{
    public static async Task WriteAsync(IReadOnlyList<Finding> findings, TextWriter stdout)
    {
        foreach (var (file, d) in findings)
        {
            var level = d.Severity switch { DiagnosticSeverity.Error => "error", DiagnosticSeverity.Warning => "warning", _ => "notice" };
            await stdout.WriteLineAsync($"::{level} file={Property(file)},line={d.Line},col={d.Column}{(d.EndColumn is { } end ? $",endColumn={end}" : "")},title={d.Code}::{Data(d.Message)}");
        }
    }

    // https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts says which characters are escaped where
    private static string Data(string text) => text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string Property(string text) => Data(text).Replace(":", "%3A").Replace(",", "%2C");
}
