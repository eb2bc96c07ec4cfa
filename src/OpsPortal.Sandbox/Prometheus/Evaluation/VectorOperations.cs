using OpsPortal.Sandbox.Prometheus.Language;
using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Evaluation;

/// <summary>Operators between vectors: samples meet where the labels that count agree.</summary>
internal static class VectorOperations
{
    /// <summary>Between a vector and a number; <paramref name="swapped"/>: the number stands on the left.</summary>
    public static IReadOnlyList<VectorSample> WithNumber(BinaryExpression expression, IReadOnlyList<VectorSample> vector, double number, bool swapped)
    {
        List<VectorSample> result = [];
        foreach (var sample in vector)
        {
            var (value, keep) = swapped ? Arithmetic.Of(expression.Operator, number, sample.Value) : Arithmetic.Of(expression.Operator, sample.Value, number);
            // A comparison filters the vector, on whichever side it stands.
            if (expression.IsComparison) value = expression.ReturnsBool ? (keep ? 1 : 0) : sample.Value;
            else keep = true;
            if (keep || expression.ReturnsBool)
                result.Add(new(expression.IsComparison && !expression.ReturnsBool ? sample.Labels : sample.Labels.WithoutName(), value));
        }
        return result;
    }

    public static IReadOnlyList<VectorSample> Combine(BinaryExpression expression, IReadOnlyList<VectorSample> left, IReadOnlyList<VectorSample> right)
    {
        Labels Signature(VectorSample sample) => expression.Matching.On ? sample.Labels.Only(expression.Matching.Labels) : sample.Labels.Without(expression.Matching.Labels);
        return expression.IsSet ? Set(expression.Operator, left, right, Signature) : Match(expression, left, right, Signature);
    }

    private static IReadOnlyList<VectorSample> Set(string name, IReadOnlyList<VectorSample> left, IReadOnlyList<VectorSample> right, Func<VectorSample, Labels> signature)
    {
        if (name == "or")
        {
            var here = left.Select(signature).ToHashSet();
            return [.. left, .. right.Where(s => !here.Contains(signature(s)))];
        }
        var there = right.Select(signature).ToHashSet();
        return [.. left.Where(s => there.Contains(signature(s)) == (name == "and"))];
    }

    private static List<VectorSample> Match(BinaryExpression expression, IReadOnlyList<VectorSample> left, IReadOnlyList<VectorSample> right, Func<VectorSample, Labels> signature)
    {
        var swapped = expression.Matching.Cardinality == Cardinality.OneToMany;
        var (many, one) = swapped ? (right, left) : (left, right);
        Dictionary<Labels, VectorSample> ones = [];
        foreach (var sample in one)
        {
            var key = signature(sample);
            if (ones.TryAdd(key, sample)) continue;
            // Only where the many side has it too is it an error.
            if (many.Any(m => signature(m).Equals(key)))
                throw new QueryEvaluationException(
                    $"found duplicate series for the match group {Braces(key)} on the {(swapped ? "left" : "right")} hand-side of the operation: [{Braces(sample.Labels)}, {Braces(ones[key].Labels)}];many-to-many matching not allowed: matching labels must be unique on one side");
        }
        var matched = new HashSet<Labels>();
        List<VectorSample> result = [];
        foreach (var sample in many)
        {
            var key = signature(sample);
            if (!ones.TryGetValue(key, out var other)) continue;
            var (value, keep) = swapped ? Arithmetic.Of(expression.Operator, other.Value, sample.Value) : Arithmetic.Of(expression.Operator, sample.Value, other.Value);
            var (labels, oneToOne) = (Result(expression, sample.Labels, other.Labels), expression.Matching.Cardinality == Cardinality.OneToOne);
            // Between one and one even what the comparison takes away must be alone.
            if (oneToOne && !matched.Add(key)) throw new QueryEvaluationException("multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
            if (expression.ReturnsBool) value = keep ? 1 : 0;
            else if (!keep) continue;
            if (!oneToOne && !matched.Add(labels)) throw new QueryEvaluationException("multiple matches for labels: grouping labels must ensure unique matches");
            result.Add(new(labels, value));
        }
        return result;
    }

    private static Labels Result(BinaryExpression expression, Labels many, Labels one)
    {
        var matching = expression.Matching;
        var labels = expression.IsComparison && !expression.ReturnsBool ? many : many.WithoutName();
        if (matching.Cardinality == Cardinality.OneToOne)
            return matching.On ? labels.Only(matching.Labels) : labels.Drop(matching.Labels);
        foreach (var label in matching.Include) labels = labels.With(label, one[label]);
        return labels;
    }

    private static string Braces(Labels labels) => $"{{{string.Join(", ", labels.Pairs.Select(p => $"{p.Key}=\"{p.Value}\""))}}}";
}
