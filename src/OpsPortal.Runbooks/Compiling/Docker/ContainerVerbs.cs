using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Docker;

/// <summary>Verbs on containers.</summary>
internal static class ContainerVerbs
{
    private const int Any = int.MaxValue;

    private static readonly FlagTable None = new();

    private static readonly FlagTable Ending = new(Flag.Valued("time", 't'), Flag.Valued("timeout"), Flag.Valued("signal", 's'));

    public static IReadOnlyList<DockerVerb> All { get; } =
    [
        new("ps|container ls|container ps|container list", new(
            Flag.Switch("all", 'a'), Flag.Valued("filter", 'f'), Flag.Valued("format"), Flag.Valued("last", 'n'), Flag.Switch("latest", 'l'), Flag.Switch("no-trunc"), Flag.Switch("quiet", 'q'), Flag.NotYet("size", 's')), Ps),
        new("logs|container logs", new(
            Flag.Switch("follow", 'f'), Flag.Valued("since"), Flag.Valued("until"), Flag.Valued("tail", 'n'), Flag.Switch("timestamps", 't'), Flag.NotYet("details")), Logs),
        new("exec|container exec", new(
            Flag.Switch("interactive", 'i'), Flag.Switch("tty", 't'), Flag.Valued("env", 'e'), Flag.Valued("user", 'u'), Flag.Valued("workdir", 'w'), Flag.Switch("privileged"), Flag.Valued("detach-keys"),
            Flag.NotYet("detach", 'd'), Flag.NotYet("env-file", null, FlagValue.Required)), Exec) { EndsAtOperand = true },
        DockerVerb.Of("stats|container stats", new(Flag.Switch("all", 'a'), Flag.Valued("format"), Flag.Switch("no-stream"), Flag.Switch("no-trunc")), 0, Any, "",
            a => new DockerStats { Containers = a.Names(DockerArguments.Container), All = a.Switch("all"), Once = a.Switch("no-stream"), NoTruncation = a.Switch("no-trunc"), Format = a.Value("format") }),
        new("top|container top", None, a => a.Wants(1, Any, "a container") ?? Verdict.Native(new DockerTop
        {
            Container = a.Text(a.Operands[0], DockerArguments.Container, isName: true),
            Options = [.. a.Operands.Skip(1).Select(o => a.Text(o))],
        })) { EndsAtOperand = true },
        DockerVerb.Of("port|container port", None, 1, 2, "a container, and perhaps one of its ports", a => new DockerPort
        {
            Container = a.Text(a.Operands[0], DockerArguments.Container, isName: true),
            Port = a.Operands.Count > 1 ? a.Text(a.Operands[1]) : null,
        }),
        DockerVerb.Of("start|container start", new(Flag.NotYet("attach", 'a'), Flag.NotYet("interactive", 'i')), 1, Any, "a container", a => new DockerStart { Containers = a.Names(DockerArguments.Container) }),
        new("stop|container stop", Ending, a => Ended(a, (timeout, signal) => new DockerStop { Containers = a.Names(DockerArguments.Container), Timeout = timeout, Signal = signal })),
        new("restart|container restart", Ending, a => Ended(a, (timeout, signal) => new DockerRestart { Containers = a.Names(DockerArguments.Container), Timeout = timeout, Signal = signal })),
        DockerVerb.Of("kill|container kill", new(Flag.Valued("signal", 's')), 1, Any, "a container", a => new DockerKill { Containers = a.Names(DockerArguments.Container), Signal = a.Value("signal") }),
        DockerVerb.Of("pause|container pause", None, 1, Any, "a container", a => new DockerPause { Containers = a.Names(DockerArguments.Container) }),
        DockerVerb.Of("unpause|container unpause", None, 1, Any, "a container", a => new DockerUnpause { Containers = a.Names(DockerArguments.Container) }),
        DockerVerb.Of("rm|container rm|container remove", new(Flag.Switch("force", 'f'), Flag.Switch("volumes", 'v'), Flag.NotYet("link", 'l')), 1, Any, "a container",
            a => new DockerRemove { Containers = a.Names(DockerArguments.Container), Force = a.Switch("force"), Volumes = a.Switch("volumes") }),
        new("cp|container cp", new(Flag.NotYet("archive", 'a'), Flag.NotYet("follow-link", 'L'), Flag.Switch("quiet", 'q')), Copy),
        new("attach|container attach", new(Flag.Switch("no-stdin"), Flag.Valued("detach-keys"), Flag.Switch("sig-proxy")), _ => Verdict.Manual("docker attach waits for input at a terminal; read its log in place of it") with { Interactive = true }),
    ];

