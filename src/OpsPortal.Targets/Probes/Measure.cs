using System.Net.Sockets;
using System.Security.Authentication;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Targets.Http;
using OpsPortal.Targets.Prometheus;
using OpsPortal.Targets.Tls;

namespace OpsPortal.Targets.Probes;

/// <summary>What is measured rather than printed: by the clients that steps use, and only where steps may go.</summary>
public static class Measure
{
    private const int LongestBody = 1024 * 1024;

    /// <summary>How long a connection takes, name look-up included.</summary>
    /// <exception cref="ReachRefusedException">The environment does not let anybody go there.</exception>
    /// <exception cref="MeasureFailedException">Nobody answers.</exception>
    public static async Task<TimeSpan> ConnectAsync(string host, int port, ActionContext context, CancellationToken cancellation)
    {
        try
        {
            var connected = await new Connector(Reach(context), context.Time).ConnectAsync(host, port, cancellation);
            using (connected.Socket) return connected.Took;
        }
        catch (WebFailure failure)
        {
            throw new MeasureFailedException(failure.Advice ?? failure.Message, failure);
        }
    }

    /// <summary>Sends it once and reads at most 1 MiB of what comes back.</summary>
    /// <exception cref="ReachRefusedException">The environment does not let anybody go there.</exception>
    /// <exception cref="MeasureFailedException">There was no whole answer.</exception>
    public static async Task<MeasuredAnswer> HttpAsync(HttpSend request, ActionContext context, CancellationToken cancellation)
    {
        // said here, because the run makes a plain failure of it
        if (Uri.TryCreate(request.Transfers[0].Url.Text(), UriKind.Absolute, out var address)) Reach(context).Find(address.IdnHost, address.Port);
        using var body = new CappedStream(LongestBody);
        var run = new HttpRun(request, context with { Output = Nowhere.Instance });
        var outcome = await run.RunAsync(cancellation, body);
        if (run.Last is not { Status: > 0 } facts) throw new MeasureFailedException(outcome.Reason);
        if (!outcome.Succeeded && facts.Status < 400) throw new MeasureFailedException(outcome.Reason);
        DateTimeOffset? modified = facts.Headers.Where(h => h.Name.Equals("Last-Modified", StringComparison.OrdinalIgnoreCase))
            .Select(h => DateTimeOffset.TryParse(h.Value, out var at) ? at : (DateTimeOffset?)null).FirstOrDefault();
        return new(facts.Status, facts.Answer, System.Text.Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length), facts.Total, modified);
    }

    /// <summary>What a server shows in a TLS handshake.</summary>
    /// <param name="serverName">Null asks for the host.</param>
    /// <exception cref="ReachRefusedException">The environment does not let anybody go there.</exception>
    /// <exception cref="MeasureFailedException">Nobody answers, or not in TLS.</exception>
    public static async Task<MeasuredCertificate> CertificateAsync(string host, int port, string? serverName, ActionContext context, CancellationToken cancellation)
    {
        try
        {
            var shown = await Handshake.PerformAsync(new() { Host = host, Port = $"{port}", ServerName = serverName }, port, context, cancellation);
            var found = new MeasuredCertificate(new DateTimeOffset(shown.Chain[0].NotAfter.ToUniversalTime()), shown.Verdict.IsTrusted ? null : shown.Verdict.Text, shown.NameFits);
            foreach (var certificate in shown.Chain) certificate.Dispose();
            return found;
        }
        catch (WebFailure failure)
        {
            throw new MeasureFailedException(failure.Advice ?? failure.Message, failure);
        }
        catch (Exception wrong) when (wrong is AuthenticationException or IOException or SocketException)
        {
            throw new MeasureFailedException($"{host}:{port} does not agree on an encrypted connection. Check that the port speaks TLS.", wrong);
        }
    }

    /// <summary>The newest value of each series; NaN and infinities are null.</summary>
    /// <exception cref="TargetUnreachableException">There is no Prometheus, or it does not answer.</exception>
    /// <exception cref="MeasureFailedException">It refuses the query.</exception>
    public static async Task<IReadOnlyList<MeasuredSeries>> PrometheusAsync(string query, ActionContext context, CancellationToken cancellation)
    {
        if (context.Targets.Prometheus is not { } server) throw new TargetUnreachableException("This environment has no Prometheus; an administrator can set its address under Environments.");
        using var body = new MemoryStream();
        var outcome = await new HttpRun(PrometheusRequests.Query(server, new() { Query = query }), context with { Output = Nowhere.Instance }).RunAsync(cancellation, body);
        var answer = PrometheusAnswer.Read(body.GetBuffer().AsMemory(0, (int)body.Length));
        if (answer?.Error is { } error) throw new MeasureFailedException($"Prometheus refused the query: {error}");
        if (!outcome.Succeeded || answer is null) throw new TargetUnreachableException($"Prometheus did not answer the query: {outcome.Reason}");
        return [.. answer.Series.Where(s => s.Samples.Count > 0).Select(s => new MeasuredSeries($"{s}", s.Samples[^1].Value))];
    }

    private static HttpReach Reach(ActionContext context) => new(context.Targets.Http, context.Targets.Prometheus);

    /// <summary>Keeps the beginning.</summary>
    private sealed class CappedStream(int most) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => base.Write(buffer, offset, (int)Math.Min(count, Math.Max(0, most - Length)));
    }
}

/// <param name="Answer">"200 OK".</param>
/// <param name="Body">Its first MiB.</param>
public sealed record MeasuredAnswer(int Status, string Answer, string Body, TimeSpan Took, DateTimeOffset? LastModified);

/// <param name="NotTrusted">Why it is not trusted; null where it is.</param>
/// <param name="NameFits">It is for the name that was asked for.</param>
public sealed record MeasuredCertificate(DateTimeOffset NotAfter, string? NotTrusted, bool NameFits);

/// <param name="Name"><c>up{job="web"}</c>.</param>
public sealed record MeasuredSeries(string Name, double? Value);

/// <summary>The target was asked and is not as it should be; the message says how.</summary>
public sealed class MeasureFailedException(string message, Exception? inner = null) : Exception(message, inner);
