namespace OpsPortal.Targets.Kubernetes;

/// <summary>
/// What a kubeconfig may make the portal do on its own machine. Pasted by a person it may do nothing of the kind:
/// it could otherwise read the portal's files or run programs there.
/// </summary>
public sealed record KubeconfigPolicy
{
    /// <summary>Read the certificate, key and token files that it names.</summary>
    public bool AllowFiles { get; init; }

    /// <summary>Run the program that it names to get credentials.</summary>
    public bool AllowExec { get; init; }

    /// <summary>Where relative paths start; null: they are refused.</summary>
    public string? Directory { get; init; }

    public static KubeconfigPolicy Pasted { get; } = new();
}
