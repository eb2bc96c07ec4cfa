using OpsPortal.Runbooks.Compiling.Kubectl;

namespace OpsPortal.Runbooks.Compiling.Programs;

/// <summary>Which compiler a program's name finds.</summary>
internal static class ProgramRegistry
{
    private static readonly IProgramCompiler[] Compilers = [new KubectlCompiler()];

    private static readonly Dictionary<string, IProgramCompiler> ByName =
        Compilers.SelectMany(c => c.Programs.Select(name => (name, c))).ToDictionary(p => p.name, p => p.c);

    public static IProgramCompiler? Find(string program) => ByName.GetValueOrDefault(program);
}
