using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Kubernetes;

/// <summary><c>kubectl get</c>.</summary>
public sealed record KubernetesGet : KubernetesAction
{
    public required IReadOnlyList<ResourceArgument> Resources { get; init; }
    public string? LabelSelector { get; init; }
    public string? FieldSelector { get; init; }
    public bool AllNamespaces { get; init; }

    /// <summary>As after <c>-o</c>: <c>wide</c>, <c>yaml</c>, <c>json</c>, <c>name</c>, <c>jsonpath=…</c>, <c>custom-columns=…</c>; null prints a table.</summary>
    public string? Output { get; init; }

    /// <summary>A JSONPath, e.g. <c>.metadata.creationTimestamp</c>.</summary>
    public string? SortBy { get; init; }
    public bool Watch { get; init; }
    public bool NoHeaders { get; init; }
    public bool ShowLabels { get; init; }

    /// <summary>Labels that get columns of their own.</summary>
    public IReadOnlyList<string> LabelColumns { get; init; } = [];

    /// <summary>Names with their kind in front.</summary>
    public bool ShowKind { get; init; }

    /// <summary>With <see cref="Watch"/>: only what changes, not what is there.</summary>
    public bool WatchOnly { get; init; }

    /// <summary><c>status</c>, <c>scale</c>; null reads the object itself.</summary>
    public string? Subresource { get; init; }
    public bool IgnoreNotFound { get; init; }

    public override string Name => "kubernetes.get";
    public override Risk Risk => Risk.Read;
    public override bool Live => Watch;
    public override StepTarget? Target => ResourceText.Target(this, Resources);
    public override string Sentence =>
        $"{(Watch ? "Watch" : "List")} {ResourceText.Several(Resources)}{ResourceText.Selected(LabelSelector)}{(AllNamespaces ? " in all namespaces" : InNamespace)}";
}

/// <summary><c>kubectl describe</c>.</summary>
public sealed record KubernetesDescribe : KubernetesAction
{
    public required IReadOnlyList<ResourceArgument> Resources { get; init; }
    public string? LabelSelector { get; init; }
    public bool AllNamespaces { get; init; }

    public override string Name => "kubernetes.describe";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => ResourceText.Target(this, Resources);
    public override string Sentence => $"Describe {ResourceText.Several(Resources)}{ResourceText.Selected(LabelSelector)}{InNamespace}";
}

/// <summary><c>kubectl logs</c>. Either <see cref="Resource"/> or <see cref="LabelSelector"/> is set.</summary>
public sealed record KubernetesLogs : KubernetesAction
{
    /// <summary>A pod, or something that owns pods (<c>deployment/x</c>).</summary>
    public ResourceArgument? Resource { get; init; }
    public string? LabelSelector { get; init; }
    public string? Container { get; init; }
    public bool AllContainers { get; init; }

    /// <summary>Of something that owns pods: all of them rather than the best one.</summary>
    public bool AllPods { get; init; }

    /// <summary>How many logs may be followed at once; null is kubectl's 5.</summary>
    public string? MostFollowed { get; init; }

    /// <summary>Bytes per container after which reading ends; null reads all.</summary>
    public string? LimitBytes { get; init; }
    public bool Follow { get; init; }

    /// <summary>A Go duration (<c>5m</c>, <c>24h</c>), as written.</summary>
    public string? Since { get; init; }

    /// <summary>RFC 3339.</summary>
    public string? SinceTime { get; init; }

    /// <summary>Lines per pod, as written; null means kubectl's default: all, or 10 with a selector.</summary>
    public string? Tail { get; init; }
    public bool Previous { get; init; }
    public bool Timestamps { get; init; }
    public bool Prefix { get; init; }

    public override string Name => "kubernetes.logs";
    public override Risk Risk => Risk.Read;
    public override bool Live => Follow;
    public override StepTarget? Target => Resource is null ? new(Namespace, "pod", null) : new(Namespace, ResourceText.Singular(Resource.Kind), Resource.Name);
    public override string Sentence
    {
        get
        {
            var what = Tail is null ? "the log" : $"the last {ParameterText.Display(Tail)} lines";
            var whose = Resource is null ? $"pods{ResourceText.Selected(LabelSelector)}" : $"{ResourceText.Singular(Resource.Kind)} {ParameterText.Display(Resource.Name ?? "")}";
            var since = Since is null ? "" : $", last {ParameterText.Display(Since)}";
            return $"{(Follow ? "Follow" : "Read")} {what} of {whose}{(Previous ? " before its last restart" : "")}{since}{InNamespace}";
        }
    }
}

/// <summary><c>kubectl top pods|nodes</c>.</summary>
public sealed record KubernetesTop : KubernetesAction
{
    /// <summary><c>pods</c> or <c>nodes</c>.</summary>
    public required string Kind { get; init; }
    public string? ResourceName { get; init; }
    public string? LabelSelector { get; init; }
    public bool AllNamespaces { get; init; }
    public bool Containers { get; init; }
    public bool NoHeaders { get; init; }

    /// <summary><c>cpu</c> or <c>memory</c>.</summary>
    public string? SortBy { get; init; }

    public override string Name => "kubernetes.top";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => new(Namespace, ResourceText.Singular(Kind), ResourceName);
    public override string Sentence =>
        $"Show CPU and memory of {(ResourceName is null ? Kind : ParameterText.Display(ResourceName))}{ResourceText.Selected(LabelSelector)}{(AllNamespaces ? " in all namespaces" : InNamespace)}";
}

/// <summary><c>kubectl rollout status</c>: waits until the rollout is done or has failed.</summary>
public sealed record KubernetesRolloutStatus : KubernetesAction
{
    public required ResourceArgument Resource { get; init; }

    /// <summary>False prints the state once.</summary>
    public bool Watch { get; init; } = true;

    /// <summary>A Go duration.</summary>
    public string? Timeout { get; init; }
    public string? Revision { get; init; }

    public override string Name => "kubernetes.rollout.status";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => ResourceText.Target(this, [Resource]);
    public override string Sentence => $"{(Watch ? "Wait for" : "Show")} the rollout of {ResourceText.One(Resource)}{InNamespace}";
}

/// <summary><c>kubectl rollout history</c>.</summary>
public sealed record KubernetesRolloutHistory : KubernetesAction
{
    public required ResourceArgument Resource { get; init; }
    public string? Revision { get; init; }

    public override string Name => "kubernetes.rollout.history";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => ResourceText.Target(this, [Resource]);
    public override string Sentence => $"List the revisions of {ResourceText.One(Resource)}{InNamespace}";
}
