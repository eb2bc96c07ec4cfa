using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;

namespace OpsPortal.Runbooks.Compiling.Data;

/// <summary><c>pg_isready</c>.</summary>
internal sealed class ReadyCompiler : IContainedProgramCompiler
{
    private static readonly FlagTable Flags = new FlagTable(Flag.Switch("quiet", 'q'), Flag.Valued("timeout", 't'), Flag.NotYet("version", 'V'), Flag.NotYet("help", '?')).With(ClientArguments.Connecting);

    public IReadOnlyList<string> Programs => ["pg_isready"];

    public Verdict Compile(Invocation invocation) => Compile(invocation, null)!;

    public Verdict? CompileInside(Invocation invocation, StepAction inside) => Compile(invocation, inside);

    private static Verdict? Compile(Invocation invocation, StepAction? inside) =>
        ClientArguments.Read(invocation, Flags, inside, out var refused) is not { } list ? refused : Verdict.Native(new PostgresReady
        {
            Place = ClientArguments.Place(list, null, null, invocation, inside),
            Quiet = list.Has("quiet"),
            Timeout = list.Value("timeout") is { } timeout ? invocation.Context.Parameters.Take(timeout, "number", isName: true) : null,
        });
}
