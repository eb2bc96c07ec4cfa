using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Data;

/// <summary><c>psql</c>, directly or in a container.</summary>
internal sealed class PsqlCompiler : IContainedProgramCompiler
{
    private static readonly FlagTable Flags = new FlagTable(
        Flag.Valued("command", 'c'), Flag.Valued("file", 'f'), Flag.Valued("set", 'v'), Flag.Valued("variable"), Flag.Valued("pset", 'P'),
        Flag.Switch("no-align", 'A'), Flag.Switch("tuples-only", 't'), Flag.Switch("expanded", 'x'), Flag.Switch("csv"), Flag.Valued("field-separator", 'F'),
        Flag.Switch("field-separator-zero", 'z'), Flag.NotYet("record-separator", 'R', FlagValue.Required), Flag.NotYet("record-separator-zero", '0'),
        Flag.Switch("quiet", 'q'), Flag.Switch("no-psqlrc", 'X'), Flag.Switch("no-readline", 'n'), Flag.Switch("single-transaction", '1'), Flag.Switch("list", 'l'),
        Flag.Switch("echo-errors", 'b'), Flag.NotYet("echo-all", 'a'), Flag.NotYet("echo-queries", 'e'), Flag.NotYet("echo-hidden", 'E'), Flag.NotYet("html", 'H'),
        Flag.NotYet("single-step", 's'), Flag.NotYet("single-line", 'S'), Flag.NotYet("output", 'o', FlagValue.Required), Flag.NotYet("log-file", 'L', FlagValue.Required),
        Flag.NotYet("table-attr", 'T', FlagValue.Required), Flag.NotYet("version", 'V'), Flag.NotYet("help", '?')).With(ClientArguments.Connecting);

    public IReadOnlyList<string> Programs => ["psql"];

    public Verdict Compile(Invocation invocation) => Compile(invocation, null)!;

    public Verdict? CompileInside(Invocation invocation, StepAction inside) => Compile(invocation, inside);

    /// <returns>Null where it has to run in its container.</returns>
    private static Verdict? Compile(Invocation invocation, StepAction? inside)
    {
        if (ClientArguments.Read(invocation, Flags, inside, out var refused) is not { } list) return refused;
        if (list.Operands.Count > 2) return Refuse(invocation, inside, DiagnosticCodes.InvalidArguments, $"psql takes a database and a user, and \"{list.Operands[2]}\" stands behind them");
        // a file that the container holds is not here
        if (list.Has("file") && inside is not null) return null;
        if (PsqlFormat.Of(list) is not { } format) return Refuse(invocation, inside, DiagnosticCodes.UnsupportedFlag, "a setting given with -P is not yet understood");
        List<string> commands = [.. list.Values("command").Select(c => invocation.Context.Parameters.Take(c))];
        if (list.Has("list")) commands.Insert(0, "\\l");
        foreach (var command in commands)
            if (PsqlCommands.Refusal(command) is { } unknown) return Refuse(invocation, inside, DiagnosticCodes.UnsupportedPsqlCommand, unknown);
        var variables = list.Values("set").Concat(list.Values("variable")).Select(v => v.Split('=', 2)).DistinctBy(v => v[0])
            .ToDictionary(v => v[0], v => v.Length > 1 ? invocation.Context.Parameters.Take(v[1]) : "");
        var place = ClientArguments.Place(list, list.Operands.ElementAtOrDefault(0), list.Operands.ElementAtOrDefault(1), invocation, inside);
        return Verdict.Native(new PostgresQuery
        {
            Place = list.Has("list") && place.Database is null ? place with { Database = "postgres" } : place,
            Commands = commands,
            Files = [.. list.Values("file").Select(f => invocation.Context.Parameters.Take(f, "file"))],
            Format = format,
            SingleTransaction = list.Has("single-transaction"),
            StopOnError = variables.GetValueOrDefault("ON_ERROR_STOP") is "1" or "on" or "true" or "yes",
            Variables = variables.Where(v => v.Key != "ON_ERROR_STOP").ToDictionary(),
        });
    }

    private static Verdict? Refuse(Invocation invocation, StepAction? inside, string code, string reason)
    {
        if (inside is not null) return null;
        invocation.Context.Note(code == DiagnosticCodes.InvalidArguments ? DiagnosticSeverity.Error : DiagnosticSeverity.Info, code, $"{ParameterText.Display(reason)}.");
        return Verdict.Manual(ParameterText.Display(reason));
    }
}
