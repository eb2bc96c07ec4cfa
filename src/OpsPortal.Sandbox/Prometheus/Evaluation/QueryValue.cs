using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Evaluation;

/// <summary>What a query comes to.</summary>
internal abstract record QueryValue;

internal sealed record ScalarValue(double Value) : QueryValue;

internal sealed record TextValue(string Value) : QueryValue;

/// <summary>At most one sample for each set of labels.</summary>
internal sealed record VectorValue(IReadOnlyList<VectorSample> Samples) : QueryValue;

/// <param name="From">Beginning of the range, in milliseconds since 1970.</param>
internal sealed record RangeValue(IReadOnlyList<RangeSamples> Series, long From, long Until) : QueryValue;

/// <param name="At">When the sample was taken; null for what was calculated.</param>
internal readonly record struct VectorSample(Labels Labels, double Value, long? At = null);

internal sealed record RangeSamples(Labels Labels, IReadOnlyList<Sample> Samples);
