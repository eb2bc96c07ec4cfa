using OpsPortal.Systems.Facts;

namespace OpsPortal.Incidents.Alerts.Grouping;

/// <summary>Severities as alerts say them, beside those of a system. Pure.</summary>
internal static class AlertSeverity
{
    /// <summary>Smaller is worse.</summary>
    public static int Rank(string? word) => string.IsNullOrWhiteSpace(word) ? SeverityOrder.Of("warning") : SeverityOrder.Of(word.Trim());

    /// <summary>What the system calls it. A word that nobody knows is taken for the usual one, so that no alert is lost for it.</summary>
    public static string Of(SystemPolicy policy, string? word)
    {
        var chosen = SeverityChoice.Of(policy, word);
        if (!chosen.Succeeded) chosen = SeverityChoice.Of(policy, Rank(word) switch { < 10 => "critical", < 30 => "warning", < 1000 => "info", _ => null });
        return chosen.Value!;
    }

    /// <summary>Whether an alert is bad enough for an incident. One that says nothing of how bad it is, is.</summary>
    public static bool Declares(AlertSettings settings, string? word) =>
        settings.DeclareFrom is not { Length: > 0 } from || string.IsNullOrWhiteSpace(word) || Rank(word) is var rank && (rank >= 1000 || rank <= Rank(from));

    public static bool IsLow(AlertSettings settings, string? word) => word is not null && settings.LowUrgency.Contains(word.Trim(), StringComparer.OrdinalIgnoreCase);
}
