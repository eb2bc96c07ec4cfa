using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Maintenance.Planning;

/// <summary>Something to begin a plan with.</summary>
/// <param name="Key">Unique: <c>platform-service/checklist/planned-work</c>.</param>
/// <param name="Says">Where it comes from, for people.</param>
public sealed record PlanTemplate(string Key, string System, string Title, string Says, IReadOnlyList<PhaseForm> Phases)
{
    /// <summary>RFC 5545, where it comes again and again.</summary>
    public string? Rule { get; init; }
    public TimeOnly? Start { get; init; }
    public TimeSpan? Duration { get; init; }
    public string? TimeZone { get; init; }
    public IReadOnlyList<string>? AnnounceBefore { get; init; }
    public string? RollbackRunbook { get; init; }
    public string? RollbackPlace { get; init; }
    /// <summary>"Weekly maintenance of Shop", "Every Week: maintenance of Shop".</summary>
    /// <param name="system">Its name.</param>
    public string TitleFor(string system) => Title.Contains("maintenance", StringComparison.OrdinalIgnoreCase) ? $"{Title} of {system}" : $"{Title}: maintenance of {system}";

    public int Items => Phases.Sum(p => p.Items.Count);
}

/// <summary>What a system's runbooks offer: their checklists, their windows, and the steps of their maintenance sections. Pure.</summary>
public static class PlanTemplates
{
    private const string Opening = "Opening the window";

    /// <param name="runbooks">Those of the system, by slug.</param>
    public static IReadOnlyList<PlanTemplate> Of(SystemSheet sheet, IReadOnlyDictionary<string, CompiledRunbook> runbooks)
    {
        var (slug, policy) = (sheet.System.Slug, SystemPolicy.Of(sheet));
        var rollback = runbooks.SelectMany(r => r.Value.Sections.Where(s => s.Role == SectionRole.Rollback || s.Path is [.., var heading] && heading.Contains("rollback", StringComparison.OrdinalIgnoreCase)).Select(s => (r.Key, s.Id))).FirstOrDefault();
        List<PlanTemplate> all = [];
        foreach (var list in policy.Checklists) all.Add(new($"{slug}/checklist/{list.Key}", slug, list.Title, $"the checklist \"{list.Title}\"", PlanText.Of(list.Phases)));
        foreach (var (runbook, compiled) in runbooks) all.AddRange(Sections(slug, runbook, compiled));
        var how = all.Count > 0 ? all[^1].Phases : [];
        foreach (var window in policy.Windows) all.Add(Window(slug, window, how));
        return [.. all.Where(t => t.Items > 0).DistinctBy(t => t.Key).Select(t => t with { RollbackRunbook = rollback.Key, RollbackPlace = rollback.Id?.Replace('/', '.') })];
    }

    /// <summary>"FREQ=MONTHLY;BYDAY=1SA"; null for a window that is planned each time.</summary>
    public static string? Rule(PlannedWindow window)
    {
        var day = window.Day is { } named ? $";BYDAY={window.Week}{named.ToString()[..2].ToUpperInvariant()}" : "";
        return window.Recurrence switch
        {
            "daily" => "FREQ=DAILY",
            "weekly" => $"FREQ=WEEKLY{(window.Day is { } d ? $";BYDAY={d.ToString()[..2].ToUpperInvariant()}" : "")}",
            "monthly" => $"FREQ=MONTHLY{(window.Week is null && window.Day is not null ? day.Replace("BYDAY=", "BYDAY=1", StringComparison.Ordinal) : day)}",
            "quarterly" => $"FREQ=MONTHLY;INTERVAL=3{(window.Week is null && window.Day is not null ? day.Replace("BYDAY=", "BYDAY=1", StringComparison.Ordinal) : day)}",
            _ => null,
        };
    }

