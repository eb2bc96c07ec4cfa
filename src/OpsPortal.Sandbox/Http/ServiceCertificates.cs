using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Simulation.Controllers;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Http;

/// <summary>
/// The certificate for each server name, as ingress-nginx chooses it: from the secret that the ingress gives for the host, else from one
/// of its secrets that fits, else one of the controller's own, which fits nothing.
/// </summary>
internal sealed class ServiceCertificates(ClusterInside cluster, FrontDoor door) : IDisposable
{
    private readonly ConcurrentDictionary<string, X509Certificate2?> loaded = [];

    public X509Certificate2 For(string? name)
    {
        var host = (name ?? "").ToLowerInvariant();
        if (door.IngressFor(host) is { } ingress) return Of(ingress, host) ?? Own("ingress.local");
        // Names without an ingress have a certificate of their own that nobody has to look after.
        return FrontDoor.SecureHosts.Contains(host) ? Own(host) : Own("ingress.local");
    }

    public void Dispose()
    {
        foreach (var certificate in loaded.Values) certificate?.Dispose();
    }

    private X509Certificate2? Of(JsonObject ingress, string host)
    {
        var entries = ingress.List("spec", "tls");
        var named = entries.Where(t => t["hosts"] is JsonArray hosts && hosts.Any(h => (string?)h == host));
        if (named.Select(t => Load(ingress.Namespace!, t)).OfType<X509Certificate2>().FirstOrDefault() is { } wanted) return wanted;
        return entries.Select(t => Load(ingress.Namespace!, t)).OfType<X509Certificate2>().FirstOrDefault(c => c.MatchesHostname(host, allowWildcards: true, allowCommonName: false));
    }

    private X509Certificate2? Load(string ns, JsonObject entry)
    {
        if (entry.Text("secretName") is not { } name || cluster.Store.Get(ResourceTypes.Secrets, ns, name) is not { } secret) return null;
        var (certificate, key) = (Decoded(secret.Text("data", "tls.crt")), Decoded(secret.Text("data", "tls.key")));
        return loaded.GetOrAdd(certificate + key, _ => Parse(certificate, key));
    }

    private X509Certificate2 Own(string host) => loaded.GetOrAdd(host, _ =>
    {
        var pair = CertificatePair.Issue(cluster.Authority, [host], cluster.Now.AddHours(-1), cluster.Now.AddYears(1), Naming.Hash(host));
        return Parse(pair.Certificate, pair.Key);
    })!;

    /// <summary>Null where the texts are no certificate and its key: then it is as if there were no secret.</summary>
    private static X509Certificate2? Parse(string certificate, string key)
    {
        try
        {
            using var pem = X509Certificate2.CreateFromPem(certificate, key);
            // A key that exists only in memory has to be imported once more before every TLS stack takes it.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static string Decoded(string? base64)
    {
        var bytes = new byte[base64?.Length ?? 0];
        return Convert.TryFromBase64String(base64 ?? "", bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count) : "";
    }
}
