using System.Net.Http.Headers;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>What one request is sent with.</summary>
internal sealed record IssuedCredential(AuthenticationHeaderValue? Authorization, ClientCertificate? Certificate = null)
{
    public static IssuedCredential Bearer(string token, ClientCertificate? certificate = null) => new(new("Bearer", token), certificate);

    public override string ToString() => nameof(IssuedCredential);
}
