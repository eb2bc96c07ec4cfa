using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;

namespace OpsPortal.Runbooks.Compiling.Data;

/// <summary><c>pg_ctl promote</c> and <c>pg_ctlcluster … promote</c>; what else these do concerns the server's own process, and runs where it is.</summary>
internal sealed class PromoteCompiler : IContainedProgramCompiler
{
    private static readonly FlagTable Flags = new(
        Flag.Valued("pgdata", 'D'), Flag.Switch("wait", 'w'), Flag.Switch("no-wait", 'W'), Flag.Switch("silent", 's'), Flag.Valued("timeout", 't'), Flag.Valued("log", 'l'), Flag.Valued("mode", 'm'), Flag.Valued("options", 'o'));

    public IReadOnlyList<string> Programs => ["pg_ctl", "pg_ctlcluster"];

    public Verdict Compile(Invocation invocation) =>
        Compile(invocation, null) ?? Verdict.Manual($"{invocation.Program} works on the machine that runs the server, and of it only promote can be done from here");

    public Verdict? CompileInside(Invocation invocation, StepAction inside) => Compile(invocation, inside);

    private static Verdict? Compile(Invocation invocation, StepAction? inside) =>
        ArgumentReader.Read(invocation.Program, invocation.Arguments, Flags) is { Problem: null, Operands: [.., "promote"] } ? Verdict.Native(new PostgresPromote { Place = Places.Of(new(), inside, "5432") }) : null;
}
