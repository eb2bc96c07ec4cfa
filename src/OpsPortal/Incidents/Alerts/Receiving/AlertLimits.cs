namespace OpsPortal.Incidents.Alerts.Receiving;

/// <summary>How much may wait, from <c>Alerts</c> of the configuration. Whoever comes beyond that is sent away with 503, and sends again.</summary>
public sealed class AlertLimits
{
    /// <summary>Requests that are being read or stored in this process.</summary>
    public int MostRequests { get; set; } = 200;

    /// <summary>Alerts that were read and wait to be stored.</summary>
    public int MostWaiting { get; set; } = 50_000;

    /// <summary>Alerts that are stored in one transaction.</summary>
    public int MostAtOnce { get; set; } = 5_000;

    /// <summary>Reads that run by themselves for one alert.</summary>
    public int MostDiagnostics { get; set; } = 12;

    /// <summary>Alerts that are over and belong to no incident are kept for so many days; 0 keeps them all.</summary>
    public int KeepDays { get; set; } = 400;
}
