using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Kubernetes;

/// <summary>An action that changes something in a cluster, unless it is only tried out.</summary>
public abstract record KubernetesChange : KubernetesAction
{
    /// <summary><c>client</c>: nothing is sent; <c>server</c>: the server tries it and keeps nothing; null does it.</summary>
    public string? DryRun { get; init; }

    /// <summary>As after <c>-o</c>: <c>name</c>, <c>yaml</c>, <c>json</c>, <c>jsonpath=…</c>; null prints a line for each object.</summary>
    public string? Output { get; init; }

    /// <summary>What it does where it is no dry run.</summary>
    private protected abstract Risk Effect { get; }

    public sealed override Risk Risk => DryRun is null ? Effect : Risk.Read;

    /// <summary>"Scale" or "Try to scale".</summary>
    private protected string Verb(string verb) => DryRun is null ? verb : $"Try to {char.ToLowerInvariant(verb[0])}{verb[1..]}";
}
