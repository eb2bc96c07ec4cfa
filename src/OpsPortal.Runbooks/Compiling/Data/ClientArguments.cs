using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Data;

/// <summary>What the clients of PostgreSQL have in common: how they are told where to connect.</summary>
internal static class ClientArguments
{
    private const string StandardPort = "5432";

    public static FlagTable Connecting { get; } = new(
        Flag.Valued("host", 'h'), Flag.Valued("port", 'p'), Flag.Valued("username", 'U'), Flag.Valued("dbname", 'd'), Flag.Switch("no-password", 'w'), Flag.Switch("password", 'W'));

    /// <summary>The arguments read; null with the verdict where they cannot be taken: a person, or where there is a container the program in it.</summary>
    public static ArgumentList? Read(Invocation invocation, FlagTable flags, StepAction? inside, out Verdict? refused)
    {
        refused = null;
        var list = ArgumentReader.Read(invocation.Program, invocation.Arguments, flags);
        if (list.Problem is not { } problem) return list;
        if (inside is not null) return null;
        invocation.Context.Note(problem.Code == DiagnosticCodes.UnsupportedFlag ? DiagnosticSeverity.Info : DiagnosticSeverity.Error, problem.Code, $"{problem.Reason}.");
        refused = Verdict.Manual(problem.Reason);
        return null;
    }

    /// <param name="database">The operand that names the database, where the program takes one.</param>
    /// <param name="user">The operand that names the user.</param>
    public static ServerPlace Place(ArgumentList list, string? database, string? user, Invocation invocation, StepAction? inside)
    {
        var context = invocation.Context;
        string? Taken(string? text, string kind = "text") => text is null ? null : context.Parameters.Take(text, kind, isName: true);
        var named = Connection.Of(Taken(list.Value("dbname") ?? database) ?? "");
        if (named.Variable is { } variable) context.Parameters.Forget(variable);
        if (named.HasPassword)
            context.Note(DiagnosticSeverity.Warning, DiagnosticCodes.PasswordInCommand, "A password stands in this command; whoever reads the runbook has it. The environment's binding holds the password that is used.");
        return Places.Of(
            named with { Host = named.Host ?? Taken(list.Value("host")), Port = named.Port ?? Taken(list.Value("port"), "number"), User = named.User ?? Taken(list.Value("username") ?? user) }, inside, StandardPort);
    }
}