    private static Verdict Ps(DockerArguments a)
    {
        var last = a.Number("last", out var wrong);
        return wrong ?? a.Wants(0, 0, "no operand") ?? Verdict.Native(new DockerPs
        {
            All = a.Switch("all"),
            Quiet = a.Switch("quiet"),
            NoTruncation = a.Switch("no-trunc"),
            Filters = a.Values("filter"),
            Format = a.Value("format"),
            Last = a.Switch("latest") ? "1" : last == "-1" ? null : last,
        });
    }

    private static Verdict Logs(DockerArguments a)
    {
        if (a.Wants(1, 1, "one container") is { } none) return none;
        var tail = a.Number("tail", out var wrong, "all");
        if (wrong is not null) return wrong;
        var since = a.Moment("since", out wrong);
        if (wrong is not null) return wrong;
        var until = a.Moment("until", out wrong);
        return wrong ?? Verdict.Native(new DockerLogs
        {
            Container = a.Text(a.Operands[0], DockerArguments.Container, isName: true),
            Follow = a.Switch("follow"),
            Tail = tail,
            Since = since,
            Until = until,
            Timestamps = a.Switch("timestamps"),
        });
    }

    private static Verdict Exec(DockerArguments a)
    {
        if (a.Operands.Count < 2) return a.Invalid(DiagnosticCodes.InvalidArguments, $"{a.Verb} wants a container and a command");
        var container = a.Text(a.Operands[0], DockerArguments.Container, isName: true);
        List<string> command = [.. a.Operands.Skip(1).Select(w => a.Text(w))];
        var inside = new DockerExec
        {
            Container = container,
            Command = command,
            User = a.Value("user"),
            WorkingDirectory = a.Value("workdir"),
            Variables = a.Values("env"),
            Privileged = a.Switch("privileged"),
            InnerRisk = InnerCommand.RiskOf(command),
        };
        return InContainer(command, a, inside);
    }

    /// <summary>A client whose server the environment knows needs no terminal; any other that opens a prompt does.</summary>
    internal static Verdict InContainer(List<string> command, DockerArguments a, StepAction inside)
    {
        if (ProgramRegistry.InContainer(command, a.Context, inside) is { } known) return known;
        return InnerCommand.AtTerminal(command) is { } waits && !a.Context.HasInput
            ? Verdict.Manual($"{waits} waits for input at a terminal; open it there and type") with { Interactive = true }
            : Verdict.Native(inside);
    }

    private static Verdict Ended(DockerArguments a, Func<string?, string?, DockerControl> make)
    {
        if (a.Wants(1, Any, "a container") is { } none) return none;
        var time = a.Number("time", out var wrong);
        if (wrong is not null) return wrong;
        var timeout = a.Number("timeout", out wrong) ?? time;
        return wrong ?? Verdict.Native(make(timeout, a.Value("signal")));
    }

    private static Verdict Copy(DockerArguments a)
    {
        if (a.Wants(2, 2, "where from and where to") is { } none) return none;
        var (from, to) = (a.Text(a.Operands[0]), a.Text(a.Operands[1]));
        if (from == "-" || to == "-") return Verdict.Manual("an archive on the standard streams is for another program");
        if (from.Contains(':') == to.Contains(':')) return a.Invalid(DiagnosticCodes.InvalidArguments, $"{a.Verb} wants a container on one side (container:/path), and on one only");
        return Verdict.Native(new DockerCopy { From = from, To = to, Into = to.Contains(':') });
    }
}
