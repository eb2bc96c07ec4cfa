using System.Text.RegularExpressions;
using OpsPortal.Sandbox.Prometheus.Language;

namespace OpsPortal.Sandbox.Prometheus.Evaluation;

/// <summary>Functions that write labels.</summary>
internal static class LabelFunctions
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Puts <paramref name="replacement"/> (<c>$1</c>: what a group took) into a label where the whole of another one matches.</summary>
    public static IReadOnlyList<VectorSample> Replace(IReadOnlyList<VectorSample> input, string target, string replacement, string source, string expression)
    {
        Regex regex;
        try
        {
            regex = new Regex($@"\A(?s:{expression})\z", RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException)
        {
            throw new QueryEvaluationException($"invalid regular expression in label_replace(): {expression}");
        }
        CheckName(target, "label_replace");
        return Unique([.. input.Select(sample => regex.Match(sample.Labels[source]) is { Success: true } match
            ? sample with { Labels = sample.Labels.With(target, match.Result(Groups(replacement))) }
            : sample)]);
    }

    public static IReadOnlyList<VectorSample> Join(IReadOnlyList<VectorSample> input, string target, string separator, IReadOnlyList<string> sources)
    {
        CheckName(target, "label_join");
        return Unique([.. input.Select(s => s with { Labels = s.Labels.With(target, string.Join(separator, sources.Select(source => s.Labels[source]))) })]);
    }

    /// <summary>Refuses two samples of the same labels.</summary>
    public static IReadOnlyList<VectorSample> Unique(IReadOnlyList<VectorSample> samples) => samples.DistinctBy(s => s.Labels).Count() == samples.Count
        ? samples
        : throw new QueryEvaluationException("vector cannot contain metrics with the same labelset");

    /// <summary><c>$name</c> is a group too, not <c>${name}</c> alone.</summary>
    private static string Groups(string replacement) => Regex.Replace(replacement, @"\$(\w+)", "$${$1}", RegexOptions.None, Patience);

    private static void CheckName(string name, string function)
    {
        if (name.Length == 0) throw new QueryEvaluationException($"invalid destination label name in {function}(): {name}");
    }
}
