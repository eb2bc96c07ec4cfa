using OpsPortal.Cli.Lint;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Cli.Commands;

/// <summary>Prints what is noticed in runbooks, in the form that a terminal or a code host reads.</summary>
internal static class LintCommand
{
    private static readonly Dictionary<string, Func<IReadOnlyList<Finding>, TextWriter, Task>> Formats = new(StringComparer.Ordinal)
    {
        ["text"] = TextFindings.WriteAsync,
        ["json"] = JsonFindings.WriteAsync,
        ["sarif"] = SarifFindings.WriteAsync,
        ["github"] = GitHubFindings.WriteAsync,
    };

    public static async Task<int> RunAsync(Arguments arguments, TextWriter stdout)
    {
        var write = arguments.Choose(Formats, "text");
        var files = await RunbookFile.ReadAllAsync(arguments.Files);
        if (arguments.Fix || arguments.DryRun)
        {
            if (arguments.Format is not (null or "text")) throw new UsageException("--fix prints text; leave out --format.");
            files = await FixCommand.RunAsync(files, write: !arguments.DryRun, stdout);
        }
        var findings = files.SelectMany(Finding.In).ToList();
        await write(findings, stdout);
        var least = arguments.Strict ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error;
        return findings.Any(f => f.Diagnostic.Severity >= least) ? ExitCode.Errors : ExitCode.Fine;
    }
}
