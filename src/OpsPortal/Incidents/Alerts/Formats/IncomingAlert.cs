using System.Security.Cryptography;
using System.Text;

namespace OpsPortal.Incidents.Alerts.Formats;

/// <summary>An alert as a body tells it.</summary>
/// <param name="StartsAt">Null where the format tells no beginning: the first time that it comes is one.</param>
public sealed record IncomingAlert(string Fingerprint, AlertState State, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, string Name)
{
    public string? Severity { get; init; }
    public string Summary { get; init; } = "";
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();
    public string? Link { get; init; }
    public string GroupKey { get; init; } = "";
}

/// <summary>What one request brings.</summary>
/// <param name="Truncated">Alerts of the group that the sender left out.</param>
public sealed record IncomingAlerts(IReadOnlyList<IncomingAlert> Alerts, int Truncated = 0)
{
    /// <summary>The groups of which the number of truncated alerts is told.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}

/// <summary>Keys of groups, and of alerts that bring none.</summary>
public static class AlertKeyText
{
    private const int Longest = 500;

    /// <summary>The values of some labels, <c>{alertname="X", cluster="eu"}</c>.</summary>
    public static string ByLabels(IReadOnlyList<string> names, IReadOnlyDictionary<string, string> labels) =>
        Fit($"{{{string.Join(", ", names.Order(StringComparer.Ordinal).Select(n => $"{n}=\"{labels.GetValueOrDefault(n, "")}\""))}}}");

    /// <summary>As long as an index takes; what is longer ends in its own hash.</summary>
    public static string Fit(string key) => key.Length <= Longest ? key : $"{Whole(key, Longest - 40)}…{Hash(key)[..32]}";

    /// <summary>16 hex digits, the same for the same labels in whatever order.</summary>
    public static string Fingerprint(IReadOnlyDictionary<string, string> labels) =>
        Hash(string.Join('\n', labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}\0{l.Value}")))[..16];

    /// <summary>Cut without splitting a character.</summary>
    public static string Whole(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
