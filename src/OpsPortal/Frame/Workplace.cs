using Microsoft.AspNetCore.Components.Authorization;
using OpsPortal.Access;
using OpsPortal.Environments;

namespace OpsPortal.Frame;

/// <summary>Who is at this browser, and the environment they look at. One per circuit.</summary>
public sealed class Workplace(IEnvironmentBook book, AuthenticationStateProvider authentication)
{
    private string? wanted;

    public event Action? Changed;

    /// <summary>By name.</summary>
    public IReadOnlyList<EnvironmentSummary> Environments { get; private set; } = [];

    /// <summary>Null where there is none at all.</summary>
    public EnvironmentSummary? Environment { get; private set; }

    /// <summary>The name that the browser kept from last time.</summary>
    public void Remember(string? name) => wanted ??= name;

    /// <summary>Reads the environments again, e.g. after one was added.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        Environments = (await authentication.GetAuthenticationStateAsync()).User.ToActor() is null ? [] : await book.AllAsync(cancellation);
        // Never by chance into production: without a choice the first that is not.
        Environment = Environments.FirstOrDefault(e => e.Name == wanted) ?? Environments.FirstOrDefault(e => !e.Production) ?? (Environments.Count > 0 ? Environments[0] : null);
        Changed?.Invoke();
    }

    public void Choose(string name)
    {
        if (Environments.FirstOrDefault(e => e.Name == name) is not { } chosen || chosen == Environment) return;
        (Environment, wanted) = (chosen, name);
        Changed?.Invoke();
    }

    /// <summary>The one who acts; without a sign-in somebody who may only look.</summary>
    public async Task<Actor> ActorAsync() =>
        (await authentication.GetAuthenticationStateAsync()).User.ToActor() ?? new(Guid.Empty, "Nobody", Role.Viewer);
}
