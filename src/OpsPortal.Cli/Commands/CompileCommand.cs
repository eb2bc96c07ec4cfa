using System.Text.Json;
using OpsPortal.Runbooks.Reporting;

namespace OpsPortal.Cli.Commands;

/// <summary>Shows what runbooks compile to. One file gives one JSON object, several an array.</summary>
internal static class CompileCommand
{
    private static readonly Dictionary<string, Func<IReadOnlyList<RunbookFile>, TextWriter, Task>> Formats = new(StringComparer.Ordinal)
    {
        ["json"] = WriteJsonAsync,
        ["text"] = WriteTextAsync,
    };

    public static async Task<int> RunAsync(Arguments arguments, TextWriter stdout)
    {
        var write = arguments.Choose(Formats, "text");
        await write(await RunbookFile.ReadAllAsync(arguments.Files), stdout);
        return ExitCode.Fine;
    }

    private static async Task WriteJsonAsync(IReadOnlyList<RunbookFile> files, TextWriter stdout)
    {
        var reports = files.Select(f => CompileReport.From(f.Path, f.Runbook)).ToList();
        await stdout.WriteLineAsync(reports is [var only]
            ? JsonSerializer.Serialize(only, CompileReport.Options)
            : JsonSerializer.Serialize(reports, CompileReport.Options));
    }

    private static async Task WriteTextAsync(IReadOnlyList<RunbookFile> files, TextWriter stdout)
    {
        foreach (var file in files)
        {
            var runbook = file.Runbook;
            await stdout.WriteLineAsync($"{runbook.Title} ({file.Path})");
            var section = "";
            foreach (var step in runbook.Steps)
            {
                if (step.SectionId != section) await stdout.WriteLineAsync($"  {section = step.SectionId}");
                var mode = step.Mode.ToString().ToLowerInvariant();
                await stdout.WriteLineAsync($"    {step.Line,5}  {step.Risk.ToString().ToLowerInvariant(),-11} {step.Action?.Name ?? mode,-24} {step.Title}");
            }
            await stdout.WriteLineAsync($"  {runbook.Steps.Count} steps, {runbook.Parameters.Count} parameters, {runbook.Checklists.Count} checklists, "
                + $"{runbook.Alerts.Count} alerts, {runbook.Severities.Count} severities");
        }
    }
}
