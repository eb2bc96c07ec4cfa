using OpsPortal.Sandbox.Prometheus.Language;
using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Evaluation;

/// <summary>When a query is asked for.</summary>
/// <param name="Start">Milliseconds since 1970, as <c>@ start()</c> means it.</param>
internal readonly record struct QueryTimes(long Start, long End);

/// <summary>Works out what an expression is at one time.</summary>
internal sealed class QueryEvaluator(Selection selection, QueryTimes times, CancellationToken cancellation)
{
    /// <summary>A sample counts for this long, in milliseconds, unless its series ended or has a newer one.</summary>
    public const long Lookback = 300_000;

    /// <summary>Of subqueries without a step of their own.</summary>
    private const long UsualStep = 60_000;

    /// <param name="at">Milliseconds since 1970.</param>
    /// <exception cref="QueryEvaluationException">The samples do not allow it.</exception>
    public QueryValue Evaluate(Expression expression, long at)
    {
        cancellation.ThrowIfCancellationRequested();
        switch (expression)
        {
            case NumberExpression number: return new ScalarValue(number.Value);
            case TextExpression text: return new TextValue(text.Value);
            case GroupedExpression group: return Evaluate(group.Inner, at);
            case SelectorExpression selector: return Newest(selector, at);
            case RangeExpression range: return Range(range, at);
            case SubqueryExpression subquery: return Subquery(subquery, at);
            case NegationExpression negation: return Negated(negation, Evaluate(negation.Inner, at));
            case AggregateExpression aggregate:
                return Unique(Aggregation.Run(aggregate, Vector(aggregate.Inner, at), aggregate.Parameter is { } parameter ? Evaluate(parameter, at) : null));
            case BinaryExpression binary: return Binary(binary, at);
            case CallExpression call: return FunctionCalls.Run(this, call, at);
            default: throw new QueryEvaluationException($"unhandled expression of type {expression.GetType().Name}");
        }
    }

    public IReadOnlyList<VectorSample> Vector(Expression expression, long at) => ((VectorValue)Evaluate(expression, at)).Samples;
    public double Number(Expression expression, long at) => ((ScalarValue)Evaluate(expression, at)).Value;
    public string Text(Expression expression, long at) => ((TextValue)Evaluate(expression, at)).Value;

    public static VectorValue Unique(IReadOnlyList<VectorSample> samples) => new(LabelFunctions.Unique(samples));

    private VectorValue Newest(SelectorExpression selector, long at)
    {
        var moment = Moment(selector.Shift, at);
        List<VectorSample> samples = [];
        foreach (var series in selection.Of(selector))
            if (series.Newest(moment - Lookback, moment) is { } sample) samples.Add(new(series.Labels, sample.Value, sample.At));
        return new(samples);
    }

    private RangeValue Range(RangeExpression range, long at)
    {
        var until = Moment(range.Selector.Shift, at);
        List<RangeSamples> all = [];
        foreach (var series in selection.Of(range.Selector))
            if (series.Between(until - range.Range, until) is { Count: > 0 } samples) all.Add(new(series.Labels, samples));
        return new(all, until - range.Range, until);
    }

    /// <summary>Steps lie on multiples of their length, so that the same moments are asked for whenever the query is.</summary>
    private RangeValue Subquery(SubqueryExpression subquery, long at)
    {
        var until = Moment(subquery.Shift, at);
        var (from, step) = (until - subquery.Range, subquery.Step ?? UsualStep);
        if (step <= 0) throw new QueryEvaluationException("zero or negative subquery step is not allowed");
        Dictionary<Labels, List<Sample>> series = [];
        for (var moment = (long)Math.Floor((double)from / step) * step + step; moment <= until; moment += step)
            foreach (var sample in Vector(subquery.Inner, moment))
            {
                if (!series.TryGetValue(sample.Labels, out var samples)) series[sample.Labels] = samples = [];
                samples.Add(new(moment, sample.Value));
            }
        return new([.. series.Select(s => new RangeSamples(s.Key, s.Value))], from, until);
    }

    private QueryValue Binary(BinaryExpression binary, long at)
    {
        var (left, right) = (Evaluate(binary.Left, at), Evaluate(binary.Right, at));
        if (left is ScalarValue a && right is ScalarValue b)
        {
            var (value, keep) = Arithmetic.Of(binary.Operator, a.Value, b.Value);
            return new ScalarValue(binary.IsComparison ? (keep ? 1 : 0) : value);
        }
        if (left is VectorValue vector && right is ScalarValue number) return Unique(VectorOperations.WithNumber(binary, vector.Samples, number.Value, swapped: false));
        if (left is ScalarValue first && right is VectorValue second) return Unique(VectorOperations.WithNumber(binary, second.Samples, first.Value, swapped: true));
        return Unique(VectorOperations.Combine(binary, ((VectorValue)left).Samples, ((VectorValue)right).Samples));
    }

    private static QueryValue Negated(NegationExpression negation, QueryValue value) => (negation.Negative, value) switch
    {
        (true, ScalarValue number) => new ScalarValue(-number.Value),
        (true, VectorValue vector) => Unique([.. vector.Samples.Select(s => new VectorSample(s.Labels.WithoutName(), -s.Value))]),
        _ => value,
    };

    private long Moment(TimeShift shift, long at) =>
        (shift.ToStart ? times.Start : shift.ToEnd ? times.End : shift.Fixed ?? at) - shift.Offset;
}
