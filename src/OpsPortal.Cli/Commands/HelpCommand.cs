namespace OpsPortal.Cli.Commands;

internal static class HelpCommand
{
    private const string Text = """
        opsportal reads Markdown runbooks and says what OpsPortal makes of them. Nothing is ever run on this machine.

        usage:
          opsportal compile FILE… [--format text|json]
              what each runbook compiles to: sections, steps, parameters, checklists, alerts, severities
          opsportal lint FILE… [--format text|json|sarif|github] [--strict]
              what is wrong or doubtful, as file:line:column severity code message;
              with --strict warnings count as errors
          opsportal lint FILE… --fix [--dry-run]
              mends what is certain how to mend, and prints each line before and after;
              with --dry-run it only prints, and writes nothing
          opsportal rehearse SLUG|FILE --environment NAME [--portal URL] [--runbook SLUG] [--parameter NAME=VALUE]… [--format text|json]
              has a portal rehearse a runbook there: its reads are run, its changes only previewed; a FILE has to be the
              text that the portal has (as --runbook, else by the file's name). The token is in OPSPORTAL_TOKEN
          opsportal audit verify FILE.jsonl [--anchor NUMBER:HASH] [--portal URL]
              whether an export of the audit log is whole; with --portal also whether that portal's log goes on from it
          opsportal audit verify [--portal URL] [--token TOKEN]
          opsportal audit export FILE.jsonl|FILE.csv [--portal URL] [--token TOKEN]
              the same of a running portal; OPSPORTAL_URL and OPSPORTAL_TOKEN stand in for the options
          opsportal version
          opsportal help

        A directory stands for the Markdown files in it, at any depth.
        exit codes: 0 fine, 1 lint found errors, a rehearsed step is broken, or an audit log is not whole, 2 the command line or a file could not be used
        Each code (RB0001 …) has a page in docs/diagnostics.
        """;

    public static async Task<int> RunAsync(TextWriter stdout)
    {
        await stdout.WriteLineAsync(Text);
        return ExitCode.Fine;
    }
}
