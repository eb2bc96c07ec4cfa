using OpsPortal.Access;

namespace OpsPortal.Environments;

/// <summary>Pages' way to the environments.</summary>
public sealed class EnvironmentBook(EnvironmentQueries queries, SaveEnvironment save, TestEnvironment test) : IEnvironmentBook
{
    public Task<IReadOnlyList<EnvironmentSummary>> AllAsync(CancellationToken cancellation) => queries.AllAsync(cancellation);
    public Result<KubeconfigContexts> Read(string kubeconfig) => ClusterConnections.Contexts(kubeconfig);
    public Task<Result<EnvironmentSummary>> AddAsync(Actor actor, EnvironmentForm form, CancellationToken cancellation) => save.AddAsync(actor, form, cancellation);
    public Task<Result<EnvironmentSummary>> ChangeAsync(Actor actor, string name, EnvironmentForm form, CancellationToken cancellation) => save.ChangeAsync(actor, name, form, cancellation);
    public Task<Result<EnvironmentSummary>> RemoveAsync(Actor actor, string name, CancellationToken cancellation) => save.RemoveAsync(actor, name, cancellation);
    public Task<Result<ConnectionReport>> TestAsync(Actor actor, string name, CancellationToken cancellation) => test.InvokeAsync(actor, name, cancellation);
    public Task<Result<ConnectionReport>> TestAsync(Actor actor, string? name, EnvironmentForm form, TargetChoice? only, CancellationToken cancellation) => test.InvokeAsync(actor, name, form, only, cancellation);
}
