namespace OpsPortal.Environments;

/// <summary>A set of targets that belong together: "sandbox", "staging", "production".</summary>
public sealed class OpsEnvironment
{
    public Guid Id { get; init; }

    /// <summary>Unique; in addresses.</summary>
    public required string Name { get; set; }

    /// <summary>Shown with a red band wherever somebody is about to act.</summary>
    public bool Production { get; set; }

    /// <summary>The kubeconfig, encrypted with the data-protection keys; null where there is no cluster.</summary>
    public string? ProtectedKubeconfig { get; set; }

    /// <summary>The kubeconfig's context; null means its current one.</summary>
    public string? Context { get; set; }

    /// <summary>For commands that name no namespace; null means the context's own.</summary>
    public string? DefaultNamespace { get; set; }

    /// <summary>The cluster is asked in the name of whoever acts, with their groups, so that its own rights decide.</summary>
    public bool ActAsPerson { get; set; }

    /// <summary>The other targets with their credentials, encrypted; null where there are none.</summary>
    public string? ProtectedTargets { get; set; }

    /// <summary>The same, as far as it may be shown.</summary>
    public TargetSummary Targets { get; set; } = new();

    /// <summary>What it asks for before changes; null means the usual (<see cref="ChangePolicy.Usual"/>).</summary>
    public ChangePolicy? Policy { get; set; }

    /// <summary>Null where changes are welcome.</summary>
    public Freeze? Freeze { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RemovedAt { get; set; }

    public ChangePolicy PolicyHere => Policy ?? ChangePolicy.Usual(Production);

    public bool HasCluster => ProtectedKubeconfig is not null;
}
