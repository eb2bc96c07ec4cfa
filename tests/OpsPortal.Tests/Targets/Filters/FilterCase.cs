using System.Diagnostics;
using System.Text;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Targets;
using OpsPortal.Targets.Filters;
using OpsPortal.Tests.Runbooks.Compiling;
using Xunit;

namespace OpsPortal.Tests.Targets.Filters;

/// <summary>A filter as a runbook writes it, run here and by the real program.</summary>
public static class FilterCase
{
    /// <summary>Between the outputs of one batch; in no output of a case.</summary>
    private const string Mark = "==== next ====";

    /// <summary>Missing programs are no excuse in CI: there the comparison fails.</summary>
    public static bool Missing(string program) => Environment.GetEnvironmentVariable("CI") is null or ""
        && !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    public static TextFilter Compile(string filter)
    {
        var compiled = Compiled.Of($"kubectl get pods | {filter}");
        Assert.True(compiled.ManualReason is null, $"{filter}: {compiled.ManualReason}");
        return Assert.Single(compiled.Filters);
    }

    /// <summary>What comes out, complaints included.</summary>
    public static async Task<string> RunAsync(string filter, string input) => await RunAsync(Compile(filter), input);

    public static async Task<string> RunAsync(TextFilter filter, string input)
    {
        var output = new RecordedOutput();
        try
        {
            using var pipeline = FilterPipeline.Create([filter], output);
            foreach (var line in input.Split('\n')[..^1]) await pipeline.WriteAsync(OutputStream.Out, line, default);
            await pipeline.CompleteAsync(default);
        }
        catch (FilterException refused)
        {
            return $"REFUSED {refused.Message}\n";
        }
        return string.Concat(output.Of(OutputStream.Out).Concat(output.Of(OutputStream.Error)).Select(line => line + "\n"));
    }

    /// <summary>Runs every filter on every input, all of them in one shell, and compares.</summary>
    public static async Task CompareAsync(IReadOnlyList<string> filters, IReadOnlyList<string> inputs, Func<string, string>? real = null)
    {
        var folder = Directory.CreateTempSubdirectory("filters");
        try
        {
            for (var i = 0; i < inputs.Count; i++) await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{i}"), inputs[i]);
            var script = new StringBuilder();
            foreach (var filter in filters)
                for (var i = 0; i < inputs.Count; i++) script.Append($"{real?.Invoke(filter) ?? filter} <{i} 2>err; [ -s err ] && cat err; echo '{Mark}'\n");
            var outputs = (await ShellAsync(script.ToString(), folder.FullName)).Split(Mark + "\n");
            List<string> different = [];
            for (var f = 0; f < filters.Count; f++)
                for (var i = 0; i < inputs.Count; i++)
                {
                    var (theirs, ours) = (outputs[(f * inputs.Count) + i], await RunAsync(filters[f], inputs[i]));
                    if (theirs.Length > 0 && theirs[^1] != '\n') theirs += "\n";
                    if (theirs != ours) different.Add($"{filters[f]}\n--- input\n{inputs[i]}--- real\n{theirs}--- ours\n{ours}");
                }
            Assert.True(different.Count == 0, $"{different.Count} of {filters.Count * inputs.Count} differ\n{string.Join("\n", different.Take(12))}");
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static async Task<string> ShellAsync(string script, string folder)
    {
        var start = new ProcessStartInfo("bash", ["-s"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(script);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal("", await error);
        return await output;
    }
}
