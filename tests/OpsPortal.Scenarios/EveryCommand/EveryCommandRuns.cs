using System.Runtime.CompilerServices;
using OpsPortal.Runbooks;

namespace OpsPortal.Scenarios.EveryCommand;

/// <summary>
/// Every command of the five systems' runbooks is run in the sandbox, in the order in which it stands there, and the table in the docs says
/// what came of it. <c>OPSPORTAL_RUNBOOKS</c> names a folder with other runbooks of these systems, which are run the same way.
/// </summary>
[Collection(nameof(PracticePortal))]
public sealed class EveryCommandRuns(PracticePortal practice)
{
    [Fact]
    public async Task And_the_docs_say_what_came_of_it()
    {
        await practice.BeginAsync();
        var runs = await Task.WhenAll(practice.Systems.Select(system => RunAsync(system.Name, system.Runbook!)));

        var table = CommandTable.Of(practice.Systems.Select(s => s.Title).Zip(runs));
        Assert.True(runs.SelectMany(r => r).All(r => r.Good), CommandTable.Failures(runs.SelectMany(r => r)));
        CheckDocument("docs/commands.md", table);
    }

    [Fact]
    public async Task Also_of_runbooks_that_are_not_ours()
    {
        if (Environment.GetEnvironmentVariable("OPSPORTAL_RUNBOOKS") is not { Length: > 0 } folder) return;
        await practice.BeginAsync();
        var runs = await Task.WhenAll(Directory.GetFiles(folder, "*.md").Select(async file => await RunAsync(Path.GetFileNameWithoutExtension(file), await File.ReadAllTextAsync(file))));
        Assert.True(runs.SelectMany(r => r).All(r => r.Good), CommandTable.Failures(runs.SelectMany(r => r)));
    }

    private async Task<IReadOnlyList<CommandRun>> RunAsync(string system, string text)
    {
        var compiled = RunbookCompiler.Compile(text, system);
        var slug = $"{system}-{Guid.NewGuid().ToString("N")[..6]}";
        await practice.ImportAsync(slug, system, text);
        var runner = new CommandRunner(practice, slug, system, compiled.Parameters);
        List<CommandRun> runs = [];
        foreach (var step in compiled.Steps.Where(s => s.Source != s.Title || s.Action is not null)) runs.Add(await runner.RunAsync(step));
        return runs;
    }

    private static void CheckDocument(string name, string text, [CallerFilePath] string here = "")
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../..", name));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(path, text);
        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", text);
    }
}