    private static PlanTemplate Window(string slug, PlannedWindow window, IReadOnlyList<PhaseForm> how)
    {
        var tasks = new PhaseForm("During maintenance", PhaseKind.During, false, null, [.. window.Tasks.Select(t => new ItemForm(t))]);
        // What the runbook says to do before and after stands around the window's own tasks.
        IReadOnlyList<PhaseForm> phases = [.. how.Where(p => p.KindHere == PhaseKind.Pre || p.Name == Opening), .. tasks.Items.Count > 0 ? [tasks] : how.Where(p => p.KindHere == PhaseKind.During && p.Name != Opening), .. how.Where(p => p.KindHere == PhaseKind.Post)];
        return new($"{slug}/window/{window.Key}", slug, window.Name, $"the window \"{window.Name}\"", phases)
        {
            Rule = Rule(window),
            Start = window.Start,
            Duration = window is { Start: { } from, End: { } to } ? to - from : null,
            TimeZone = window.TimeZone is { } zone && ZoneClock.Zone(zone) is not null ? zone : null,
            AnnounceBefore = window.AnnounceBefore is { } before ? [Lead(before), .. before > TimeSpan.FromDays(1) ? ["PT24H"] : Array.Empty<string>()] : null,
        };
    }

    private static string Lead(TimeSpan before) => before.TotalDays >= 2 ? $"P{(int)before.TotalDays}D" : $"PT{(int)before.TotalHours}H";

    /// <summary>Sections about maintenance whose steps are written as commands. What is done before and after the work belongs together; everything else is a procedure of its own.</summary>
    private static IEnumerable<PlanTemplate> Sections(string slug, string runbook, CompiledRunbook compiled)
    {
        var steps = compiled.Steps.OrderBy(s => s.Line).ToLookup(s => s.SectionId);
        var sections = compiled.Sections.Where(s => s.Path.Any(IsMaintenance) && steps[s.Id].Any()).ToList();
        foreach (var siblings in sections.GroupBy(s => string.Join('/', s.Path.SkipLast(1))))
        {
            var parts = siblings.Any(s => PhaseForm.KindOf(s.Path[^1]) != PhaseKind.During) ? new[] { siblings.ToList() } : siblings.Select(s => new List<Section> { s });
            foreach (var part in parts)
            {
                var title = part.Count > 1 || PhaseForm.KindOf(part[0].Path[^1]) != PhaseKind.During ? Title(part[0].Path.First(IsMaintenance)) : Title(part[0].Path[^1]);
                yield return new($"{slug}/section/{runbook}/{part[0].Id}", slug, title, $"the steps under \"{string.Join(" / ", part[0].Path.SkipLast(part.Count > 1 ? 1 : 0))}\" in the runbook {compiled.Title}",
                    [.. part.Select(s => Phase(runbook, s.Path[^1], steps[s.Id]))]);
            }
        }
    }

    private static PhaseForm Phase(string runbook, string heading, IEnumerable<Step> steps)
    {
        var kind = PhaseForm.KindOf(heading);
        // What changes something is no preparation: it waits until the window has begun.
        if (kind == PhaseKind.Pre && steps.Any(s => s.Risk > Risk.Read && s.Mode != StepMode.Manual)) return new(Opening, PhaseKind.During, false, null, [.. steps.Select(s => Item(runbook, s))]);
        var name = kind == PhaseKind.During ? "During maintenance" : heading.All(char.IsLetter) ? $"{heading} the work" : heading;
        return new(name, kind, false, null, [.. steps.Select(s => Item(runbook, s))]);
    }

    private static ItemForm Item(string runbook, Step step) => step.Mode == StepMode.Manual || step.Live
        ? new(OneLine(step.Title), Ordered: true)
        : new(OneLine(step.Title), runbook, step.Id, Ordered: true);

    /// <summary>"Maintenance Windows" is a place in a document; what is done there is maintenance.</summary>
    private static string Title(string heading) => heading.Split(' ') is [.. var words, var last] && words.Length > 0 && last.StartsWith("window", StringComparison.OrdinalIgnoreCase) ? string.Join(' ', words) : heading;

    private static bool IsMaintenance(string heading) => heading.Contains("maintenance", StringComparison.OrdinalIgnoreCase) && (heading.Contains("window", StringComparison.OrdinalIgnoreCase) || heading.Contains("planned", StringComparison.OrdinalIgnoreCase));

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim() is { Length: > 900 } much ? much[..900] : text.ReplaceLineEndings(" ").Trim();
}
