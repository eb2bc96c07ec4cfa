using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Markdown;

/// <summary>A query of Prometheus that a bullet names and describes: "`rate(http_requests_total[5m])` - Request rate".</summary>
internal static partial class InlineQuery
{
    /// <summary>Null unless the code is unmistakably a query, and the text says nothing but what it tells.</summary>
    public static InlineCommand? In(string text, CodeSpan span)
    {
        if (span.Code.Length > 1000 || !IsQuery(span.Code)) return null;
        var (before, after) = (InlineText.Plain(text[..span.Start]), InlineText.Plain(text[span.End..]));
        var title = before.Length == 0 && after.AsSpan().TrimStart() is ['-' or '–' or '—' or ':' or '→' or '(', ..] ? after.Trim(' ', '-', '–', '—', ':', '→', '(', ')', '.')
            : after.Trim('.', ' ').Length == 0 && before.EndsWith(':') ? before.TrimEnd(':', ' ')
            : null;
        return title is { Length: > 0 and <= 160 } ? new(span.Code, text.AsSpan(0, span.Start).Count('\n'), title, "promql") : null;
    }

    /// <summary>A call of a function of PromQL on samples: brackets closed, and a range or a label in them where the name alone could be another language's.</summary>
    private static bool IsQuery(string code)
    {
        if (!Call().IsMatch(code)) return false;
        var open = 0;
        foreach (var c in code)
        {
            if (c is '(' or '[' or '{') open++;
            else if (c is ')' or ']' or '}' && --open < 0) return false;
        }
        return open == 0 && Samples().IsMatch(code);
    }

    [GeneratedRegex(@"^(?:1\s*-\s*|100\s*[-*]\s*)?\(*\s*(?:rate|irate|increase|delta|deriv|histogram_quantile|sum|avg|max|min|count|topk|bottomk|quantile|avg_over_time|max_over_time|min_over_time|sum_over_time|absent|predict_linear|changes|resets)\s*(?:(?:by|without)\s*\([\w\s,]*\)\s*)?\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"\[\d+[smhdwy](?::\d*[smhdwy]?)?\]|\{\s*\w+\s*(?:=~|!~|!=|=)\s*""")]
    private static partial Regex Samples();
}
