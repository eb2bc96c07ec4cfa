using System.Security.Cryptography;
using System.Text;

namespace OpsPortal.Incidents.Alerts;

/// <summary>A sender of alerts, with the key that it shows and what to make of its alerts.</summary>
public sealed class AlertIntegration
{
    /// <summary>As long as a routing key of Events v2 has to be.</summary>
    public const int KeyLength = 32;

    public Guid Id { get; init; }

    /// <summary>As timelines name it: "production". Unique among those that are there.</summary>
    public required string Name { get; set; }
    public AlertKind Kind { get; init; }

    /// <summary>SHA-256 of the key, hex; the key itself is shown once.</summary>
    public required string KeyHash { get; set; }

    /// <summary>Slug of the system of alerts that name none; null asks for one as soon as there are several.</summary>
    public string? System { get; set; }

    /// <summary>Where its alerts are felt; null where it sends for several.</summary>
    public Guid? EnvironmentId { get; set; }
    public AlertSettings Settings { get; set; } = new();
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RemovedAt { get; set; }
    public DateTimeOffset? LastReceivedAt { get; set; }

    /// <summary>What could not be read or placed last; null where all went well since.</summary>
    public string? LastError { get; set; }
    public DateTimeOffset? LastErrorAt { get; set; }

    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyLength / 2));

    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

public enum AlertKind { Alertmanager, PagerDuty, Generic }

/// <summary>What to make of alerts. Stored as JSON.</summary>
public sealed record AlertSettings
{
    /// <summary>The mildest severity that declares an incident; null means every one.</summary>
    public string? DeclareFrom { get; init; }

    /// <summary>Severities that wake nobody.</summary>
    public IReadOnlyList<string> LowUrgency { get; init; } = [];

    /// <summary>How long after the last alert is over its incident resolves; null leaves that to people.</summary>
    public TimeSpan? AutoResolveAfter { get; init; } = TimeSpan.Zero;

    /// <summary>False keeps reads from running by themselves for its alerts; otherwise they do where the system allows it.</summary>
    public bool Diagnostics { get; init; } = true;

    /// <summary>Labels whose values make one incident; empty takes the sender's own groups.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>Where a generic body keeps what is needed.</summary>
    public AlertFields Fields { get; init; } = new();

    /// <summary>Where the Alertmanager is, so that silences reach it; null keeps them here.</summary>
    public string? AlertmanagerUrl { get; init; }
}

/// <summary>Paths into a generic body: <c>alert.title</c>, <c>tags[0].value</c>. Null takes the usual names.</summary>
public sealed record AlertFields
{
    /// <summary>The list of alerts in the body; null where the body is the alert, or a list of them.</summary>
    public string? Alerts { get; init; }
    public string? Key { get; init; }
    public string? Name { get; init; }
    public string? Status { get; init; }

    /// <summary>What the status says when it is over; empty means ok, resolved, closed, recovered and their like.</summary>
    public IReadOnlyList<string> ResolvedWords { get; init; } = [];
    public string? Severity { get; init; }
    public string? Summary { get; init; }
    public string? StartsAt { get; init; }
    public string? EndsAt { get; init; }
    public string? Group { get; init; }
    public string? RunbookUrl { get; init; }

    /// <summary>An object whose values become labels.</summary>
    public string? Labels { get; init; }
}
