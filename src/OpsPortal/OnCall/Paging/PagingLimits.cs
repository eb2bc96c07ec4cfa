namespace OpsPortal.OnCall.Paging;

/// <summary>Section <c>Paging</c> of the configuration.</summary>
public sealed record PagingLimits
{
    /// <summary>Between the methods of one person.</summary>
    public TimeSpan Rung { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a sending may take before another worker looks after it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Between two messages over one method; what comes meanwhile goes in one message.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a method that does not take a page is tried.</summary>
    public int Tries { get; init; } = 6;

    /// <summary>The portal's own address, as people reach it; links in messages begin with it. Null leaves links out.</summary>
    public Uri? Address { get; init; }

    /// <summary>Before the <paramref name="tries"/>th further try: 5 s, 10 s, 20 s, … at most 5 min.</summary>
    public static TimeSpan BackOff(int tries) => TimeSpan.FromSeconds(Math.Min(300, 5 * Math.Pow(2, Math.Max(0, tries - 1))));
}
