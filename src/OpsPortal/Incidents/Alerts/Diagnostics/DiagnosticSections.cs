using OpsPortal.Runbooks;

namespace OpsPortal.Incidents.Alerts.Diagnostics;

/// <summary>Which sections of a runbook look into an alert. Pure.</summary>
public static class DiagnosticSections
{
    /// <param name="place">Fragment of the runbook's address: of a section or a step, or a heading as other tools write it.</param>
    public static IReadOnlyList<string> Of(CompiledRunbook runbook, string? place)
    {
        if (string.IsNullOrEmpty(place) || Find(runbook, place) is not { } start) return [];
        var below = runbook.Sections.Where(s => s.Id == start.Id || s.Id.StartsWith(start.Id + "/", StringComparison.Ordinal)).ToList();
        if (start.Role == SectionRole.Diagnosis) return [.. below.Select(s => s.Id)];
        List<Section> diagnosis = [.. below.Where(s => s.Role == SectionRole.Diagnosis)];
        if (diagnosis.Count > 0) return [.. below.Where(s => diagnosis.Any(d => s.Id == d.Id || s.Id.StartsWith(d.Id + "/", StringComparison.Ordinal))).Select(s => s.Id)];
        return [.. below.Where(s => s.Role is SectionRole.Other or SectionRole.Procedure or SectionRole.Symptoms or SectionRole.Impact or SectionRole.Overview or SectionRole.Monitoring).Select(s => s.Id)];
    }

    private static Section? Find(CompiledRunbook runbook, string place)
    {
        var id = runbook.Steps.FirstOrDefault(s => Fragment(s.Id) == place)?.SectionId;
        return runbook.Sections.FirstOrDefault(s => s.Id == id || Fragment(s.Id) == place)
            ?? runbook.Sections.FirstOrDefault(s => s.Path is [.., var heading] && Slug.From(heading) == place);
    }

    private static string Fragment(string id) => id.Replace('/', '.');
}
