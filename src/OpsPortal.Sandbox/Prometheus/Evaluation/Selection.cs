using OpsPortal.Sandbox.Prometheus.Language;
using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Evaluation;

/// <summary>The series of each selector of a query, looked up once however many steps the query has.</summary>
internal sealed class Selection(ISampleStore store)
{
    private readonly Dictionary<SelectorExpression, IReadOnlyList<ISeries>> known = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyList<ISeries> Of(SelectorExpression selector)
    {
        if (!known.TryGetValue(selector, out var series)) known[selector] = series = store.Select(selector.Matchers);
        return series;
    }
}
