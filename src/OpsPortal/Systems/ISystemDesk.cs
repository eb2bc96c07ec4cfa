using OpsPortal.Access;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Systems;

/// <summary>Pages' way to the systems.</summary>
public interface ISystemDesk
{
    /// <summary>Null where there is no such system.</summary>
    Task<SystemSheet?> FindAsync(string slug, CancellationToken cancellation);

    Task<Result<SystemFact>> ChangeAsync(Actor actor, string system, FactKind kind, string key, FactChange change, CancellationToken cancellation);
    Task<Result<SystemFact>> AddAsync(Actor actor, string system, FactKind kind, IReadOnlyDictionary<string, string?> values, CancellationToken cancellation);
    Task<Result<SystemFact>> RemoveAsync(Actor actor, string system, FactKind kind, string key, CancellationToken cancellation);
}

/// <inheritdoc cref="ISystemDesk"/>
internal sealed class SystemDesk(SystemQueries queries, ChangeFact facts) : ISystemDesk
{
    public Task<SystemSheet?> FindAsync(string slug, CancellationToken cancellation) => queries.FindAsync(slug, cancellation);
    public Task<Result<SystemFact>> ChangeAsync(Actor actor, string system, FactKind kind, string key, FactChange change, CancellationToken cancellation) => facts.InvokeAsync(actor, system, kind, key, change, cancellation);
    public Task<Result<SystemFact>> AddAsync(Actor actor, string system, FactKind kind, IReadOnlyDictionary<string, string?> values, CancellationToken cancellation) => facts.AddAsync(actor, system, kind, values, cancellation);
    public Task<Result<SystemFact>> RemoveAsync(Actor actor, string system, FactKind kind, string key, CancellationToken cancellation) => facts.RemoveAsync(actor, system, kind, key, cancellation);
}
