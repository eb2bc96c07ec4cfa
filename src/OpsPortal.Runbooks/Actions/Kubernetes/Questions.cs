using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Kubernetes;

/// <summary><c>kubectl wait</c>.</summary>
public sealed record KubernetesWait : KubernetesAction
{
    public required IReadOnlyList<ResourceArgument> Resources { get; init; }
    public string? LabelSelector { get; init; }
    public string? FieldSelector { get; init; }
    public bool All { get; init; }
    public bool AllNamespaces { get; init; }

    /// <summary><c>condition=Ready</c>, <c>condition=Ready=false</c>, <c>delete</c>, <c>create</c>, <c>jsonpath={.status.phase}=Running</c>.</summary>
    public required string For { get; init; }

    /// <summary>A Go duration; null is kubectl's 30 s, below zero a week.</summary>
    public string? Timeout { get; init; }

    public override string Name => "kubernetes.wait";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => ResourceText.Target(this, Resources);
    public override string Sentence
    {
        get
        {
            var what = $"{(All ? "all " : "")}{ResourceText.Several(Resources)}{ResourceText.Selected(LabelSelector)}";
            return For switch
            {
                "delete" => $"Wait until {what} is gone{InNamespace}",
                "create" => $"Wait until {what} is there{InNamespace}",
                ['c', 'o', 'n', 'd', 'i', 't', 'i', 'o', 'n', '=', .. var condition] => $"Wait until {what} is {ParameterText.Display(condition)}{InNamespace}",
                _ => $"Wait until {what} has {ParameterText.Display(For)}{InNamespace}",
            };
        }
    }
}

/// <summary><c>kubectl events</c>.</summary>
public sealed record KubernetesEvents : KubernetesAction
{
    /// <summary>Only those of this object.</summary>
    public ResourceArgument? For { get; init; }

    /// <summary><c>Normal</c>, <c>Warning</c>; empty means all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];
    public bool AllNamespaces { get; init; }
    public bool Watch { get; init; }
    public bool NoHeaders { get; init; }

    public override string Name => "kubernetes.events";
    public override Risk Risk => Risk.Read;
    public override bool Live => Watch;
    public override StepTarget? Target => For is null ? new(Namespace, "event", null) : ResourceText.Target(this, [For]);
    public override string Sentence => $"{(Watch ? "Watch" : "List")} events{(For is null ? "" : $" of {ResourceText.One(For)}")}{(AllNamespaces ? " in all namespaces" : InNamespace)}";
}

/// <summary><c>kubectl auth can-i</c>.</summary>
public sealed record KubernetesCanI : KubernetesAction
{
    /// <summary>Null with <see cref="List"/>.</summary>
    public string? Verb { get; init; }

    /// <summary>A resource with its name where one is meant, or a path that begins with a slash.</summary>
    public ResourceArgument? Resource { get; init; }
    public string? Subresource { get; init; }
    public bool AllNamespaces { get; init; }

    /// <summary>All that is allowed.</summary>
    public bool List { get; init; }

    /// <summary>Ask for this user instead of the portal's own account.</summary>
    public string? As { get; init; }
    public IReadOnlyList<string> AsGroups { get; init; } = [];
    public bool Quiet { get; init; }

    public override string Name => "kubernetes.canI";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => Resource is null ? Namespace is null ? null : new(Namespace, null, null) : ResourceText.Target(this, [Resource]);
    public override string Sentence =>
        List ? $"List what {Who} may do{InNamespace}" : $"Ask whether {Who} may {ParameterText.Display(Verb ?? "")} {(Resource is null ? "" : ResourceText.One(Resource))}{InNamespace}";

    private string Who => As is null ? "the portal" : ParameterText.Display(As);
}

/// <summary>What the cluster, the portal's account or its connection are.</summary>
public sealed record KubernetesInfo : KubernetesAction
{
    public required ClusterQuestion Question { get; init; }

    /// <summary>As after <c>-o</c>.</summary>
    public string? Output { get; init; }

    /// <summary>Of <c>api-resources</c>: only namespaced ones, or only others.</summary>
    public bool? Namespaced { get; init; }

    /// <summary>Of <c>api-resources</c>.</summary>
    public string? ApiGroup { get; init; }
    public IReadOnlyList<string> Verbs { get; init; } = [];
    public bool NoHeaders { get; init; }

