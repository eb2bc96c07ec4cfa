using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OpsPortal.Targets.Tls;

/// <summary>Finds the first certificate in text that may hold anything else before and behind it.</summary>
internal sealed class CertificateReading
{
    private const int Most = 1 << 20;

    private readonly StringBuilder body = new();
    private bool inside;
    private bool done;

    public void Take(string line)
    {
        if (done) return;
        var text = line.Trim();
        if (text is "-----BEGIN CERTIFICATE-----" or "-----BEGIN X509 CERTIFICATE-----" or "-----BEGIN TRUSTED CERTIFICATE-----") inside = true;
        else if (inside && text.StartsWith("-----END ", StringComparison.Ordinal)) done = true;
        else if (inside && body.Length < Most) body.Append(text);
    }

    /// <summary>Null where there was none, or none that can be read.</summary>
    public X509Certificate2? Read()
    {
        if (!done) return null;
        try
        {
            return X509CertificateLoader.LoadCertificate(Convert.FromBase64String(body.ToString()));
        }
        catch (Exception wrong) when (wrong is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
