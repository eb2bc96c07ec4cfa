namespace OpsPortal.Checks.Objectives;

/// <summary>How an objective stands; calculated every few minutes.</summary>
public sealed class CheckBudget
{
    public int CheckId { get; init; }
    public DateTimeOffset At { get; set; }

    /// <summary>Share of good runs or events in the window, 0 to 1; null where nothing was measured.</summary>
    public double? Good { get; set; }

    /// <summary>Share of the error budget that is left; below 0 the promise is broken.</summary>
    public double? Left { get; set; }

    /// <summary>How many times faster than it may the budget burns, over four windows; null where nothing was measured in it.</summary>
    public double? HourRate { get; set; }
    public double? FiveMinuteRate { get; set; }
    public double? SixHourRate { get; set; }
    public double? HalfHourRate { get; set; }
}
