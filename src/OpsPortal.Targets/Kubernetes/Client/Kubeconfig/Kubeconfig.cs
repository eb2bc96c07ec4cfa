namespace OpsPortal.Targets.Kubernetes;

/// <summary>A kubeconfig file, read. What it says is judged per context, when a connection is asked for.</summary>
public sealed record Kubeconfig(
    string? CurrentContext,
    IReadOnlyList<KubeconfigContext> Contexts,
    IReadOnlyList<KubeconfigCluster> Clusters,
    IReadOnlyList<KubeconfigUser> Users)
{
    internal KubeconfigPolicy Policy { get; init; } = KubeconfigPolicy.Pasted;

    /// <exception cref="KubeconfigException">It is not a kubeconfig.</exception>
    public static Kubeconfig Parse(string yaml, KubeconfigPolicy policy) => KubeconfigReader.Read(yaml) with { Policy = policy };

    /// <param name="context">Null means the current one, or the only one.</param>
    /// <exception cref="KubeconfigException">The context is missing or incomplete, or asks for what the policy does not allow.</exception>
    public ClusterConnection Connection(string? context = null)
    {
        var chosen = Choose(context);
        var cluster = Clusters.FirstOrDefault(c => c.Name == chosen.Cluster)
            ?? throw new KubeconfigException($"the context {chosen.Name} names the cluster \"{chosen.Cluster}\", which the kubeconfig "
                + $"does not have; it has: {Names(Clusters.Select(c => c.Name))}");
        var user = chosen.User is null
            ? new KubeconfigUser("")
            : Users.FirstOrDefault(u => u.Name == chosen.User)
                ?? throw new KubeconfigException($"the context {chosen.Name} names the user \"{chosen.User}\", which the kubeconfig "
                    + $"does not have; it has: {Names(Users.Select(u => u.Name))}");
        return new ConnectionBuilder(Policy).Build(chosen, cluster, user);
    }

    private KubeconfigContext Choose(string? context)
    {
        var name = context ?? CurrentContext ?? (Contexts.Count == 1 ? Contexts[0].Name : null);
        if (Contexts.Count == 0)
            throw new KubeconfigException("the kubeconfig has no contexts; it needs one that joins a cluster and a user");
        if (name is null)
            throw new KubeconfigException($"the kubeconfig has no current-context; choose one of: {Names(Contexts.Select(c => c.Name))}");
        return Contexts.FirstOrDefault(c => c.Name == name)
            ?? throw new KubeconfigException($"the kubeconfig has no context named {name}; it has: {Names(Contexts.Select(c => c.Name))}");
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } some ? some : "none";
}
