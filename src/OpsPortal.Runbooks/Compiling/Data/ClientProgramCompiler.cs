using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Data;

/// <summary><c>pg_dump</c>, <c>pg_restore</c> and their like. The program does its own work; only where it connects is ours to say.</summary>
internal sealed class ClientProgramCompiler : IContainedProgramCompiler
{
    public IReadOnlyList<string> Programs => [.. ClientPrograms.Flags.Keys];

    public Verdict Compile(Invocation invocation) => Compile(invocation, null)!;

    public Verdict? CompileInside(Invocation invocation, StepAction inside) => Compile(invocation, inside);

    private static Verdict? Compile(Invocation invocation, StepAction? inside)
    {
        var program = invocation.Program;
        if (ClientArguments.Read(invocation, ClientPrograms.Flags[program], inside, out var refused) is not { } list) return refused;
        // a file in the container is not here
        if (inside is not null && (list.Has("file") || (program == "pg_restore" && list.Operands.Count > 0))) return null;
        if (program == "pg_dump" && list.Value("format") is { } format && format is not ("p" or "plain") && !list.Has("file"))
            return inside is not null ? null : Refuse(invocation, "a dump that is no text has to be written to a file: name it with -f");
        if (program == "pg_dump" && list.Value("format") is "d" or "directory") return inside is not null ? null : Refuse(invocation, "a dump into a directory is not yet understood; -F c makes one file");
        var takesDatabase = program is not ("pg_restore" or "pg_dumpall");
        var most = program == "createdb" ? 2 : program is "pg_dumpall" ? 0 : 1;
        if (list.Operands.Count > most) return inside is not null ? null : Refuse(invocation, $"{program} takes no \"{list.Operands[most]}\"");

        var place = ClientArguments.Place(list, takesDatabase ? list.Operands.FirstOrDefault() : null, null, invocation, inside);
        List<string> arguments = [.. ClientPrograms.WithoutConnection(list, ClientPrograms.Flags[program]).Select(a => invocation.Context.Parameters.Take(a)), .. list.Operands.Skip(1).Select(o => invocation.Context.Parameters.Take(o))];
        string? File(string? name) => name is null or "-" ? null : invocation.Context.Parameters.Take(name, "file");
        return Verdict.Native(program switch
        {
            "pg_dump" or "pg_dumpall" => new PostgresDump { Place = place, Program = program, Arguments = arguments, File = File(list.Value("file")) },
            "pg_restore" => new PostgresRestore { Place = place, Program = program, Arguments = arguments, File = File(list.Operands.FirstOrDefault()), Lists = list.Has("list") },
            _ => new PostgresMaintenance { Place = place, Program = program, Arguments = arguments },
        });
    }

    private static Verdict Refuse(Invocation invocation, string reason)
    {
        invocation.Context.Note(DiagnosticSeverity.Info, DiagnosticCodes.UnsupportedFlag, $"{ParameterText.Display(reason)}.");
        return Verdict.Manual(ParameterText.Display(reason));
    }
}
