namespace OpsPortal.Targets.Kubernetes;

public sealed record KubeconfigContext(string Name, string Cluster, string? User, string? Namespace);

public sealed record KubeconfigCluster(string Name, string? Server)
{
    /// <summary>Base64 of PEM.</summary>
    public string? AuthorityData { get; init; }
    public string? AuthorityFile { get; init; }
    public string? TlsServerName { get; init; }
    public bool InsecureSkipTlsVerify { get; init; }
    public string? ProxyUrl { get; init; }
}

/// <summary>Prints as its name only: it holds secrets.</summary>
public sealed record KubeconfigUser(string Name)
{
    public string? CertificateData { get; init; }
    public string? CertificateFile { get; init; }
    public string? KeyData { get; init; }
    public string? KeyFile { get; init; }
    public string? Token { get; init; }
    public string? TokenFile { get; init; }
    public string? Username { get; init; }
    public string? Password { get; init; }
    public string? AuthProvider { get; init; }
    public KubeconfigExec? Exec { get; init; }
    public Impersonation? Impersonate { get; init; }

    public override string ToString() => Name;
}

public sealed record KubeconfigExec(string? ApiVersion, string? Command, IReadOnlyList<string> Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
    public string? InstallHint { get; init; }
    public string? InteractiveMode { get; init; }
    public bool ProvideClusterInfo { get; init; }

    public override string ToString() => Command ?? "";
}
