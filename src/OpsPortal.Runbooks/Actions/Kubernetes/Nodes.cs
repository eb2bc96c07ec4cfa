using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Kubernetes;

/// <summary><c>kubectl cordon</c> and <c>uncordon</c>.</summary>
public sealed record KubernetesCordon : KubernetesSelectedChange
{
    /// <summary>No new pods; false lets them come again.</summary>
    public bool Unschedulable { get; init; }

    public override string Name => Unschedulable ? "kubernetes.cordon" : "kubernetes.uncordon";
    public override string Sentence => $"{Verb(Unschedulable ? "Cordon" : "Uncordon")} {What}";
}

/// <summary><c>kubectl drain</c>: cordons nodes and evicts their pods; disruption budgets are waited for.</summary>
public sealed record KubernetesDrain : KubernetesSelectedChange
{
    public bool IgnoreDaemonSets { get; init; }

    /// <summary>Also pods whose <c>emptyDir</c> is lost with them.</summary>
    public bool DeleteEmptyDir { get; init; }

    /// <summary>Also pods that no controller makes again.</summary>
    public bool Force { get; init; }

    /// <summary>Seconds; null leaves it to the pod.</summary>
    public string? GracePeriod { get; init; }

    /// <summary>A Go duration; null waits as long as it takes.</summary>
    public string? Timeout { get; init; }
    public string? PodSelector { get; init; }

    /// <summary>Delete instead of evicting: budgets do not count.</summary>
    public bool DisableEviction { get; init; }

    public override string Name => "kubernetes.drain";
    private protected override Risk Effect => Risk.Change;
    public override string Sentence => $"{Verb("Drain")} {What}";
}

/// <summary><c>kubectl taint</c>.</summary>
public sealed record KubernetesTaint : KubernetesSelectedChange
{
    public IReadOnlyList<NodeTaint> Set { get; init; } = [];

    /// <summary>Taints to take away; without an effect, all of that key.</summary>
    public IReadOnlyList<NodeTaint> Remove { get; init; } = [];
    public bool Overwrite { get; init; }

    public override string Name => "kubernetes.taint";
    public override string Sentence =>
        $"{Verb(Set.Count > 0 ? "Taint" : "Remove a taint from")} {What}{(Set.Count > 0 ? $" with {string.Join(", ", Set.Select(t => ParameterText.Display(t.Key)))}" : "")}";
}

/// <param name="Effect"><c>NoSchedule</c>, <c>PreferNoSchedule</c> or <c>NoExecute</c>; null only where it is taken away.</param>
public sealed record NodeTaint(string Key, string? Value, string? Effect);

/// <summary><c>kubectl certificate approve</c> and <c>deny</c>.</summary>
public sealed record KubernetesCertificateApproval : KubernetesSelectedChange
{
    public bool Approved { get; init; }

    public override string Name => Approved ? "kubernetes.certificate.approve" : "kubernetes.certificate.deny";
    public override string Sentence => $"{Verb(Approved ? "Approve" : "Deny")} {What}";
}
