using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Targets.Tls;

namespace OpsPortal.Targets.Filters;

/// <summary><c>openssl x509</c> on a stream: takes the first certificate of it.</summary>
internal sealed class X509Filter(X509 print, TimeProvider time) : LineFilter
{
    private readonly CertificateReading reading = new();

    // takes everything, so that what is read of a server is read to its end
    public override ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        reading.Take(line);
        return ValueTask.FromResult(true);
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        using var certificate = reading.Read() ?? throw new FilterException($"{print.Source}: could not read a certificate, because none in PEM was piped to it.");
        foreach (var line in CertificateText.Lines(certificate, print))
            if (!await next(line, cancellation)) return;
        var expires = print.CheckEnd is { } seconds ? CertificateText.WillExpire(certificate, seconds, time.GetUtcNow()) : (bool?)null;
        if (expires is { } will && !await next(will ? "Certificate will expire" : "Certificate will not expire", cancellation)) return;
        if (print.Pem)
            foreach (var line in CertificateText.Pem(certificate))
                if (!await next(line, cancellation)) return;
        if (expires == true) throw new FilterException($"The certificate ends too soon: it is valid until {CertificateText.Date(certificate.NotAfter)}.");
    }
}
