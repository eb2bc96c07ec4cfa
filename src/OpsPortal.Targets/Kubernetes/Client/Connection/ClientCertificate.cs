using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>A certificate with its key, and those between it and its authority.</summary>
public sealed class ClientCertificate(X509Certificate2 certificate, X509Certificate2Collection chain)
{
    public X509Certificate2 Certificate => certificate;
    public X509Certificate2Collection Chain => chain;

    /// <param name="certificatePem">One or more certificates, the client's own first.</param>
    /// <param name="keyPem">RSA, EC or PKCS#8, not encrypted.</param>
    /// <exception cref="KubeconfigException">They cannot be read, or do not belong together.</exception>
    public static ClientCertificate FromPem(string certificatePem, string keyPem)
    {
        if (keyPem.Contains("ENCRYPTED", StringComparison.Ordinal))
            throw new KubeconfigException("the client key is encrypted; decrypt it first, for example with: openssl pkey -in client.key");
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificatePem);
            if (chain.Count > 0)
                chain.RemoveAt(0);
            return new(X509Certificate2.CreateFromPem(certificatePem, keyPem), chain);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new KubeconfigException($"the client certificate and its key cannot be used together: {e.Message.TrimEnd('.')}; both "
                + "must be PEM and belong to each other");
        }
    }
}
