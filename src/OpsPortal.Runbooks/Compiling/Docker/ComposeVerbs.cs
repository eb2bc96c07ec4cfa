using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Docker;

/// <summary>Verbs of compose.</summary>
internal static class ComposeVerbs
{
    private static readonly FlagTable Ending = new(
        Flag.Valued("timeout", 't'), Flag.Switch("no-deps"), Flag.Valued("signal", 's'), Flag.Switch("remove-orphans"), Flag.Switch("force", 'f'), Flag.Switch("stop"), Flag.Switch("volumes", 'v'), Flag.NotYet("all", 'a'), Flag.NotYet("wait"));

    public static IReadOnlyList<DockerVerb> All { get; } =
    [
        Of("ps", new(Flag.Switch("all", 'a'), Flag.Switch("quiet", 'q'), Flag.Switch("services"), Flag.Valued("status"), Flag.Valued("format"), Flag.Switch("no-trunc"), Flag.Switch("orphans"), Flag.NotYet("filter", null, FlagValue.Required)),
            a => new ComposePs { All = a.Switch("all"), Quiet = a.Switch("quiet"), OnlyServices = a.Switch("services"), Status = a.Value("status"), Format = a.Value("format"), NoTruncation = a.Switch("no-trunc") }),
        new("logs", new(Flag.Switch("follow", 'f'), Flag.Valued("since"), Flag.Valued("until"), Flag.Valued("tail", 'n'), Flag.Switch("timestamps", 't'), Flag.Switch("no-color"), Flag.Switch("no-log-prefix"), Flag.NotYet("index", null, FlagValue.Required)), Logs),
        new("exec", new(Flag.Switch("interactive", 'i'), Flag.Switch("tty", 't'), Flag.Switch("no-tty", 'T'), Flag.Switch("no-TTY"), Flag.Valued("env", 'e'), Flag.Valued("user", 'u'), Flag.Valued("workdir", 'w'), Flag.Valued("index"),
            Flag.Switch("privileged"), Flag.NotYet("detach", 'd')), Exec) { EndsAtOperand = true },
        Control("start", ComposeVerb.Start),
        Control("stop", ComposeVerb.Stop),
        Control("restart", ComposeVerb.Restart),
        Control("kill", ComposeVerb.Kill),
        Control("pause", ComposeVerb.Pause),
        Control("unpause", ComposeVerb.Unpause),
        Control("rm", ComposeVerb.Remove),
        new("up", new(
            Flag.Switch("detach", 'd'), Flag.Switch("force-recreate"), Flag.Switch("no-recreate"), Flag.Switch("no-deps"), Flag.Switch("no-start"), Flag.Switch("remove-orphans"), Flag.Switch("wait"), Flag.Valued("wait-timeout"),
            Flag.Valued("pull"), Flag.Valued("scale"), Flag.Valued("timeout", 't'), Flag.Switch("no-build"), Flag.Switch("quiet-pull"), Flag.Switch("no-color"), Flag.Switch("no-log-prefix"), Flag.Switch("yes", 'y'),
            Flag.NotYet("build"), Flag.NotYet("renew-anon-volumes", 'V'), Flag.NotYet("always-recreate-deps"), Flag.NotYet("abort-on-container-exit"), Flag.NotYet("exit-code-from", null, FlagValue.Required), Flag.NotYet("watch", 'w')), Up),
        Of("down", new(Flag.Switch("volumes", 'v'), Flag.Switch("remove-orphans"), Flag.Valued("timeout", 't'), Flag.NotYet("rmi", null, FlagValue.Required)),
            a => new ComposeDown { Volumes = a.Switch("volumes"), RemoveOrphans = a.Switch("remove-orphans"), Timeout = a.Value("timeout") }),
        Of("pull", new(Flag.Switch("quiet", 'q'), Flag.Switch("ignore-pull-failures"), Flag.Switch("include-deps"), Flag.Switch("ignore-buildable"), Flag.Switch("parallel"), Flag.Valued("policy")), _ => new ComposePull()),
        Of("top", new(), _ => new ComposeAbout { What = "top" }),
        Of("images", new(Flag.Switch("quiet", 'q'), Flag.NotYet("format", null, FlagValue.Required)), a => new ComposeAbout { What = "images", Quiet = a.Switch("quiet") }),
        Of("config|convert", new(Flag.Switch("quiet", 'q'), Flag.Switch("services"), Flag.Switch("images"), Flag.Switch("volumes"), Flag.NotYet("format", null, FlagValue.Required), Flag.NotYet("hash", null, FlagValue.Required),
            Flag.NotYet("resolve-image-digests"), Flag.NotYet("no-interpolate"), Flag.NotYet("profiles"), Flag.NotYet("output", 'o', FlagValue.Required)), a => new ComposeAbout
            {
                What = a.Switch("services") ? "services" : a.Switch("images") ? "files" : a.Switch("volumes") ? "volumes" : "config",
                Quiet = a.Switch("quiet"),
            }),
        Of("ls", new(Flag.Switch("all", 'a'), Flag.Switch("quiet", 'q'), Flag.NotYet("filter", null, FlagValue.Required), Flag.NotYet("format", null, FlagValue.Required)), a => new ComposeAbout { What = "ls", Quiet = a.Switch("quiet") }),
    ];

