using System.Text.Json;
using OpsPortal.Checks.Judging;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Targets;
using OpsPortal.Targets.Probes;

namespace OpsPortal.Checks.Probing;

/// <summary>What is asked over the network without a client of its own: HTTP, TCP, TLS, Prometheus.</summary>
internal static class WebProbes
{
    private const int MostRedirects = 5;

    public static async Task<Finding> HttpAsync(HttpCheck http, Thresholds thresholds, ActionContext context, CancellationToken cancellation)
    {
        var answer = await Measure.HttpAsync(Get(http.Url, http.FollowRedirects), context, cancellation);
        var took = Math.Round(answer.Took.TotalMilliseconds, 1);
        if (!StatusRange.Read(http.Status)!.Holds(answer.Status)) return Finding.Failed($"Answered {answer.Answer}, not {http.Status ?? "200 to 299"}", took);
        if (http.Contains is { Length: > 0 } text && !answer.Body.Contains(text, StringComparison.Ordinal)) return Finding.Failed($"{answer.Answer}, but the answer does not hold \"{text}\"", took);
        if (http.Pointer is { Length: > 0 } pointer && Json(answer.Body, pointer, http.Expect) is { } wrong) return Finding.Failed($"{answer.Answer}, but {wrong}", took);
        return new(thresholds.Judge(took), took, $"{answer.Answer} in {thresholds.Sentence(took)}");
    }

    public static async Task<Finding> TcpAsync(TcpCheck tcp, Thresholds thresholds, ActionContext context, CancellationToken cancellation)
    {
        var took = Math.Round((await Measure.ConnectAsync(tcp.Host, tcp.Port, context, cancellation)).TotalMilliseconds, 1);
        return new(thresholds.Judge(took), took, $"Connected in {thresholds.Sentence(took)}");
    }

    public static async Task<Finding> TlsAsync(TlsCheck tls, Thresholds thresholds, ActionContext context, CancellationToken cancellation)
    {
        var shown = await Measure.CertificateAsync(tls.Host, tls.Port, tls.ServerName, context, cancellation);
        var days = Math.Floor((shown.NotAfter - context.Time.GetUtcNow()).TotalDays * 10) / 10;
        var until = $"{shown.NotAfter.UtcDateTime:yyyy-MM-dd}";
        if (days < 0) return Finding.Failed($"Expired on {until}", days);
        if (!shown.NameFits) return Finding.Failed($"The certificate is not for {tls.ServerName ?? tls.Host}", days);
        if (shown.NotTrusted is { } why && !tls.AllowUntrusted) return Finding.Failed($"Not trusted: {why}", days);
        return new(thresholds.Judge(days), days, $"Valid until {until}: {thresholds.Sentence(days)}");
    }

    public static async Task<Finding> PrometheusAsync(PrometheusCheck check, Thresholds thresholds, ActionContext context, CancellationToken cancellation)
    {
        var series = await Measure.PrometheusAsync(check.Query, context, cancellation);
        if (series.Count == 0)
            return check.NothingPasses ? new(CheckOutcome.Passed, 0, "No series comes back, as it should be") : Finding.Unknown("The query gives no series. Check its labels, and whether Prometheus still scrapes them");
        var known = series.Where(s => s.Value is not null).ToList();
        if (known.Count == 0) return Finding.Unknown("The query gives no number");
        if (check.NothingPasses) return Finding.Failed($"{(series.Count == 1 ? "One series comes" : $"{series.Count} series come")} back, {known[0].Name} among them", known.Count);
        var worst = thresholds.Worst([.. known.Select(s => s.Value!.Value)]);
        var of = known.Count == 1 ? "" : $"; the worst of {known.Count} series, {known.First(s => s.Value == worst).Name}";
        return new(thresholds.Judge(worst), worst, thresholds.Sentence(worst) + of);
    }

    internal static HttpSend Get(string url, bool follow, bool head = false) => new()
    {
        Transfers = [new(WebText.Plain(url.Trim()))],
        Headers = [new("User-Agent", "OpsPortal-Check")],
        MostRedirects = follow ? MostRedirects : 0,
        HeadOnly = head,
    };

    private static string? Json(string body, string pointer, string? expect)
    {
        try
        {
            var found = JsonPlace.Read(body, pointer);
            if (found is null) return $"nothing stands at {pointer}";
            return expect is null or "" || found == expect ? null : $"{pointer} is {Beginning(found)}, not {expect}";
        }
        catch (JsonException)
        {
            return "the answer is no JSON";
        }
    }

    private static string Beginning(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
