using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Host;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Docker;

/// <summary>
/// <c>docker</c> and its like, and compose in both spellings: finds the verb, whose own entry does the rest. What the Engine's API does not
/// do by itself (build, push, run) runs as the program on a host.
/// </summary>
internal sealed class DockerCompiler : IProgramCompiler
{
    private static readonly FlagTable Global = new(
        Flag.NotYet("host", 'H', FlagValue.Required), Flag.NotYet("context", 'c', FlagValue.Required), Flag.NotYet("config", null, FlagValue.Required),
        Flag.Valued("log-level", 'l'), Flag.Switch("debug", 'D'), Flag.NotYet("tls"), Flag.NotYet("tlsverify"),
        Flag.NotYet("tlscacert", null, FlagValue.Required), Flag.NotYet("tlscert", null, FlagValue.Required), Flag.NotYet("tlskey", null, FlagValue.Required),
        Flag.Switch("version", 'v'), Flag.Switch("help"));

    private static readonly FlagTable ComposeGlobal = new(
        Flag.Valued("file", 'f'), Flag.Valued("project-name", 'p'), Flag.NotYet("profile", null, FlagValue.Required), Flag.NotYet("env-file", null, FlagValue.Required),
        Flag.NotYet("project-directory", null, FlagValue.Required), Flag.Valued("ansi"), Flag.Valued("progress"), Flag.Valued("parallel"),
        Flag.Switch("compatibility"), Flag.Switch("verbose"), Flag.Switch("no-ansi"), Flag.NotYet("dry-run"), Flag.Switch("version", 'v'), Flag.Switch("help", 'h'),
        Flag.NotYet("host", 'H', FlagValue.Required), Flag.NotYet("context", 'c', FlagValue.Required));

    private static readonly Dictionary<string, DockerVerb> Docker = ByPath([.. ContainerVerbs.All, .. ResourceVerbs.All]);
    private static readonly Dictionary<string, DockerVerb> Compose = ByPath(ComposeVerbs.All);
    private static readonly HashSet<string> Groups = ["container", "image", "volume", "network", "system", "builder"];

    public IReadOnlyList<string> Programs => ["docker", "docker-compose", "podman", "podman-compose", "nerdctl"];

    public Verdict Compile(Invocation invocation)
    {
        var dashed = invocation.Program.EndsWith("-compose", StringComparison.Ordinal);
        if (dashed) return OfCompose(invocation, "docker compose", invocation.Arguments);
        var before = ArgumentReader.Read("docker", invocation.Arguments, Global, most: 0);
        if (before.Problem is { } problem) return Refused(invocation, problem);
        if (before.Switch("version")) return HostPrograms.Compile(invocation);
        return before.Operands switch
        {
            [] => Verdict.Manual("no verb of docker stands in it"),
            ["compose", .. var words] => OfCompose(invocation, "docker compose", words),
            [var group, var verb, .. var words] when Groups.Contains(group) => Of(invocation, Docker, $"{group} {verb}", "docker", words, null),
            [var verb, .. var words] => Of(invocation, Docker, verb, "docker", words, null),
        };
    }

    private static Verdict OfCompose(Invocation invocation, string program, IReadOnlyList<string> arguments)
    {
        var before = ArgumentReader.Read(program, arguments, ComposeGlobal, most: 0);
        if (before.Problem is { } problem) return Refused(invocation, problem);
        if (before.Switch("version")) return HostPrograms.Compile(invocation);
        return before.Operands is [var verb, .. var words] ? Of(invocation, Compose, verb, program, words, before) : Verdict.Manual("no verb of compose stands in it");
    }

    private static Verdict Of(Invocation invocation, Dictionary<string, DockerVerb> verbs, string path, string program, IReadOnlyList<string> words, ArgumentList? compose)
    {
        if (!verbs.TryGetValue(path, out var verb)) return HostPrograms.Compile(invocation);
        var list = ArgumentReader.Read($"{program} {path}", words, verb.Flags, verb.EndsAtOperand ? 0 : int.MaxValue);
        return list.Problem is { } problem ? Refused(invocation, problem) : verb.Compile(new($"{program} {path}", list, compose, invocation.Context));
    }

    /// <summary>What only we do not know yet is left to the program itself.</summary>
    private static Verdict Refused(Invocation invocation, ArgumentProblem problem)
    {
        var known = problem.Code == DiagnosticCodes.UnsupportedFlag;
        invocation.Context.Note(known ? DiagnosticSeverity.Info : DiagnosticSeverity.Error, problem.Code, $"{problem.Reason}.");
        return known ? HostPrograms.Compile(invocation) : Verdict.Manual(problem.Reason);
    }

    private static Dictionary<string, DockerVerb> ByPath(IEnumerable<DockerVerb> verbs) =>
        verbs.SelectMany(v => v.Paths.Split('|').Select(path => (path, v))).ToDictionary(p => p.path, p => p.v);
}
