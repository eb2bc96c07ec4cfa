using System.Text;
using OpsPortal.Runbooks;

namespace OpsPortal.Scenarios.EveryCommand;

internal static class CommandTable
{
    public static string Of(IEnumerable<(string Title, IReadOnlyList<CommandRun> Runs)> systems)
    {
        var text = new StringBuilder("""
            # Every command of the sandbox's runbooks

            This table is written by a test that runs each command in the sandbox, in the order of its runbook, and fails where one does not
            do what it should. *Refused* stands where a command cannot work anywhere any more or is meant to fail: the runbook says so, or the linter does.


            """);
        foreach (var (title, runs) in systems)
        {
            text.Append($"## {title}\n\n{runs.Count} commands and instructions; {runs.Count(r => r.Step.Mode == StepMode.Native)} run natively, {runs.Count(r => r.Step.Mode == StepMode.Host)} as programs of a host, "
                + $"{runs.Count(r => r.Step.Mode == StepMode.Manual)} are a person's.\n\n| Line | Command | Action | Risk | Result in the sandbox |\n| ---: | --- | --- | --- | --- |\n");
            foreach (var run in runs)
                text.Append($"| {run.Step.Line} | {Cell(run.Step.Source)} | {run.Step.Action?.Principal.Name ?? "–"} | {$"{run.Step.Risk}".ToLowerInvariant()} | {run.Result} |\n");
            text.Append('\n');
        }
        return text.ToString().TrimEnd('\n') + "\n";
    }

    public static string Failures(IEnumerable<CommandRun> runs) => string.Join("\n\n", runs.Where(r => !r.Good).Select(r =>
        $"line {r.Step.Line}: {r.Step.Source}\n  {r.Step.Action?.Principal.Name ?? r.Step.ManualReason}: {r.State}{(r.Verdict is null ? "" : $", {r.Verdict} ({r.Step.Expectation?.Text})")}: {r.Reason}\n  {string.Join("\n  ", r.Lines)}"));

    private static string Cell(string source)
    {
        var line = source.Replace("\\\n", " ").Replace('\n', ' ').Replace("|", "\\|");
        while (line.Contains("  ", StringComparison.Ordinal)) line = line.Replace("  ", " ");
        if (line.Length > 110) line = line[..109] + "…";
        var ticks = line.Contains('`', StringComparison.Ordinal) ? "``" : "`";
        return $"{ticks}{line}{ticks}";
    }
}
