using OpsPortal.Access;

namespace OpsPortal.Environments;

/// <summary>The environments as pages need them.</summary>
public interface IEnvironmentBook
{
    /// <summary>Those that were not removed, by name.</summary>
    Task<IReadOnlyList<EnvironmentSummary>> AllAsync(CancellationToken cancellation);

    /// <summary>What a kubeconfig offers; a problem with the reason where it cannot be read.</summary>
    Result<KubeconfigContexts> Read(string kubeconfig);

    Task<Result<EnvironmentSummary>> AddAsync(Actor actor, EnvironmentForm form, CancellationToken cancellation);

    /// <param name="name">As it is called now.</param>
    Task<Result<EnvironmentSummary>> ChangeAsync(Actor actor, string name, EnvironmentForm form, CancellationToken cancellation);

    Task<Result<EnvironmentSummary>> RemoveAsync(Actor actor, string name, CancellationToken cancellation);

    /// <summary>Asks every target whether it answers. The report says what happened, good or bad.</summary>
    Task<Result<ConnectionReport>> TestAsync(Actor actor, string name, CancellationToken cancellation);

    /// <summary>The same for what somebody typed and has not saved; secrets that were left blank are the stored ones.</summary>
    /// <param name="name">As the environment is called now; null where it is new.</param>
    /// <param name="only">The one target to ask; null asks all.</param>
    Task<Result<ConnectionReport>> TestAsync(Actor actor, string? name, EnvironmentForm form, TargetChoice? only, CancellationToken cancellation);
}

/// <param name="Current">The context that <c>kubectl</c> would use; null where the file names none.</param>
public sealed record KubeconfigContexts(IReadOnlyList<string> Names, string? Current);