    /// <summary>A verb whose operands are services.</summary>
    private static DockerVerb Of(string paths, FlagTable flags, Func<DockerArguments, ComposeAction> compile) =>
        new(paths, flags, a => Verdict.Native(compile(a) with { Files = a.Files, Project = a.Project, Services = a.Names(DockerArguments.Service) }));

    private static DockerVerb Control(string path, ComposeVerb verb) => new(path, Ending, a =>
    {
        var timeout = a.Number("timeout", out var wrong);
        return wrong ?? Verdict.Native(new ComposeControl
        {
            Files = a.Files,
            Project = a.Project,
            Services = a.Names(DockerArguments.Service),
            Verb = verb,
            Timeout = timeout,
            Signal = a.Value("signal"),
            Volumes = a.Switch("volumes"),
            StopFirst = a.Switch("stop"),
        });
    });

    private static Verdict Logs(DockerArguments a)
    {
        var tail = a.Number("tail", out var wrong, "all");
        if (wrong is not null) return wrong;
        var since = a.Moment("since", out wrong);
        if (wrong is not null) return wrong;
        var until = a.Moment("until", out wrong);
        return wrong ?? Verdict.Native(new ComposeLogs
        {
            Files = a.Files,
            Project = a.Project,
            Services = a.Names(DockerArguments.Service),
            Follow = a.Switch("follow"),
            Tail = tail,
            Since = since,
            Until = until,
            Timestamps = a.Switch("timestamps"),
            NoPrefix = a.Switch("no-log-prefix"),
        });
    }

    private static Verdict Exec(DockerArguments a)
    {
        if (a.Operands.Count < 2) return a.Invalid(DiagnosticCodes.InvalidArguments, $"{a.Verb} wants a service and a command");
        var service = a.Text(a.Operands[0], DockerArguments.Service, isName: true);
        List<string> command = [.. a.Operands.Skip(1).Select(w => a.Text(w))];
        var inside = new ComposeExec
        {
            Files = a.Files,
            Project = a.Project,
            Services = [service],
            Command = command,
            User = a.Value("user"),
            WorkingDirectory = a.Value("workdir"),
            Variables = a.Values("env"),
            Privileged = a.Switch("privileged"),
            Index = a.Value("index"),
            InnerRisk = InnerCommand.RiskOf(command),
        };
        return ContainerVerbs.InContainer(command, a, inside);
    }

    private static Verdict Up(DockerArguments a)
    {
        var timeout = a.Number("timeout", out var wrong);
        if (wrong is not null) return wrong;
        var scale = a.Values("scale");
        if (scale.FirstOrDefault(s => !s.Contains(ParameterText.Open) && (s.Split('=') is not [_, var number] || !int.TryParse(number, out _))) is { } odd)
            return a.Invalid(DiagnosticCodes.InvalidValue, $"--scale wants service=number, and \"{odd}\" is none");
        return Verdict.Native(new ComposeUp
        {
            Files = a.Files,
            Project = a.Project,
            Services = a.Names(DockerArguments.Service),
            Detach = a.Switch("detach") || a.Switch("wait") || a.Switch("no-start"),
            ForceRecreate = a.Switch("force-recreate"),
            NoRecreate = a.Switch("no-recreate"),
            NoDependencies = a.Switch("no-deps"),
            NoStart = a.Switch("no-start"),
            RemoveOrphans = a.Switch("remove-orphans"),
            Wait = a.Switch("wait"),
            Pull = a.Value("pull"),
            Scale = scale,
            Timeout = timeout,
        });
    }
}
