using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Web;

/// <summary><c>openssl s_client</c>: what a server shows in a TLS handshake. Nothing is sent after it.</summary>
public sealed record TlsInspect : StepAction
{
    public required string Host { get; init; }
    public string Port { get; init; } = "443";

    /// <summary>The name that is asked for; null means the host, empty means none.</summary>
    public string? ServerName { get; init; }

    /// <summary>The whole chain in PEM, not only the server's own certificate.</summary>
    public bool ShowCertificates { get; init; }

    /// <summary>The certificate has to be for this name.</summary>
    public string? VerifyName { get; init; }

    /// <summary><c>1.2</c> or <c>1.3</c>; null takes what both sides like best.</summary>
    public string? Version { get; init; }

    public override string Name => "tls.inspect";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => new(null, "host", $"{ParameterText.Display(Host)}:{ParameterText.Display(Port)}");
    public override string Sentence => $"Look at the certificate of {ParameterText.Display(Host)}:{ParameterText.Display(Port)}";
}

/// <summary><c>openssl x509 -in FILE</c>.</summary>
public sealed record CertificateShow : StepAction
{
    public required string File { get; init; }
    public required X509 Print { get; init; }

    public override string Name => "tls.certificate";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => new(null, "file", ParameterText.Display(File));
    public override string Sentence => $"Read the certificate in {ParameterText.Display(File)}";
}
