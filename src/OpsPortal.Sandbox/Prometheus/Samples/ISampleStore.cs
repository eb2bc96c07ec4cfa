namespace OpsPortal.Sandbox.Prometheus.Samples;

/// <param name="At">Milliseconds since 1970.</param>
internal readonly record struct Sample(long At, double Value);

/// <summary>Where samples are read from.</summary>
internal interface ISampleStore
{
    /// <summary>The series that every matcher takes, sorted by labels.</summary>
    IReadOnlyList<ISeries> Select(IReadOnlyList<LabelMatcher> matchers);
}

/// <summary>Samples of one set of labels, in order of time.</summary>
internal interface ISeries
{
    Labels Labels { get; }

    /// <summary>The newest after <paramref name="after"/> and not after <paramref name="until"/>; null where there is none or the series had ended by then.</summary>
    Sample? Newest(long after, long until);

    /// <summary>All after <paramref name="after"/> and not after <paramref name="until"/>.</summary>
    IReadOnlyList<Sample> Between(long after, long until);
}
