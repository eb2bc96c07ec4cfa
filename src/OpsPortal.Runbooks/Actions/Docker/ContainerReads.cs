using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Docker;

/// <summary><c>docker ps</c>.</summary>
public sealed record DockerPs : DockerAction
{
    public bool All { get; init; }
    public bool Quiet { get; init; }
    public bool NoTruncation { get; init; }

    /// <summary><c>key=value</c>, as after <c>--filter</c>.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>A Go template, <c>table</c> with one behind it, or <c>json</c>; null prints the usual table.</summary>
    public string? Format { get; init; }

    /// <summary>So many of the newest, stopped ones too; null means those that run.</summary>
    public string? Last { get; init; }

    public override string Name => "docker.ps";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => new(null, "container", null);
    public override string Sentence => All ? "List all containers" : "List the running containers";
}

/// <summary><c>docker logs</c>.</summary>
public sealed record DockerLogs : DockerAction
{
    public required string Container { get; init; }
    public bool Follow { get; init; }

    /// <summary>Lines, as written; null or <c>all</c> means all.</summary>
    public string? Tail { get; init; }

    /// <summary>RFC 3339, seconds since 1970, or how long ago as a Go duration.</summary>
    public string? Since { get; init; }

    /// <inheritdoc cref="Since"/>
    public string? Until { get; init; }
    public bool Timestamps { get; init; }

    public override string Name => "docker.logs";
    public override Risk Risk => Risk.Read;
    public override bool Live => Follow;
    public override StepTarget? Target => new(null, "container", Container);
    public override string Sentence => $"{(Follow ? "Follow" : "Read")} {LogText.What(Tail)} of container {Shown(Container)}{LogText.Span(Since)}";
}

/// <summary><c>docker stats</c>.</summary>
public sealed record DockerStats : DockerAction
{
    /// <summary>Empty means all that run.</summary>
    public IReadOnlyList<string> Containers { get; init; } = [];
    public bool All { get; init; }

    /// <summary>One reading, not one after the other until it is stopped.</summary>
    public bool Once { get; init; }
    public bool NoTruncation { get; init; }
    public string? Format { get; init; }

    public override string Name => "docker.stats";
    public override Risk Risk => Risk.Read;
    public override bool Live => !Once;
    public override StepTarget? Target => One("container", Containers);
    public override string Sentence => $"{(Once ? "Show" : "Watch")} CPU and memory of {Spoken("container", Containers)}";
}

/// <summary><c>docker top</c>: the processes of a container.</summary>
public sealed record DockerTop : DockerAction
{
    public required string Container { get; init; }

    /// <summary>Options for the host's <c>ps</c>; empty means <c>-ef</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    public override string Name => "docker.top";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => new(null, "container", Container);
    public override string Sentence => $"List the processes of container {Shown(Container)}";
}

/// <summary><c>docker port</c>.</summary>
public sealed record DockerPort : DockerAction
{
    public required string Container { get; init; }

    /// <summary>A port of the container, such as <c>8000</c> or <c>8000/tcp</c>; null means all.</summary>
    public string? Port { get; init; }

    public override string Name => "docker.port";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => new(null, "container", Container);
    public override string Sentence => $"Show where ports of container {Shown(Container)} are published";
}

/// <summary><c>docker inspect</c>, also of one kind of object only (<c>docker volume inspect</c>).</summary>
public sealed record DockerInspect : DockerAction
{
    /// <summary>Names or ids.</summary>
    public required IReadOnlyList<string> Objects { get; init; }

    /// <summary><c>container</c>, <c>image</c>, <c>volume</c> or <c>network</c>; null means whatever has that name.</summary>
    public string? Kind { get; init; }

    /// <summary>A Go template; null prints all as JSON.</summary>
    public string? Format { get; init; }

    public override string Name => "docker.inspect";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => One(Kind ?? "container", Objects);
    public override string Sentence => $"Inspect {string.Join(", ", Objects.Select(Shown))}";
}

internal static class LogText
{
    public static string What(string? tail) => tail is null or "all" ? "the log" : $"the last {ParameterText.Display(tail)} lines";

    public static string Span(string? since) => since is null ? "" : $" since {ParameterText.Display(since)}";
}
