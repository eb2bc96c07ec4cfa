namespace OpsPortal.Runbooks.Actions.Kubernetes;

/// <summary>An action on a cluster.</summary>
public abstract record KubernetesAction : StepAction
{
    /// <summary>As the command names it; null means the environment's default namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>The context that the command names (<c>--context</c>). It is refused where the environment uses another one.</summary>
    public string? Context { get; init; }

    /// <summary>"in production", or nothing where the command names no namespace.</summary>
    private protected string InNamespace => Namespace is null ? "" : $" in {ParameterText.Display(Namespace)}";
}

/// <summary>A resource as a command line names it. The kind is as written (<c>po</c>, <c>pods</c>, <c>certificates.cert-manager.io</c>);
/// discovery tells what it is.</summary>
/// <param name="Name">Null means all, or those that a selector picks.</param>
public sealed record ResourceArgument(string Kind, string? Name = null)
{
    public override string ToString() => Name is null ? Kind : $"{Kind} {ParameterText.Display(Name)}";
}
