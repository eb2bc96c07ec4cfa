using System.Globalization;
using OpsPortal.Runbooks.Actions.Web;

namespace OpsPortal.Targets.Prometheus;

/// <summary>Requests to the query API.</summary>
internal static class PrometheusRequests
{
    /// <summary>Which version the environment's own server is.</summary>
    public static HttpSend BuildInfo(Uri server) => To(server, "status/buildinfo", [], "5");

    /// <summary>To the environment's own server, which may live under a path and want credentials (in its address).</summary>
    public static HttpSend Query(Uri server, PrometheusQuery query)
    {
        List<HttpData> pairs = [Pair("query", query.Query)];
        if (query.Range is { } range) pairs.AddRange([Pair("start", range.Start), Pair("end", range.End), Pair("step", range.Step)]);
        else if (query.Time is { } time) pairs.Add(Pair("time", time));
        return To(server, query.Range is null ? "query" : "query_range", pairs, "30");
    }

    private static HttpSend To(Uri server, string path, IReadOnlyList<HttpData> query, string seconds) => new()
    {
        Transfers = [new(WebText.Plain($"{server.Scheme}://{server.Authority}{server.AbsolutePath.TrimEnd('/')}/api/v1/{path}"))],
        Query = query,
        User = server.UserInfo.Length > 0 ? Uri.UnescapeDataString(server.UserInfo) : null,
        Compressed = true,
        Times = new() { Most = seconds },
    };

    /// <summary>The range of what a command asked at one time, of the same server with the same credentials; null where the command is no such question.</summary>
    public static HttpSend? Range(HttpSend asked, string query, string step, DateTimeOffset start, DateTimeOffset end)
    {
        var url = asked.Transfers[0].Url.Text();
        var path = url[..(url.IndexOf('?') is >= 0 and var mark ? mark : url.Length)].TrimEnd('/');
        if (!path.EndsWith("/api/v1/query", StringComparison.Ordinal)) return null;
        return new()
        {
            Transfers = [new(WebText.Plain($"{path}_range"))],
            Query = [Pair("query", query), Pair("start", Seconds(start)), Pair("end", Seconds(end)), Pair("step", step)],
            Headers = [.. asked.Headers.Where(h => !h.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))],
            User = asked.User,
            Bearer = asked.Bearer,
            Cookies = asked.Cookies with { KeptIn = null },
            Insecure = asked.Insecure,
            Fail = HttpFailure.WithoutBody,
            Resolve = asked.Resolve,
            ConnectTo = asked.ConnectTo,
            Compressed = true,
            Times = new() { Most = "10" },
        };
    }

    private static HttpData Pair(string name, string value) => new() { Name = name, Text = WebText.Plain(value), Encode = true };

    private static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
