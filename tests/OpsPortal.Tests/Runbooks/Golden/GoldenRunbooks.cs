using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Reporting;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Golden;

/// <summary>
/// Runbooks beside what they compile to. With UPDATE_GOLDEN=1 the JSON is written anew; the diff is then judged by a person.
/// The sandbox's own runbooks are inputs as well.
/// </summary>
public sealed partial class GoldenRunbooks
{
    public static TheoryData<string> Names => [.. Inputs().Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Compile_to_what_stands_beside_them(string name)
    {
        var actual = Report(name) + "\n";
        var golden = Path.Combine(Folder(), $"{name}.json");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(golden, actual);
            return;
        }

        Assert.True(File.Exists(golden), $"{golden} is missing. Run the tests once with UPDATE_GOLDEN=1 and read what it writes.");
        var expected = File.ReadAllText(golden);
        if (expected != actual)
            Assert.Fail($"{name}.md compiles to something else than {name}.json says:\n{Difference.Of(expected, actual)}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Have_each_command_line_in_exactly_one_step(string name)
    {
        var text = File.ReadAllText(Inputs()[name]).ReplaceLineEndings("\n");
        var runbook = RunbookCompiler.Compile(text, name);
        foreach (var (line, command) in CommandLines(text))
        {
            var steps = runbook.Steps.Where(s => s.Line <= line && line < s.Line + s.Source.Split('\n').Length && s.Source.Contains(command)).ToList();
            Assert.True(steps.Count == 1, $"Line {line}, \"{command}\", is in {steps.Count} steps.");
        }
    }

    /// <summary>Lines of shell fences that begin with a program nothing else is called, with their numbers.</summary>
    private static IEnumerable<(int Line, string Command)> CommandLines(string text)
    {
        var inside = false;
        foreach (var (index, line) in Hidden().Replace(text, m => new string('\n', m.Value.Count(c => c == '\n'))).Split('\n').Select(l => l.TrimStart(' ', '\t', '>').TrimEnd()).Index())
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) inside = line is "```bash" or "```sh" or "```shell";
            else if (inside && Begins().IsMatch(line)) yield return (index + 1, line.Split(" #")[0].TrimEnd());
        }
    }

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Hidden();

    [GeneratedRegex("^(kubectl|docker|docker-compose|curl|psql|redis-cli|aws|trivy|npm|locust|watch) ")]
    private static partial Regex Begins();

    private static string Report(string name) =>
        JsonSerializer.Serialize(CompileReport.From($"{name}.md", RunbookCompiler.Compile(File.ReadAllText(Inputs()[name]), name)), CompileReport.Options);

    private static Dictionary<string, string> Inputs() =>
        Directory.EnumerateFiles(Folder(), "*.md").Concat(Directory.EnumerateFiles(Sandbox(), "*.md")).ToDictionary(f => Path.GetFileNameWithoutExtension(f)!);

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    private static string Sandbox() => Path.GetFullPath(Path.Combine(Folder(), "../../../../src/OpsPortal.Sandbox/Runbooks"));
}
