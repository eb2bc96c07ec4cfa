using System.Diagnostics;

namespace OpsPortal.Scenarios.Support;

/// <summary>Runs a program to its end.</summary>
internal static class Programs
{
    /// <param name="quiet">Takes its output, to tell it on failure. Not for programs that leave a server behind: it would keep the pipe open.</param>
    public static async Task RunAsync(IReadOnlyList<string> command, bool quiet = true)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = quiet, RedirectStandardError = quiet })!;
        var said = quiet ? await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()) : [];
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {string.Concat(said)}");
    }
}
