namespace OpsPortal.Sandbox.Prometheus.Language;

/// <summary>A query cannot be answered; the message is in Prometheus' words.</summary>
internal abstract class QueryException(string message) : Exception(message);

/// <summary>The text is no query. The message begins with line and column, as <c>1:5: parse error: …</c>.</summary>
internal sealed class QueryParseException(string text, int at, string what) : QueryException($"{Place(text, at)}: parse error: {what}")
{
    private static string Place(string text, int at)
    {
        if (at < 0) return "unknown position";
        var before = text.AsSpan(0, Math.Min(at, text.Length));
        return $"{before.Count('\n') + 1}:{before.Length - before.LastIndexOf('\n')}";
    }
}

/// <summary>The query is well formed, but the samples do not allow what it asks for.</summary>
internal sealed class QueryEvaluationException(string message) : QueryException(message);
