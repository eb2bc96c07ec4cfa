namespace OpsPortal.StatusPage;

/// <summary>Section <c>StatusPage</c> of the configuration.</summary>
public sealed record StatusSettings
{
    /// <summary>Where people reach the pages; links in messages and feeds begin with it. Without it, <c>Paging:Address</c>; without both nobody can subscribe by message.</summary>
    public Uri? Address { get; init; }

    /// <summary>Requests per minute of one address to subscribe.</summary>
    public int SubscribePerMinute { get; init; } = 10;

    /// <summary>How often a message that is not taken is tried.</summary>
    public int Tries { get; init; } = 8;

    /// <summary>How long a sending may take before another worker looks after it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(90);

    public static StatusSettings Of(IConfiguration configuration)
    {
        var settings = configuration.GetSection("StatusPage").Get<StatusSettings>() ?? new();
        return settings.Address is null ? settings with { Address = configuration.GetValue<Uri?>("Paging:Address") } : settings;
    }

    /// <summary>Before the <paramref name="tries"/>th further try: 30 s, 1 min, 2 min, … at most 2 h.</summary>
    public static TimeSpan BackOff(int tries) => TimeSpan.FromSeconds(Math.Min(7_200, 30 * Math.Pow(2, Math.Max(0, tries - 1))));
}
