using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Kubernetes;

/// <summary><c>kubectl create configmap</c> and its kind: an object made of options rather than of a file.</summary>
public sealed record KubernetesCreateObject : KubernetesChange
{
    /// <summary>In kubectl's words: <c>configmap</c>, <c>secret generic</c>, <c>secret tls</c>, <c>deployment</c>, <c>token</c>, …</summary>
    public required string Kind { get; init; }
    public required string ObjectName { get; init; }

    /// <summary>In the order of the command; a flag may stand several times.</summary>
    public IReadOnlyList<CreateOption> Options { get; init; } = [];

    /// <summary>What stands behind <c>--</c>: the program of a deployment, a job or a cron job.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    public override string Name => "kubernetes.create.object";
    private protected override Risk Effect => Risk.Change;
    public override StepTarget? Target => new(Namespace, Singular, ObjectName);
    public override string Sentence => Kind == "token"
        ? $"{Verb("Issue")} a token for serviceaccount {ParameterText.Display(ObjectName)}{InNamespace}"
        : $"{Verb("Create")} {Singular} {ParameterText.Display(ObjectName)}{InNamespace}";

    private string Singular => Kind == "token" ? "serviceaccount" : Kind.Split(' ')[0];
}

/// <summary>A flag of <c>kubectl create</c>.</summary>
/// <param name="Flag">Its long name without dashes.</param>
/// <param name="Key">What stands in front of an equals sign in the value (<c>--from-literal=key=value</c>); null where there is none.</param>
public sealed record CreateOption(string Flag, string? Key, string Value);

/// <summary><c>kubectl run</c>: one pod.</summary>
public sealed record KubernetesRun : KubernetesChange
{
    public required string PodName { get; init; }
    public required string Image { get; init; }

    /// <summary>Arguments of the image's own program, or with <see cref="AsCommand"/> the program itself.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
    public bool AsCommand { get; init; }

    /// <summary><c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary><c>a=b,c=d</c>; null gives <c>run=NAME</c>.</summary>
    public string? Labels { get; init; }
    public IReadOnlyList<string> Annotations { get; init; } = [];
    public string? Port { get; init; }

    /// <summary><c>Always</c>, <c>OnFailure</c> or <c>Never</c>; null means Always.</summary>
    public string? Restart { get; init; }
    public string? PullPolicy { get; init; }

    /// <summary>Show its log until it ends.</summary>
    public bool Attach { get; init; }

    /// <summary>Keep its standard input open, and feed it what is piped in.</summary>
    public bool Stdin { get; init; }
    public bool Tty { get; init; }

    /// <summary>Delete it once it has ended.</summary>
    public bool Remove { get; init; }

    /// <summary>JSON that is merged into the pod; null changes nothing.</summary>
    public string? Overrides { get; init; }

    public override string Name => "kubernetes.run";
    private protected override Risk Effect => Risk.Change;
    public override StepTarget? Target => new(Namespace, "pod", PodName);
    public override string Sentence =>
        $"{Verb("Run")} {ParameterText.Display(Image)} as pod {ParameterText.Display(PodName)}{(Remove ? ", once" : "")}{InNamespace}";
}

/// <summary><c>kubectl expose</c>: a service in front of pods.</summary>
public sealed record KubernetesExpose : KubernetesChange
{
    public required ResourceArgument Resource { get; init; }

    /// <summary>Null takes the object's own name.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Null takes the containers' ports.</summary>
    public string? Port { get; init; }
    public string? TargetPort { get; init; }

    /// <summary><c>TCP</c> where it is null.</summary>
    public string? Protocol { get; init; }

    /// <summary><c>ClusterIP</c> where it is null.</summary>
    public string? Type { get; init; }

    /// <summary><c>a=b,c=d</c>; null takes the object's own selector.</summary>
    public string? Selector { get; init; }
    public string? Labels { get; init; }
    public string? ExternalIp { get; init; }
    public string? ClusterIp { get; init; }

    public override string Name => "kubernetes.expose";
    private protected override Risk Effect => Risk.Change;
    public override StepTarget? Target => ResourceText.Target(this, [Resource]);
    public override string Sentence => $"{Verb("Expose")} {ResourceText.One(Resource)}{(Port is null ? "" : $" on port {ParameterText.Display(Port)}")}{InNamespace}";
}

/// <summary><c>kubectl autoscale</c>.</summary>
public sealed record KubernetesAutoscale : KubernetesChange
{
    public required ResourceArgument Resource { get; init; }

    /// <summary>Of the autoscaler; null takes the object's own.</summary>
    public string? AutoscalerName { get; init; }
    public string? Min { get; init; }
    public required string Max { get; init; }

    /// <summary>Percent of the requested CPU; null leaves it to the server (80).</summary>
    public string? CpuPercent { get; init; }

    public override string Name => "kubernetes.autoscale";
    private protected override Risk Effect => Risk.Change;
    public override StepTarget? Target => ResourceText.Target(this, [Resource]);
    public override string Sentence => $"{Verb("Autoscale")} {ResourceText.One(Resource)} up to {ParameterText.Display(Max)}{InNamespace}";
}
