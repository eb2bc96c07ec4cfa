using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Web;

namespace OpsPortal.Runbooks.Compiling.Web;

/// <summary>Tells a question to Prometheus from any other request.</summary>
internal static class PrometheusRequest
{
    /// <summary>The question where it is one, the request as it is otherwise.</summary>
    public static StepAction Recognize(HttpSend send)
    {
        if (send is not { Transfers: [{ File: null, NamedAsRemote: false } transfer], HeadOnly: false } || send.EffectiveMethod() is not ("GET" or "POST")) return send;
        var url = transfer.Url.Template();
        var path = AddressText.Path(url).TrimEnd('/');
        var isRange = path.EndsWith("/api/v1/query_range", StringComparison.Ordinal);
        if ((!isRange && !path.EndsWith("/api/v1/query", StringComparison.Ordinal)) || path.Contains("/loki/", StringComparison.Ordinal)) return send;
        var pairs = Pairs(url, send);
        string? Value(string name) => pairs.LastOrDefault(p => p.Name == name).Value;
        if (Value("query") is not { Length: > 0 } query) return send;
        if (!isRange) return new PrometheusQuery { Query = query, Time = Value("time"), Request = send };
        return Value("start") is { } start && Value("end") is { } end && Value("step") is { } step ? new PrometheusQuery { Query = query, Range = new(start, end, step), Request = send } : send;
    }

    private static List<(string Name, string Value)> Pairs(string url, HttpSend send)
    {
        List<(string, string)> pairs = [];
        if (url.IndexOf('?') is >= 0 and var mark) Split(url[(mark + 1)..], pairs);
        foreach (var data in send.Query.Concat(send.Body?.Data ?? []))
            if (data is { Text: { } text, Encode: true, Name: { } name }) pairs.Add((name, text.Template()));
            else if (data is { Text: { } plain, Encode: false }) Split(plain.Template(), pairs);
            else if (data is { Text: { } whole, Encode: true, Name: null } && whole.Template() is var content && content.IndexOf('=') is > 0 and var at) pairs.Add((content[..at], content[(at + 1)..]));
        return pairs;
    }

    private static void Split(string text, List<(string, string)> into)
    {
        foreach (var pair in text.Split('&'))
            if (pair.IndexOf('=') is > 0 and var at) into.Add((pair[..at], Uri.UnescapeDataString(pair[(at + 1)..].Replace('+', ' '))));
    }
}
