namespace OpsPortal.Targets.Kubernetes;

/// <summary>What a request is signed with, beside a client certificate. Prints as its kind only: it holds secrets.</summary>
public abstract record ClusterCredential
{
    public sealed override string ToString() => GetType().Name;

    public sealed record None : ClusterCredential;

    public sealed record Token(string Value) : ClusterCredential;

    /// <summary>A file that something else keeps fresh.</summary>
    public sealed record TokenFile(string Path) : ClusterCredential;

    public sealed record Password(string User, string Value) : ClusterCredential;

    public sealed record Plugin(ExecPlugin Settings) : ClusterCredential;
}
