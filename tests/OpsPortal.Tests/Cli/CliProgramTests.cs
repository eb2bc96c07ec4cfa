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

    [Fact]
    public async Task Lint_takes_directories_and_leaves_hidden_ones_out()
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "sub"));
        Directory.CreateDirectory(Path.Combine(folder.FullName, ".git"));
        Write("b.md", "# B\n");
        Write("sub/a.md", "# A\n");
        Write(".git/c.md", "# C\n");
        Write("d.txt", "D\n");
        Assert.Equal(0, await Run("lint", folder.FullName));
        Assert.Equal(["b.md", "sub/a.md"], stdout.ToString().Trim().Split('\n').Select(l => Path.GetRelativePath(folder.FullName, l.Split(':')[0])));
    }

    [Fact]
    public async Task Lint_counts_warnings_where_it_is_strict()
    {
        var file = Write("a.md", "# A\n\n```bash\ncurl -k https://x/\n```\n");
        Assert.Equal(0, await Run("lint", file));
        Assert.Equal(1, await Run("lint", "--strict", file));
        Assert.StartsWith($"{file}:4:6 warning RB3060 ", stdout.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sarif_names_its_rules_and_brings_the_fixes()
    {
        await Run("lint", Write("a b.md", "# A\n\n```sql\nSELECT mean_time FROM pg_stat_statements;\n```\n"), "--format", "sarif");
        using var sarif = JsonDocument.Parse(stdout.ToString());
        var run = sarif.RootElement.GetProperty("runs")[0];
        var rule = run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[0];
        Assert.Equal(("RB3020", "docs/diagnostics/RB3020.md"), (rule.GetProperty("id").GetString(), rule.GetProperty("helpUri").GetString()));
        var result = run.GetProperty("results")[0];
        Assert.Equal(0, result.GetProperty("ruleIndex").GetInt32());
        var location = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.EndsWith("/a%20b.md", location.GetProperty("artifactLocation").GetProperty("uri").GetString(), StringComparison.Ordinal);
        Assert.Equal((4, 8, 17), (location.GetProperty("region").GetProperty("startLine").GetInt32(), location.GetProperty("region").GetProperty("startColumn").GetInt32(), location.GetProperty("region").GetProperty("endColumn").GetInt32()));
        var replacement = result.GetProperty("fixes")[0].GetProperty("artifactChanges")[0].GetProperty("replacements")[0];
        Assert.Equal("mean_exec_time", replacement.GetProperty("insertedContent").GetProperty("text").GetString());
        Assert.Equal(17, replacement.GetProperty("deletedRegion").GetProperty("endColumn").GetInt32());
    }

    [Theory]
    [InlineData("Say what to do")]
    [InlineData("no command \"comple\"", "comple")]
    [InlineData("Name at least one", "lint")]
    [InlineData("no option \"--fast\"", "lint", "--fast", "x.md")]
    [InlineData("no option \"--strict\"", "compile", "--strict", "x.md")]
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
    public async Task An_empty_directory_and_a_binary_file_are_answered_with_a_sentence()
    {
        Assert.Equal(2, await Run("lint", folder.FullName));
        Assert.Contains("no Markdown files in the directory", stderr.ToString());
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
