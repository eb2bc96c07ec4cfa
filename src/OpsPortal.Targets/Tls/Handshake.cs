using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Targets.Http;

namespace OpsPortal.Targets.Tls;

/// <summary>What a server showed. Certificates as they were sent, its own first.</summary>
internal sealed record Shown(IReadOnlyList<X509Certificate2> Chain, ChainVerdict Verdict, bool NameFits, string Protocol, string Cipher, long Read, long Written);

/// <summary>A TLS handshake in which every certificate is accepted: it is looked at, and nothing is sent behind it.</summary>
internal static class Handshake
{
    /// <exception cref="ReachRefusedException">The environment does not let steps ask it.</exception>
    /// <exception cref="WebFailure">Nobody answers.</exception>
    /// <exception cref="AuthenticationException">It does not speak TLS, or not with us.</exception>
    public static async Task<Shown> PerformAsync(TlsInspect inspect, int port, ActionContext context, CancellationToken cancellation)
    {
        var connector = new Connector(new(context.Targets.Http, context.Targets.Prometheus), context.Time);
        var connected = await connector.ConnectAsync(inspect.Host, port, cancellation);
        using var limit = new CancellationTokenSource(Connector.MostToConnect, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        Shown? shown = null;
        await using var counting = new CountingStream(new NetworkStream(connected.Socket, ownsSocket: true));
        await using var tls = new SslStream(counting);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = inspect.ServerName ?? inspect.Host,
                EnabledSslProtocols = inspect.Version switch { "1.2" => SslProtocols.Tls12, "1.3" => SslProtocols.Tls13, _ => SslProtocols.None },
                CertificateChainPolicy = new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
                RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
                {
                    if (certificate is X509Certificate2 own) shown = Of(own, chain, inspect, context);
                    // to look at a certificate is not to trust it; what is wrong with it is told
                    return shown is not null;
                },
            }, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new AuthenticationException($"{inspect.Host}:{port} took the connection and said nothing for {Connector.MostToConnect.TotalSeconds} seconds.");
        }
        return (shown ?? throw new AuthenticationException("The server showed no certificate.")) with
        {
            Protocol = tls.SslProtocol switch { SslProtocols.Tls13 => "TLSv1.3", SslProtocols.Tls12 => "TLSv1.2", var other => other.ToString() },
            Cipher = CipherText.OpensslName(tls.NegotiatedCipherSuite),
            Read = counting.BytesRead,
            Written = counting.BytesWritten,
        };
    }

    // the runtime disposes what it hands to the callback, so copies are kept
    private static Shown Of(X509Certificate2 own, X509Chain? chain, TlsInspect inspect, ActionContext context)
    {
        List<X509Certificate2> all = [X509CertificateLoader.LoadCertificate(own.RawData)];
        foreach (var certificate in chain?.ChainPolicy.ExtraStore ?? [])
            if (!all.Exists(c => c.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span))) all.Add(X509CertificateLoader.LoadCertificate(certificate.RawData));
        var name = inspect.VerifyName ?? (inspect.ServerName is { Length: > 0 } asked ? asked : inspect.Host);
        return new(all, ChainVerdict.Of(own, chain, context.Targets.Http.Authorities, context.Time.GetUtcNow()), own.MatchesHostname(name), "", "", 0, 0);
    }
}
