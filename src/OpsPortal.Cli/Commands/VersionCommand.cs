using System.Reflection;

namespace OpsPortal.Cli.Commands;

internal static class VersionCommand
{
    public static async Task<int> RunAsync(TextWriter stdout)
    {
        var version = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        await stdout.WriteLineAsync($"opsportal {version.Split('+')[0]}");
        return ExitCode.Fine;
    }
}
