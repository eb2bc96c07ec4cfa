using OpsPortal.Cli.Commands;

namespace OpsPortal.Cli;

/// <summary>The command line, with its streams given, so that tests call it as a shell would.</summary>
public static class CliProgram
{
    /// <returns>0 when all is well, 1 when a runbook has errors or broken steps, 2 when the command line or a file could not be used.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter stdout, TextWriter stderr)
    {
        try
        {
            return args switch
            {
                ["compile", .. var rest] => await CompileCommand.RunAsync(Arguments.Parse(rest), stdout),
                ["lint", .. var rest] => await LintCommand.RunAsync(Arguments.Parse(rest, lints: true), stdout),
                ["rehearse", .. var rest] => await RehearseCommand.RunAsync(rest, stdout),
                ["audit", .. var rest] => await AuditCommand.RunAsync(rest, stdout),
                ["version" or "--version" or "-V"] => await VersionCommand.RunAsync(stdout),
                ["help" or "--help" or "-h", ..] => await HelpCommand.RunAsync(stdout),
                [] => throw new UsageException("Say what to do: compile, lint, rehearse or audit."),
                [var command, ..] => throw new UsageException($"There is no command \"{command}\"."),
            };
        }
        catch (UsageException usage)
        {
            await stderr.WriteLineAsync($"opsportal: {usage.Message} \"opsportal help\" shows how it is used.");
            return ExitCode.Usage;
        }
        catch (UnusableFileException file)
        {
            await stderr.WriteLineAsync($"opsportal: {file.Message}");
            return ExitCode.Usage;
        }
    }
}

internal static class ExitCode
{
    public const int Fine = 0;
    public const int Errors = 1;
    public const int Usage = 2;
}
