using OpsPortal.Runbooks.Compiling.Programs;

namespace OpsPortal.Runbooks.Compiling.Host;

/// <summary>
/// <c>sudo</c>, <c>nohup</c> and their like in front of a command. Before something that runs natively they are dropped: what may be done there
/// the environment's own credentials say. A program of a host keeps them as written, and both have to be allowed.
/// </summary>
internal sealed class SudoCompiler : IProgramCompiler
{
    public IReadOnlyList<string> Programs => ["sudo", "doas", "nohup", "time", "command", "nice", "ionice", "stdbuf"];

    public Verdict Compile(Invocation invocation)
    {
        var at = 0;
        while (at < invocation.Arguments.Count && invocation.Arguments[at].StartsWith('-'))
            at += Valued(invocation.Program).Contains(invocation.Arguments[at]) ? 2 : 1;
        if (at >= invocation.Arguments.Count || ProgramRegistry.Find(invocation.Arguments[at]) is var inner && inner is HostPrograms) return HostPrograms.Compile(invocation);
        var verdict = inner.Compile(invocation.Inner(at));
        return verdict.OnHost ? HostPrograms.Compile(invocation) : verdict;
    }

    private static string[] Valued(string program) => program switch
    {
        "sudo" or "doas" => ["-u", "-g", "-C", "-p", "-T", "-h"],
        "nice" => ["-n"],
        "ionice" => ["-c", "-n", "-p"],
        _ => [],
    };
}
