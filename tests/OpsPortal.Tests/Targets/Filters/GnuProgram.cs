using System.Diagnostics;
using Xunit;

namespace OpsPortal.Tests.Targets.Filters;

/// <summary>The real program, without a shell, in the C locale.</summary>
public static class GnuProgram
{
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string input)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It had enough (head, grep -q) and closed its end.
        }
        await process.WaitForExitAsync();
        Assert.True((await error).Length == 0, await error);
        return await output;
    }
}
