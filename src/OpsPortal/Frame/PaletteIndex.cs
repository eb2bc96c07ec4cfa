using OpsPortal.Access;
using OpsPortal.Executions;
using OpsPortal.Incidents;
using OpsPortal.Runbooks;

namespace OpsPortal.Frame;

/// <summary>Everything that the palette can lead to, gathered when it is opened.</summary>
public sealed class PaletteIndex(IRunbookReader runbooks, IExecutionDesk executions, IIncidentDesk incidents, IEnumerable<IPaletteSource> sources, Workplace workplace)
{
    private const int Shown = 12;
    private const int RecentRuns = 30;
    private const string DeclareAddress = "/incidents/new";
    private const string DeclareWord = "declare ";

    private IReadOnlyList<PaletteEntry> entries = [];

    public async Task LoadAsync(CancellationToken cancellation)
    {
        List<PaletteEntry> all = [new("incident", "Declare an incident", "act", DeclareAddress) { Also = "new alert outage down broken" }];
        all.AddRange((await incidents.ListAsync(new(Open: true), cancellation)).Select(s => new PaletteEntry(
            "incident", $"{s.Incident.Name} {s.Incident.Title}", $"incident · {s.Incident.Severity} · {s.Incident.State.Word()}", $"/incidents/{s.Incident.Number}")
        { Also = s.Incident.System }));
        all.AddRange([.. Rail.Places.Select(p => new PaletteEntry(p.Icon, p.Name, "page", p.Address))]);
        foreach (var runbook in await runbooks.SearchAsync(null, null, cancellation))
        {
            var address = $"/runbooks/{runbook.Slug}";
            all.Add(new("runbooks", runbook.Title, $"runbook · {runbook.SystemName}", address) { Also = string.Join(' ', runbook.Alerts) });
            if (await runbooks.FindAsync(runbook.Slug, cancellation) is { } edition)
                all.AddRange(edition.Compiled.Steps.Select(s => new PaletteEntry("step", s.Title, $"step · {runbook.SystemName}", $"{address}#{Anchors.Of(s.Id)}") { Also = s.Source }));
        }
        all.AddRange(workplace.Environments.Select(e => new PaletteEntry("environments", e.Name, "environment", "/environments")));
        foreach (var source in sources) all.AddRange(await source.EntriesAsync(await workplace.ActorAsync(), cancellation));
        var recent = await executions.RecentAsync(new(Limit: RecentRuns), cancellation);
        all.AddRange(recent.Items.Select(e => new PaletteEntry("runs", e.Title, $"exec {e.Id} · {StateLook.Of(e.State).Word}", $"/runs/{e.Id}")));
        entries = all;
    }

    /// <summary>The best first; without words the pages and runbooks.</summary>
    public IReadOnlyList<PaletteEntry> Find(string words) => Declared(words) is { } title
        ? [new("incident", $"Declare an incident: {title}", "act", $"{DeclareAddress}?title={Uri.EscapeDataString(title)}")]
        : string.IsNullOrWhiteSpace(words)
        ? [.. entries.Where(e => e.Icon is not ("step" or "runs")).Take(Shown)]
        : [.. entries.Select(e => (Entry: e, Score: Rank(words, e))).Where(e => e.Score > 0).OrderByDescending(e => e.Score).Take(Shown).Select(e => e.Entry)];

    /// <summary>What is wrong, where somebody types "declare checkout is slow".</summary>
    private static string? Declared(string words) =>
        words.TrimStart().StartsWith(DeclareWord, StringComparison.OrdinalIgnoreCase) && words.TrimStart()[DeclareWord.Length..].Trim() is { Length: > 0 } title && !"an incident".StartsWith(title, StringComparison.OrdinalIgnoreCase) ? title : null;

    // A hit in the name counts for more than one in the command or the alerts.
    private static int Rank(string words, PaletteEntry entry) =>
        Fuzzy.Score(words, entry.Name) is > 0 and var name ? name + 100 : Fuzzy.Score(words, $"{entry.Name} {entry.Kind} {entry.Also}");
}

/// <summary>What a capability has in the palette beside its pages in the menu.</summary>
public interface IPaletteSource
{
    Task<IReadOnlyList<PaletteEntry>> EntriesAsync(Actor actor, CancellationToken cancellation);
}

/// <param name="Kind">As people call it, with where it belongs.</param>
public sealed record PaletteEntry(string Icon, string Name, string Kind, string Address)
{
    /// <summary>Searched, not shown.</summary>
    public string Also { get; init; } = "";
}
