namespace OpsPortal.Checks;

/// <summary>The section <c>Checks</c> of the configuration.</summary>
public sealed record CheckLimits
{
    /// <summary>Checks that one process runs at a time.</summary>
    public int Parallel { get; init; } = 16;

    /// <summary>How long single runs stay as they came before an hour of them is packed.</summary>
    public TimeSpan KeepSamples { get; init; } = TimeSpan.FromHours(7);

    /// <summary>How long single runs can be looked at.</summary>
    public int KeepRunsDays { get; init; } = 14;
    public int KeepHoursDays { get; init; } = 100;
    public int KeepDaysDays { get; init; } = 3 * 366;
    public int KeepChangesDays { get; init; } = 366;

    /// <summary>Calls of heartbeats per minute and address.</summary>
    public int BeatsPerMinute { get; init; } = 120;
}
