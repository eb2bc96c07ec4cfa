namespace OpsPortal.Runbooks.Actions.Filters;

/// <summary><c>openssl x509</c>: reads the first certificate in PEM, prints what is asked for.</summary>
public sealed record X509(string Source) : TextFilter(Source)
{
    /// <summary>In the order in which they were asked for.</summary>
    public IReadOnlyList<X509Print> Prints { get; init; } = [];

    /// <summary>Names of extensions (<c>subjectAltName</c>) that <see cref="X509Print.Extensions"/> prints.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>Of the fingerprint: <c>sha1</c>, <c>sha256</c>, <c>sha384</c>, <c>sha512</c> or <c>md5</c>.</summary>
    public string Digest { get; init; } = "sha1";

    /// <summary>Fails where it ends within so many seconds.</summary>
    public long? CheckEnd { get; init; }

    /// <summary>The certificate itself follows in PEM.</summary>
    public bool Pem { get; init; } = true;
}

public enum X509Print { StartDate, EndDate, Subject, Issuer, Serial, Fingerprint, Text, Extensions }
