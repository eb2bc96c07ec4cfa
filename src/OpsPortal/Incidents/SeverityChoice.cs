using OpsPortal.Systems.Facts;

namespace OpsPortal.Incidents;

/// <summary>The severity that is meant, by the names of the system's own policy.</summary>
internal static class SeverityChoice
{
    /// <summary>For systems whose runbooks say nothing of severities.</summary>
    public static IReadOnlyList<string> Common { get; } = ["critical", "warning", "info"];

    public static Result<string> Of(SystemPolicy policy, string? wanted)
    {
        var names = Names(policy);
        // In doubt rather too bad than too harmless, but not the worst: that one wakes everybody.
        if (string.IsNullOrWhiteSpace(wanted)) return names[Math.Min(1, names.Count - 1)];
        if (policy.Severity(wanted.Trim()) is { } level) return level.Name;
        if (names.FirstOrDefault(n => n.Equals(wanted.Trim(), StringComparison.OrdinalIgnoreCase)) is { } name) return name;
        return Common.Contains(wanted.Trim().ToLowerInvariant()) && policy.Severities.Count > 0 ? ByWord(policy, wanted.Trim())
            : Problem.Invalid($"This system has no severity {wanted}; it has {string.Join(", ", names)}.", "severity");
    }

    /// <summary>By the order of the policy; of a name that it has no longer, by what the name says.</summary>
    public static bool IsWorse(SystemPolicy policy, string severity, string than)
    {
        var names = Names(policy);
        var (at, before) = (IndexOf(names, severity), IndexOf(names, than));
        return at >= 0 && before >= 0 ? at < before : SeverityOrder.Of(severity) < SeverityOrder.Of(than);
    }

    private static int IndexOf(IReadOnlyList<string> names, string name) => names.ToList().FindIndex(n => n.Equals(name, StringComparison.OrdinalIgnoreCase));

    public static IReadOnlyList<string> Names(SystemPolicy policy) => policy.Severities.Count == 0 ? Common : [.. policy.Severities.Select(s => s.Name)];

    /// <summary>Alerts say critical, warning or info where the policy counts P1 to P4: the worst, the next, the last.</summary>
    private static string ByWord(SystemPolicy policy, string word) => word.ToLowerInvariant() switch
    {
        "critical" => policy.Severities[0].Name,
        "warning" => policy.Severities[Math.Min(1, policy.Severities.Count - 1)].Name,
        _ => policy.Severities[^1].Name,
    };
}
