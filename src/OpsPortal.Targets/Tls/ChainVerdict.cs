using System.Security.Cryptography.X509Certificates;

namespace OpsPortal.Targets.Tls;

/// <summary>What verification makes of a chain, in openssl's numbers and words.</summary>
/// <param name="Code">0 where all is well.</param>
/// <param name="Findings">Depth, number and words, in the order in which openssl comes upon them.</param>
internal sealed record ChainVerdict(int Code, string Text, IReadOnlyList<(int Depth, int Code, string Text)> Findings)
{
    private const int Expired = 10, NotYetValid = 9, SelfSigned = 18, SelfSignedInChain = 19, NoLocalIssuer = 20, NoFirst = 21;

    public bool IsTrusted => Code == 0;

    /// <param name="built">As the handshake built it; its extra store holds what the server sent.</param>
    /// <param name="authorities">PEM of authorities that are trusted besides the machine's own.</param>
    public static ChainVerdict Of(X509Certificate2 leaf, X509Chain? built, string? authorities, DateTimeOffset now)
    {
        var sent = built?.ChainPolicy.ExtraStore.ToList() ?? [];
        using var usual = Build(leaf, sent, null, now);
        if (!Untrusted(usual) || authorities is null) return Read(leaf, usual);
        var own = new X509Certificate2Collection();
        own.ImportFromPem(authorities);
        using var extended = Build(leaf, sent, own, now);
        return Read(leaf, extended);
    }

    private static X509Chain Build(X509Certificate2 leaf, List<X509Certificate2> sent, X509Certificate2Collection? own, DateTimeOffset now)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        foreach (var certificate in sent) chain.ChainPolicy.ExtraStore.Add(certificate);
        if (own is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(own);
        }
        chain.Build(leaf);
        return chain;
    }

    private static bool Untrusted(X509Chain chain) => chain.ChainStatus.Any(s => s.Status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain);

    private static ChainVerdict Read(X509Certificate2 leaf, X509Chain chain)
    {
        List<(int, int, string)> found = [];
        var elements = chain.ChainElements;
        var top = elements.Count - 1;
        if (Untrusted(chain))
        {
            var root = elements.Count > 0 ? elements[top].Certificate : leaf;
            if (IsSelfIssued(root)) found.Add(top == 0 ? (0, SelfSigned, "self-signed certificate") : (top, SelfSignedInChain, "self-signed certificate in certificate chain"));
            else
            {
                found.Add((top, NoLocalIssuer, "unable to get local issuer certificate"));
                if (top == 0) found.Add((0, NoFirst, "unable to verify the first certificate"));
            }
        }
        var at = chain.ChainPolicy.VerificationTime.ToUniversalTime();
        for (var depth = top; depth >= 0; depth--)
        {
            var certificate = elements[depth].Certificate;
            if (certificate.NotBefore.ToUniversalTime() > at) found.Add((depth, NotYetValid, "certificate is not yet valid"));
            if (certificate.NotAfter.ToUniversalTime() < at) found.Add((depth, Expired, "certificate has expired"));
        }
        return found.Count == 0 ? new(0, "ok", []) : new(found[^1].Item2, found[^1].Item3, found);
    }

    private static bool IsSelfIssued(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
