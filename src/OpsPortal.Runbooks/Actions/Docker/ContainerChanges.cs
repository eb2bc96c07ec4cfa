using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Docker;

/// <summary>Something that is done to one container after the other.</summary>
public abstract record DockerControl : DockerAction
{
    public required IReadOnlyList<string> Containers { get; init; }

    public override Risk Risk => Risk.Change;
    public override StepTarget? Target => One("container", Containers);
    public override string Sentence => $"{Verb} {Spoken("container", Containers)}";

    /// <summary>As a button says it.</summary>
    private protected abstract string Verb { get; }
}

/// <summary><c>docker start</c>.</summary>
public sealed record DockerStart : DockerControl
{
    public override string Name => "docker.start";
    private protected override string Verb => "Start";
}

/// <summary><c>docker stop</c>.</summary>
public sealed record DockerStop : DockerControl
{
    /// <summary>Seconds until it is killed; null leaves it to the container.</summary>
    public string? Timeout { get; init; }

    /// <summary>Sent first; null means the container's own stop signal.</summary>
    public string? Signal { get; init; }

    public override string Name => "docker.stop";
    private protected override string Verb => "Stop";
}

/// <summary><c>docker restart</c>.</summary>
public sealed record DockerRestart : DockerControl
{
    /// <inheritdoc cref="DockerStop.Timeout"/>
    public string? Timeout { get; init; }

    /// <inheritdoc cref="DockerStop.Signal"/>
    public string? Signal { get; init; }

    public override string Name => "docker.restart";
    private protected override string Verb => "Restart";
}

/// <summary><c>docker kill</c>.</summary>
public sealed record DockerKill : DockerControl
{
    /// <summary>Null means SIGKILL.</summary>
    public string? Signal { get; init; }

    public override string Name => "docker.kill";
    private protected override string Verb => Signal is null ? "Kill" : $"Send {Shown(Signal)} to";
}

/// <summary><c>docker pause</c>.</summary>
public sealed record DockerPause : DockerControl
{
    public override string Name => "docker.pause";
    private protected override string Verb => "Pause";
}

/// <summary><c>docker unpause</c>.</summary>
public sealed record DockerUnpause : DockerControl
{
    public override string Name => "docker.unpause";
    private protected override string Verb => "Resume";
}

/// <summary><c>docker rm</c>.</summary>
public sealed record DockerRemove : DockerControl
{
    /// <summary>Also where it runs.</summary>
    public bool Force { get; init; }

    /// <summary>With its anonymous volumes.</summary>
    public bool Volumes { get; init; }

    public override string Name => "docker.rm";
    public override Risk Risk => Risk.Destructive;
    private protected override string Verb => "Remove";
}

/// <summary><c>docker exec</c> of one program; no shell is put in between.</summary>
public sealed record DockerExec : DockerAction, IProgramInContainer
{
    public required string Container { get; init; }

    /// <summary>Program and arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Name or id, with a group behind a colon; null means the image's.</summary>
    public string? User { get; init; }
    public string? WorkingDirectory { get; init; }

    /// <summary><c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];
    public bool Privileged { get; init; }

    /// <summary>What the program inside can do, as the compiler judged it.</summary>
    public Risk InnerRisk { get; init; } = Risk.Change;

    public StepAction With(IReadOnlyList<string> arguments) => this with { Command = [.. Command, .. arguments] };

    public override string Name => "docker.exec";
    public override Risk Risk => InnerRisk;
    public override StepTarget? Target => new(null, "container", Container);
    public override string Sentence => $"Run {Shown(Command.Count > 0 ? Command[0] : "")} in container {Shown(Container)}";
}

/// <summary><c>docker cp</c> of a file between a container and the step's files. One side names a container: <c>api:/app/dump.json</c>.</summary>
public sealed record DockerCopy : DockerAction
{
    public required string From { get; init; }
    public required string To { get; init; }

    /// <summary>Whether it goes into the container.</summary>
    public required bool Into { get; init; }

    public override string Name => "docker.cp";
    public override Risk Risk => Into ? Risk.Change : Risk.Read;
    public override StepTarget? Target => new(null, "container", (Into ? To : From).Split(':')[0]);
    public override string Sentence => $"Copy {Shown(From)} to {Shown(To)}";
}
