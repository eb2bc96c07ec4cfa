using System.Text;

namespace OpsPortal.Sandbox.Api;

internal static class ApiKubeconfig
{
    /// <param name="authorityPem">Null for plain HTTP.</param>
    public static string Write(Uri address, string? authorityPem, string user, string token)
    {
        var authority = authorityPem is null ? "" : $"\n    certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(authorityPem))}";
        return $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: sandbox
              cluster:
                server: {address.GetLeftPart(UriPartial.Authority)}{authority}
            users:
            - name: {user}
              user:
                token: {token}
            contexts:
            - name: sandbox
              context:
                cluster: sandbox
                user: {user}
            current-context: sandbox

            """;
    }
}
