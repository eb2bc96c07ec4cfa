using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Docker;

/// <summary><c>docker images</c>.</summary>
public sealed record DockerImages : DockerAction
{
    /// <summary>A repository, perhaps with a tag; null means all.</summary>
    public string? Repository { get; init; }
    public bool All { get; init; }
    public bool Quiet { get; init; }
    public bool NoTruncation { get; init; }
    public IReadOnlyList<string> Filters { get; init; } = [];
    public string? Format { get; init; }

    public override string Name => "docker.images";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => new(null, "image", Repository);
    public override string Sentence => Repository is null ? "List the images" : $"List the images of {Shown(Repository)}";
}

/// <summary><c>docker volume ls</c> and <c>docker network ls</c>.</summary>
public sealed record DockerResources : DockerAction
{
    /// <summary><c>volume</c> or <c>network</c>.</summary>
    public required string Kind { get; init; }
    public bool Quiet { get; init; }
    public bool NoTruncation { get; init; }
    public IReadOnlyList<string> Filters { get; init; } = [];
    public string? Format { get; init; }

    public override string Name => "docker.list";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => new(null, Kind, null);
    public override string Sentence => $"List the {Kind}s";
}

/// <summary><c>docker pull</c>.</summary>
public sealed record DockerPull : DockerAction
{
    public required string Image { get; init; }
    public bool Quiet { get; init; }

    public override string Name => "docker.pull";
    public override Risk Risk => Risk.Change;
    public override StepTarget? Target => new(null, "image", Image);
    public override string Sentence => $"Pull image {Shown(Image)}";
}

/// <summary>Gives an image of the host a name, which another image may bear now. The way back of a pull; no command line compiles to it.</summary>
public sealed record DockerTag : DockerAction
{
    /// <summary>Id of an image that is there.</summary>
    public required string Source { get; init; }

    /// <summary>Repository and tag.</summary>
    public required string Image { get; init; }

    public override string Name => "docker.tag";
    public override Risk Risk => Risk.Change;
    public override StepTarget? Target => new(null, "image", Image);
    public override string Sentence => $"Name image {Shown(Source.Replace("sha256:", "", StringComparison.Ordinal) is { Length: > 12 } id ? id[..12] : Source)} {Shown(Image)} again";
}

/// <summary><c>docker rmi</c>, <c>docker volume rm</c>, <c>docker network rm</c>.</summary>
public sealed record DockerResourceRemove : DockerAction
{
    /// <summary><c>image</c>, <c>volume</c> or <c>network</c>.</summary>
    public required string Kind { get; init; }
    public required IReadOnlyList<string> Objects { get; init; }
    public bool Force { get; init; }

    public override string Name => "docker.remove";

    /// <summary>An image can be pulled again, what lay in a volume is gone.</summary>
    public override Risk Risk => Kind == "image" ? Risk.Change : Risk.Destructive;
    public override StepTarget? Target => One(Kind, Objects);
    public override string Sentence => $"Remove {Spoken(Kind, Objects)}";
}

/// <summary><c>docker volume create</c> and <c>docker network create</c>.</summary>
public sealed record DockerResourceCreate : DockerAction
{
    /// <summary><c>volume</c> or <c>network</c>.</summary>
    public required string Kind { get; init; }
    public required string Object { get; init; }

    /// <summary>Null means <c>local</c>, or <c>bridge</c>.</summary>
    public string? Driver { get; init; }

    public override string Name => "docker.create";
    public override Risk Risk => Risk.Change;
    public override StepTarget? Target => new(null, Kind, Object);
    public override string Sentence => $"Create {Kind} {Shown(Object)}";
}

/// <summary><c>docker network connect</c> and <c>disconnect</c>.</summary>
public sealed record DockerNetworkLink : DockerAction
{
    public required string Network { get; init; }
    public required string Container { get; init; }
    public required bool Connect { get; init; }
    public bool Force { get; init; }

    public override string Name => "docker.network";
    public override Risk Risk => Risk.Change;
    public override StepTarget? Target => new(null, "network", Network);
    public override string Sentence => $"{(Connect ? "Connect" : "Disconnect")} container {Shown(Container)} {(Connect ? "to" : "from")} network {Shown(Network)}";
}

/// <summary><c>docker image|container|volume|network|builder|system prune</c>.</summary>
public sealed record DockerPrune : DockerAction
{
    /// <summary><c>image</c>, <c>container</c>, <c>volume</c>, <c>network</c>, <c>builder</c> or <c>system</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>All that is not used, not only what has no name.</summary>
    public bool All { get; init; }

    /// <summary>Of a system: its volumes too.</summary>
    public bool Volumes { get; init; }
    public IReadOnlyList<string> Filters { get; init; } = [];

    public override string Name => "docker.prune";
    public override Risk Risk => Kind is "image" or "builder" ? Risk.Change : Risk.Destructive;
    public override StepTarget? Target => new(null, Kind, null);
    public override string Sentence => Kind switch
    {
        "system" => $"Remove stopped containers, unused networks{(Volumes ? ", volumes" : "")} and {(All ? "unused" : "dangling")} images",
        "builder" => "Remove the build cache",
        "image" => $"Remove {(All ? "unused" : "dangling")} images",
        "container" => "Remove stopped containers",
        _ => $"Remove unused {Kind}s",
    };
}

/// <summary><c>docker system df</c>, <c>docker info</c> and <c>docker version</c>.</summary>
public sealed record DockerAbout : DockerAction
{
    /// <summary><c>df</c>, <c>info</c> or <c>version</c>.</summary>
    public required string What { get; init; }
    public string? Format { get; init; }

    public override string Name => "docker.about";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => null;
    public override string Sentence => What switch { "df" => "Show what Docker takes of the disk", "info" => "Show how Docker is doing", _ => "Show the version of Docker" };
}
