using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Docker;

/// <summary>An action on the containers of a compose project.</summary>
public abstract record ComposeAction : DockerAction
{
    /// <summary>Compose files as named after <c>-f</c>; empty means the usual names, else the environment's.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>As after <c>-p</c>; null means the file's, else the environment's.</summary>
    public string? Project { get; init; }

    /// <summary>Empty means all.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => One("service", Services);
    private protected string Whose => Spoken("service", Services);
}

/// <summary><c>docker compose ps</c>.</summary>
public sealed record ComposePs : ComposeAction
{
    public bool All { get; init; }
    public bool Quiet { get; init; }

    /// <summary>Only the names of services.</summary>
    public bool OnlyServices { get; init; }

    /// <summary>Only containers in that state (<c>running</c>, <c>exited</c>, …); null means any.</summary>
    public string? Status { get; init; }
    public string? Format { get; init; }
    public bool NoTruncation { get; init; }

    public override string Name => "compose.ps";
    public override string Sentence => $"List the containers of {Whose}";
}

/// <summary><c>docker compose logs</c>.</summary>
public sealed record ComposeLogs : ComposeAction
{
    public bool Follow { get; init; }
    public string? Tail { get; init; }
    public string? Since { get; init; }
    public string? Until { get; init; }
    public bool Timestamps { get; init; }

    /// <summary>Without the container's name in front.</summary>
    public bool NoPrefix { get; init; }

    public override string Name => "compose.logs";
    public override bool Live => Follow;
    public override string Sentence => $"{(Follow ? "Follow" : "Read")} {LogText.What(Tail)} of {Whose}{LogText.Span(Since)}";
}

/// <summary><c>docker compose exec</c>. <see cref="ComposeAction.Services"/> has the one service.</summary>
public sealed record ComposeExec : ComposeAction, IProgramInContainer
{
    /// <summary>Program and arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }
    public string? User { get; init; }
    public string? WorkingDirectory { get; init; }
    public IReadOnlyList<string> Variables { get; init; } = [];
    public bool Privileged { get; init; }

    /// <summary>Which of the service's containers, from 1 on.</summary>
    public string? Index { get; init; }
    public Risk InnerRisk { get; init; } = Risk.Change;

    public StepAction With(IReadOnlyList<string> arguments) => this with { Command = [.. Command, .. arguments] };

    public override string Name => "compose.exec";
    public override Risk Risk => InnerRisk;
    public override string Sentence => $"Run {Shown(Command.Count > 0 ? Command[0] : "")} in {Whose}";
}

/// <summary><c>docker compose start|stop|restart|kill|pause|unpause|rm</c>.</summary>
public sealed record ComposeControl : ComposeAction
{
    public required ComposeVerb Verb { get; init; }

    /// <summary>Seconds until a container is killed.</summary>
    public string? Timeout { get; init; }
    public string? Signal { get; init; }

    /// <summary>Of <c>rm</c>: with anonymous volumes.</summary>
    public bool Volumes { get; init; }

    /// <summary>Of <c>rm</c>: stop them first.</summary>
    public bool StopFirst { get; init; }

    public override string Name => "compose.control";
    public override Risk Risk => Verb == ComposeVerb.Remove && Volumes ? Risk.Destructive : Risk.Change;
    public override string Sentence => Verb == ComposeVerb.Unpause ? $"Resume {Whose}" : $"{Verb} {Whose}";
}

public enum ComposeVerb { Start, Stop, Restart, Kill, Pause, Unpause, Remove }

/// <summary><c>docker compose up</c>.</summary>
public sealed record ComposeUp : ComposeAction
{
    /// <summary>False goes on with the logs.</summary>
    public bool Detach { get; init; }
    public bool ForceRecreate { get; init; }
    public bool NoRecreate { get; init; }
    public bool NoDependencies { get; init; }
    public bool NoStart { get; init; }
    public bool RemoveOrphans { get; init; }

    /// <summary>Until all are healthy.</summary>
    public bool Wait { get; init; }

    /// <summary><c>always</c>, <c>missing</c> or <c>never</c>.</summary>
    public string? Pull { get; init; }

    /// <summary><c>service=number</c>.</summary>
    public IReadOnlyList<string> Scale { get; init; } = [];
    public string? Timeout { get; init; }

    public override string Name => "compose.up";
    public override Risk Risk => Risk.Change;
    public override bool Live => !Detach;
    public override string Sentence => $"Bring up {Whose}";
}

/// <summary><c>docker compose down</c>.</summary>
public sealed record ComposeDown : ComposeAction
{
    /// <summary>With the named volumes, and what lies in them.</summary>
    public bool Volumes { get; init; }
    public bool RemoveOrphans { get; init; }
    public string? Timeout { get; init; }

    public override string Name => "compose.down";
    public override Risk Risk => Volumes ? Risk.Destructive : Risk.Change;
    public override string Sentence => $"Take down {Whose}{(Volumes ? " with their volumes" : "")}";
}

/// <summary><c>docker compose pull</c>.</summary>
public sealed record ComposePull : ComposeAction
{
    public override string Name => "compose.pull";
    public override Risk Risk => Risk.Change;
    public override string Sentence => $"Pull the images of {Whose}";
}

/// <summary><c>docker compose top</c>, <c>images</c> and <c>port</c>, and what the file alone tells: <c>config</c> and <c>ls</c>.</summary>
public sealed record ComposeAbout : ComposeAction
{
    /// <summary><c>top</c>, <c>images</c>, <c>config</c>, <c>services</c> (<c>config --services</c>), <c>volumes</c>, <c>files</c> (<c>config --images</c>) or <c>ls</c>.</summary>
    public required string What { get; init; }
    public bool Quiet { get; init; }

    public override string Name => "compose.about";
    public override string Sentence => What switch
    {
        "top" => $"List the processes of {Whose}",
        "images" or "files" => $"List the images of {Whose}",
        "services" => "List the services",
        "volumes" => "List the volumes of the services",
        "ls" => "List the compose projects",
        _ => "Show the compose file as it is understood",
    };
}
