using Microsoft.AspNetCore.WebUtilities;

namespace OpsPortal.Incidents.Declaring;

/// <summary>What is known before somebody declares.</summary>
/// <param name="System">Slug.</param>
/// <param name="Runbook">Slug of the runbook that somebody is looking at.</param>
/// <param name="Place">Fragment of its address.</param>
public sealed record DeclareFrom(string? System = null, string? Runbook = null, string? Place = null, string? Title = null, string? Severity = null, string? Environment = null)
{
    /// <summary>From the page that is open: a system's or a runbook's own page says what it is about.</summary>
    public static DeclareFrom Page(Uri address) => address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["systems", var system, ..] => new(System: system),
        ["runbooks", var runbook, ..] when runbook != "repositories" => new(Runbook: runbook, Place: address.Fragment is ['#', .. { Length: > 0 } place] ? Uri.UnescapeDataString(place) : null),
        _ => new(),
    };

    public string Address => QueryHelpers.AddQueryString("/incidents/new", new Dictionary<string, string?>
    {
        ["system"] = System,
        ["runbook"] = Runbook,
        ["place"] = Place,
        ["title"] = Title,
        ["severity"] = Severity,
        ["environment"] = Environment,
    }.Where(v => v.Value is not null));
}

/// <summary>A severity to choose.</summary>
/// <param name="Says">What it means, and which clocks it starts.</param>
public sealed record SeverityOption(string Name, string? Says)
{
    public static IReadOnlyList<SeverityOption> Of(OpsPortal.Systems.Facts.SystemPolicy policy) => policy.Severities.Count == 0
        ? [new("critical", "users cannot work"), new("warning", "users notice it, or will soon"), new("info", "nobody notices it yet")]
        : [.. policy.Severities.Select(s => new SeverityOption(s.Name, Words(s)))];

    private static string? Words(OpsPortal.Systems.Facts.SeverityLevel level)
    {
        var clocks = string.Join(" · ", new[] { ("respond in", level.RespondWithin), ("escalate after", level.EscalateAfter), ("update every", level.UpdateEvery) }
            .Where(c => c.Item2 is not null).Select(c => $"{c.Item1} {OpsPortal.Systems.Facts.DurationWords.Show(c.Item2)}".Replace("in at once", "at once")));
        return (level.Meaning, clocks) switch { (null, "") => null, (null, _) => clocks, (_, "") => level.Meaning, _ => $"{level.Meaning.TrimEnd('.')} · {clocks}" };
    }
}
