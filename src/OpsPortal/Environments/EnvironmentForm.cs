namespace OpsPortal.Environments;

/// <summary>What a person or a program says of an environment. In a change, what is null stays as it is.</summary>
/// <param name="Name">Letters, digits, hyphens; unique.</param>
/// <param name="Databases">All of them; those that are not named are removed.</param>
/// <param name="Redis">All of them, likewise.</param>
/// <param name="Policy">What it asks for before changes.</param>
/// <param name="Programs">Those that steps may run beside the portal.</param>
public sealed record EnvironmentForm(
    string? Name = null, bool? Production = null, KubernetesForm? Kubernetes = null, IReadOnlyList<ServerForm>? Databases = null, IReadOnlyList<ServerForm>? Redis = null,
    HttpForm? Http = null, PrometheusForm? Prometheus = null, DockerForm? Docker = null, IReadOnlyList<string>? Programs = null, HostForm? Host = null, ChangePolicy? Policy = null);

/// <param name="Kubeconfig">The file's text; stored encrypted, never returned.</param>
/// <param name="Context">Null means the kubeconfig's current one.</param>
/// <param name="DefaultNamespace">Null means the context's own.</param>
/// <param name="ActAsPerson">Ask the cluster in the name of whoever acts (Impersonate-User, Impersonate-Group); its account has to be allowed to.</param>
public sealed record KubernetesForm(string? Kubeconfig = null, string? Context = null, string? DefaultNamespace = null, bool? ActAsPerson = null);

/// <summary>An environment as it may be shown.</summary>
public sealed record EnvironmentSummary(Guid Id, string Name, bool Production, bool HasCluster, string? Context, string? DefaultNamespace, DateTimeOffset CreatedAt)
{
    public TargetSummary Targets { get; init; } = new();
    public ChangePolicy Policy { get; init; } = new();
    public Freeze? Freeze { get; init; }

    /// <summary>See <see cref="KubernetesForm"/>.</summary>
    public bool ActAsPerson { get; init; }

    public static EnvironmentSummary Of(OpsEnvironment e) =>
        new(e.Id, e.Name, e.Production, e.ProtectedKubeconfig is not null, e.Context, e.DefaultNamespace, e.CreatedAt) { Targets = e.Targets, ActAsPerson = e.ActAsPerson, Policy = e.PolicyHere, Freeze = e.Freeze };
}
