using System.Text.Json;
using OpsPortal.Cli;
using Xunit;

namespace OpsPortal.Tests.Cli;

public sealed class CliProgramTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("opsportal");
    private readonly StringWriter stdout = new();
    private readonly StringWriter stderr = new();

    [Fact]
    public async Task Compile_prints_one_object_for_one_file()
    {
        Assert.Equal(0, await Run("compile", Write("a.md", "# Shop\n\n1. Wait\n"), "--format", "json"));
        using var json = JsonDocument.Parse(stdout.ToString());
        Assert.Equal("Shop", json.RootElement.GetProperty("title").GetString());
        var step = json.RootElement.GetProperty("steps")[0];
        Assert.Equal(
            ["id", "section", "line", "title", "source", "mode", "action", "target", "risk", "interactive", "live", "parameters", "filters", "expectation", "diagnostics"],
            step.EnumerateObject().Select(p => p.Name));
        Assert.Equal("manual", step.GetProperty("mode").GetString());
        Assert.Equal(JsonValueKind.Null, step.GetProperty("action").ValueKind);
    }

    [Fact]
    public async Task Compile_prints_an_array_for_several_files()
    {
        Assert.Equal(0, await Run("compile", "--format=json", Write("a.md", "# A\n"), Write("b.md", "# B\n")));
        using var json = JsonDocument.Parse(stdout.ToString());
        Assert.Equal(["A", "B"], json.RootElement.EnumerateArray().Select(r => r.GetProperty("title").GetString()));
    }

    [Fact]
    public async Task Compile_writes_durations_as_iso_8601()
    {
        await Run("compile", Write("a.md", "# A\n\n- **P1**: Response within 15 minutes, immediate escalation\n"), "--format", "json");
        using var json = JsonDocument.Parse(stdout.ToString());
        var severity = json.RootElement.GetProperty("severities")[0];
        Assert.Equal(("PT15M", "PT0S"), (severity.GetProperty("respondWithin").GetString(), severity.GetProperty("escalateAfter").GetString()));
    }

    [Fact]
    public async Task Lint_prints_file_line_column_and_fails_on_errors()
    {
        var file = Write("a.md", $"# A\n\n1. Use {"AKIA"}QWERTYUIOPASDFGH\n");
        Assert.Equal(1, await Run("lint", file));
        Assert.StartsWith($"{file}:3:8 error RB2001 ", stdout.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_is_content_with_warnings()
    {
        Assert.Equal(0, await Run("lint", Write("a.md", "# A\n\nCaf\uFFFD\n\n1. Wait\n")));
        Assert.Contains(" warning RB0003 ", stdout.ToString());
    }

    [Fact]
    public async Task Lint_speaks_to_code_hosts()
    {
        var file = Write("a.md", "# A\n");
        await Run("lint", file, "--format", "github");
        Assert.Contains("::notice file=", stdout.ToString());
        stdout.GetStringBuilder().Clear();
        await Run("lint", file, "--format", "sarif");
        using var sarif = JsonDocument.Parse(stdout.ToString());
        var result = sarif.RootElement.GetProperty("runs")[0].GetProperty("results")[0];
        Assert.Equal(("RB0008", "note"), (result.GetProperty("ruleId").GetString(), result.GetProperty("level").GetString()));
        stdout.GetStringBuilder().Clear();
        await Run("lint", file, "--format", "json");
        using var json = JsonDocument.Parse(stdout.ToString());
        Assert.Equal(file, json.RootElement[0].GetProperty("file").GetString());
    }

    [Theory]
    [InlineData("Say what to do")]
    [InlineData("no command \"comple\"", "comple")]
    [InlineData("Name at least one", "lint")]
    [InlineData("no option \"--fast\"", "lint", "--fast", "x.md")]
    [InlineData("no format \"xml\"", "compile", "x.md", "--format", "xml")]
    [InlineData("wants the name of a format", "compile", "x.md", "--format")]
    [InlineData("There is no file missing.md", "lint", "missing.md")]
    public async Task A_command_line_that_makes_no_sense_is_answered_with_a_sentence(string sentence, params string[] args)
    {
        Assert.Equal(2, await Run(args));
        Assert.Contains(sentence, stderr.ToString());
        Assert.Empty(stdout.ToString());
    }

    [Fact]
    public async Task A_directory_and_a_binary_file_are_answered_with_a_sentence()
    {
        Assert.Equal(2, await Run("lint", folder.FullName));
        Assert.Contains("is a directory", stderr.ToString());
        Assert.Equal(2, await Run("compile", Write("a.png", "PNG\0\0")));
        Assert.Contains("is not a text file", stderr.ToString());
    }

    [Fact]
    public async Task Help_and_version_are_there()
    {
        Assert.Equal(0, await Run("help"));
        Assert.Contains("opsportal lint FILE", stdout.ToString());
        Assert.Equal(0, await Run("version"));
        Assert.Matches(@"opsportal \d+\.\d+", stdout.ToString());
    }

    public void Dispose()
    {
        folder.Delete(recursive: true);
        stdout.Dispose();
        stderr.Dispose();
    }

    private Task<int> Run(params string[] args) => CliProgram.RunAsync(args, stdout, stderr);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