    public override string Name => "kubernetes.info";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => null;
    public override string Sentence => Question switch
    {
        ClusterQuestion.Version => "Show the cluster's version",
        ClusterQuestion.ClusterInfo => "Show where the cluster is",
        ClusterQuestion.ApiResources => "List the kinds that the cluster knows",
        ClusterQuestion.ApiVersions => "List the API versions that the cluster serves",
        ClusterQuestion.WhoAmI => "Show who the portal is to the cluster",
        ClusterQuestion.Contexts => "Show the context that the environment uses",
        ClusterQuestion.CurrentContext => "Show the name of the context that the environment uses",
        _ => "Show how the environment reaches its cluster",
    };
}

public enum ClusterQuestion { Version, ClusterInfo, ApiResources, ApiVersions, WhoAmI, Contexts, CurrentContext, Config, Namespace }

/// <summary><c>kubectl config use-context</c>, <c>set-context --current --namespace</c> and <c>oc project</c>. The environment decides which
/// cluster a step speaks to, so this only makes sure that it is the one that is meant.</summary>
public sealed record KubernetesUseContext : KubernetesAction
{
    /// <summary>Null asks for a namespace only.</summary>
    public string? Wanted { get; init; }

    /// <summary>The default namespace that is asked for.</summary>
    public string? WantedNamespace { get; init; }

    public override string Name => "kubernetes.useContext";
    public override Risk Risk => Risk.Change;
    public override StepTarget? Target => WantedNamespace is null ? null : new(WantedNamespace, null, null);
    public override string Sentence => Wanted is null
        ? $"Make sure that namespace {ParameterText.Display(WantedNamespace ?? "")} is the environment's"
        : $"Make sure that context {ParameterText.Display(Wanted)} is the environment's";
}

/// <summary><c>kubectl port-forward</c>: nothing listens beside a portal, so it looks whether the port could be reached, and says how HTTP steps do.</summary>
public sealed record KubernetesPortForward : KubernetesAction
{
    /// <summary>A pod, or something that owns pods.</summary>
    public required ResourceArgument Resource { get; init; }

    /// <summary><c>8080:80</c>, <c>80</c>, <c>:80</c>, <c>8080:http</c>.</summary>
    public required IReadOnlyList<string> Ports { get; init; }

    public override string Name => "kubernetes.portForward";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => ResourceText.Target(this, [Resource]);
    public override string Sentence => $"Check that {ResourceText.One(Resource)} answers on {string.Join(", ", Ports.Select(ParameterText.Display))}{InNamespace}";
}

/// <summary><c>kubectl cp</c>, by way of <c>tar</c> in the container.</summary>
public sealed record KubernetesCopy : KubernetesAction
{
    public required ResourceArgument Resource { get; init; }
    public string? Container { get; init; }

    /// <summary>From the runbook's files into the pod; otherwise out of it.</summary>
    public bool IntoPod { get; init; }
    public required string PodPath { get; init; }

    /// <summary>A file or folder beside the runbook.</summary>
    public required string File { get; init; }

    public override string Name => "kubernetes.cp";
    public override Risk Risk => IntoPod ? Risk.Change : Risk.Read;
    public override StepTarget? Target => ResourceText.Target(this, [Resource]);
    public override string Sentence => IntoPod
        ? $"Copy {ParameterText.Display(File)} to {ParameterText.Display(PodPath)} in {ResourceText.One(Resource)}{InNamespace}"
        : $"Copy {ParameterText.Display(PodPath)} out of {ResourceText.One(Resource)}{InNamespace}";
}

/// <summary><c>kubectl get --raw</c>.</summary>
public sealed record KubernetesRaw : KubernetesAction
{
    /// <summary>Path and query, beginning with a slash.</summary>
    public required string Path { get; init; }

    public override string Name => "kubernetes.raw";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => null;
    public override string Sentence => $"Read {ParameterText.Display(Path)} of the cluster's API";
}

/// <summary><c>kubectl explain</c>.</summary>
public sealed record KubernetesExplain : KubernetesAction
{
    /// <summary><c>deployment</c>, <c>pod.spec.containers</c>.</summary>
    public required string Field { get; init; }
    public string? ApiVersion { get; init; }
    public bool Recursive { get; init; }

    public override string Name => "kubernetes.explain";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => null;
    public override string Sentence => $"Explain {ParameterText.Display(Field)}";
}
