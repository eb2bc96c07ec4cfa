using OpsPortal.Sandbox.Prometheus.Language;
using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Evaluation;

/// <summary>Answers queries from samples.</summary>
internal sealed class QueryEngine(ISampleStore store)
{
    /// <param name="at">Milliseconds since 1970.</param>
    /// <exception cref="QueryParseException">The text is no query.</exception>
    /// <exception cref="QueryEvaluationException">The samples do not allow it.</exception>
    public QueryValue Instant(string query, long at, CancellationToken cancellation = default)
    {
        var expression = QueryParser.Parse(query);
        return new QueryEvaluator(new(store), new(at, at), cancellation).Evaluate(expression, at);
    }

    /// <summary>The query at each step. Series are sorted by labels.</summary>
    public IReadOnlyList<RangeSamples> Range(string query, long start, long end, long step, CancellationToken cancellation = default)
    {
        var expression = QueryParser.Parse(query);
        if (expression.Kind is not (ValueKind.Scalar or ValueKind.InstantVector)) throw new QueryTypeException(expression.Kind);
        var evaluator = new QueryEvaluator(new(store), new(start, end), cancellation);
        Dictionary<Labels, List<Sample>> series = [];
        for (var at = start; at <= end; at += step)
        {
            var value = evaluator.Evaluate(expression, at);
            foreach (var sample in value is ScalarValue scalar ? [new(Labels.Empty, scalar.Value)] : ((VectorValue)value).Samples)
            {
                if (!series.TryGetValue(sample.Labels, out var samples)) series[sample.Labels] = samples = [];
                samples.Add(new(at, sample.Value));
            }
        }
        return [.. series.OrderBy(s => s.Key).Select(s => new RangeSamples(s.Key, s.Value))];
    }
}

/// <summary>A query of that kind has no value at each step.</summary>
internal sealed class QueryTypeException(ValueKind kind)
    : QueryException($"invalid expression type \"{kind.Name()}\" for range query, must be Scalar or instant Vector");
