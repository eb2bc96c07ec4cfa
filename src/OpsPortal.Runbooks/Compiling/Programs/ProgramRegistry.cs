using OpsPortal.Runbooks.Compiling.Data;
using OpsPortal.Runbooks.Compiling.Docker;
using OpsPortal.Runbooks.Compiling.Host;
using OpsPortal.Runbooks.Compiling.Kubectl;
using OpsPortal.Runbooks.Compiling.Web;

namespace OpsPortal.Runbooks.Compiling.Programs;

/// <summary>Which compiler a program's name finds.</summary>
internal static class ProgramRegistry
{
    private static readonly IProgramCompiler[] Compilers =
    [
        new KubectlCompiler(),
        // PostgreSQL and Redis
        new PsqlCompiler(), new ReadyCompiler(), new ClientProgramCompiler(), new PromoteCompiler(), new RedisCompiler(),
        // HTTP, Prometheus and TLS
        new CurlCompiler(),
        new WgetCompiler(),
        new HttpieCompiler(),
        new OpensslCompiler(),
        // Docker
        new DockerCompiler(),
        // programs of a host
        new SudoCompiler(),
        // files, values and several actions in one
    ];

    private static readonly Dictionary<string, IProgramCompiler> ByName =
        Compilers.SelectMany(c => c.Programs.Select(name => (name, c))).ToDictionary(p => p.name, p => p.c);

    private static readonly HostPrograms OfHost = new();

    /// <summary>What is registered under no name is a program of a host.</summary>
    public static IProgramCompiler Find(string program) => ByName.GetValueOrDefault(program) ?? OfHost;

    /// <summary>Whether somebody knows the program by its name.</summary>
    public static bool Knows(string program) => ByName.ContainsKey(program);

    /// <summary>The verdict on a program that is run in a container; null where it simply runs there.</summary>
    public static Verdict? InContainer(IReadOnlyList<string> command, CommandContext context, Actions.StepAction inside) =>
        command.Count > 0 && Find(command[0]) is IContainedProgramCompiler compiler ? compiler.CompileInside(new(command[0], [.. command.Skip(1)], context), inside) : null;
}
