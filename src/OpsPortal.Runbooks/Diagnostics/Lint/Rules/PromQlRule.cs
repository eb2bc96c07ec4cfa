using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary>Queries that Prometheus refuses, or that answer something other than is asked.</summary>
internal sealed partial class PromQlRule : ILintRule
{
    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        foreach (var query in step.Queries)
            foreach (var (severity, code, message, index, length) in Problems(query.Text))
                yield return step.At(severity, code, message, query.At(index), length);
    }

    public static IEnumerable<(DiagnosticSeverity Severity, string Code, string Message, int Index, int Length)> Problems(string query)
    {
        foreach (Match call in WithoutRange().Matches(query))
            yield return (DiagnosticSeverity.Warning, DiagnosticCodes.RateWithoutRange, $"{call.Groups[1].Value} wants a range, so Prometheus refuses this query. Write {call.Groups[1].Value}({call.Groups[2].Value}[5m]).", call.Index, call.Length);
        foreach (Match call in Quantile().Matches(query))
        {
            var argument = query[call.Index..End(query, call.Index + call.Length)];
            if (argument.Contains("_bucket", StringComparison.Ordinal) && !Rate().IsMatch(argument))
                yield return (DiagnosticSeverity.Warning, DiagnosticCodes.HistogramWithoutRate, "Without rate() this is the quantile since the process started, not the one of now. Write histogram_quantile(0.95, sum by (le) (rate(…_bucket[5m]))).", call.Index, argument.Length);
        }
    }

    /// <summary>After the bracket that closes the call.</summary>
    private static int End(string query, int from)
    {
        var open = 1;
        for (var i = from; i < query.Length; i++)
            if (query[i] == '(') open++;
            else if (query[i] == ')' && --open == 0) return i + 1;
        return query.Length;
    }

    [GeneratedRegex(@"\b(rate|irate|increase|delta|idelta|deriv|changes|resets)\s*\(\s*([a-zA-Z_:][\w:]*(?:\{[^}]*\})?)\s*\)")]
    private static partial Regex WithoutRange();

    [GeneratedRegex(@"\bhistogram_quantile\s*\(")]
    private static partial Regex Quantile();

    [GeneratedRegex(@"\b(?:rate|irate|increase|delta)\s*\(")]
    private static partial Regex Rate();
}
