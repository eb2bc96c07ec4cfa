using System.Globalization;
using System.Text.RegularExpressions;
using OpsPortal.Frame;
using OpsPortal.Runbooks.Documents;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Runbooks.Facts;

/// <summary>What a compiled runbook says about its system besides the steps, as plain facts.</summary>
internal static partial class RunbookFacts
{
    /// <param name="slug">Of the runbook.</param>
    /// <param name="known">Slugs of the runbooks that are here, to tell which links lead somewhere.</param>
    public static IReadOnlyList<SaidFact> Of(string slug, CompiledRunbook runbook, IReadOnlySet<string> known)
    {
        var list = new FactList(runbook);
        ReadPolicy(list, runbook);
        ReadSeverities(list, runbook);
        ReadPeople(list, runbook);
        ReadAlerts(list, slug, runbook, known);
        foreach (var threshold in runbook.Thresholds) ReadThreshold(list, threshold);
        foreach (var rule in runbook.AlertRules)
            list.Add(FactKind.Rule, rule.Name, rule.Line, ("name", rule.Name), ("expression", rule.Expression), ("for", Iso(rule.For)), ("severity", rule.Severity), ("summary", rule.Summary));
        foreach (var template in ChecklistTemplates.Of(slug, runbook))
            list.Add(FactKind.Checklist, template.Title, template.Line, ("title", template.Title), ("phases", ChecklistText.Write(template.Phases)));
        foreach (var window in runbook.MaintenanceWindows) ReadWindow(list, window);
        return list.All;
    }

    private static void ReadPolicy(FactList list, CompiledRunbook runbook)
    {
        var (update, review) = (IncidentHabits.UpdateEvery(runbook), IncidentHabits.ReviewWithin(runbook));
        if ((update ?? review) is { } habit) list.Add(FactKind.Policy, "policy", habit.Line, ("updateEvery", Iso(update?.Time)), ("postMortemWithin", Iso(review?.Time)));
    }

    private static void ReadSeverities(FactList list, CompiledRunbook runbook)
    {
        foreach (var rule in runbook.Severities)
            list.Add(FactKind.Severity, rule.Name, rule.Line, ("name", rule.Name), ("meaning", Meaning(rule.Meaning)), ("respondWithin", Iso(rule.RespondWithin)), ("escalateAfter", Iso(rule.EscalateAfter)));
        if (runbook.Severities.Count > 0) return;
        // Where a runbook only uses them, those words are its severities.
        foreach (var alert in runbook.Alerts.Where(a => a.Severity is not null).DistinctBy(a => a.Severity))
            list.Add(FactKind.Severity, alert.Severity!, alert.Line, ("name", alert.Severity));
    }

    /// <summary>Without the times, which have fields of their own: two runbooks that differ in them should not seem to differ in the meaning.</summary>
    private static string? Meaning(string? meaning) => meaning is null ? null : Times().Replace(meaning, "").Trim(' ', ',', ';', ':');

    private static void ReadPeople(FactList list, CompiledRunbook runbook)
    {
        foreach (var contact in runbook.Contacts) list.Add(FactKind.Contact, contact.Role, contact.Line, ("role", contact.Role), ("says", contact.Detail));
        foreach (var level in runbook.Escalation)
        {
            list.Add(FactKind.Escalation, $"level-{level.Level}", level.Line, ("level", $"{level.Level}"), ("name", level.Name), ("contact", Slug.From(level.Name)),
                ("responsibility", level.Responsibility), ("after", Iso(level.EscalateAfter)), ("when", level.EscalateAfter is null ? level.EscalateWhen : null));
            list.Merge(FactKind.Contact, level.Name, level.Line, ("role", level.Name), ("says", level.Contact));
        }
    }

    private static void ReadAlerts(FactList list, string slug, CompiledRunbook runbook, IReadOnlySet<string> known)
    {
        foreach (var alert in runbook.Alerts)
        {
            var linked = alert.Runbook is { } link && Slug.From(Path.GetFileNameWithoutExtension(link)) is { Length: > 0 } to && to != slug && known.Contains(to) ? to : null;
            var section = linked is null ? SectionOf(runbook, alert.Name) ?? list.SectionAt(alert.Line) : null;
            list.Merge(FactKind.Alert, alert.Name, alert.Line, ("name", alert.Name), ("runbook", linked ?? slug), ("section", section is null ? null : Anchors.Of(section.Id)),
                ("step", section is null ? null : FirstStep(runbook, section)), ("severity", alert.Severity), ("mttrTarget", Iso(alert.MttrTarget)));
        }
        foreach (var rule in runbook.AlertRules)
        {
            var section = SectionOf(runbook, rule.Name) ?? list.SectionAt(rule.Line);
            list.Merge(FactKind.Alert, rule.Name, rule.Line, ("name", rule.Name), ("runbook", slug), ("section", section is null ? null : Anchors.Of(section.Id)),
                ("step", section is null ? null : FirstStep(runbook, section)), ("severity", rule.Severity));
        }
    }

    /// <summary>The section that is headed like the alert, in whatever spelling: "High error rate" answers HighErrorRate.</summary>
    private static Section? SectionOf(CompiledRunbook runbook, string alert)
    {
        var letters = Letters(alert);
        return letters.Length < 4 ? null : runbook.Sections.FirstOrDefault(s => s.Path is [.., var heading] && Letters(heading).Contains(letters, StringComparison.Ordinal));
    }

    private static string Letters(string text) => new([.. text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    /// <summary>Only of a section of its own: what stands below a table of alerts answers none of them in particular.</summary>
    private static string? FirstStep(CompiledRunbook runbook, Section section) =>
        section.Role is SectionRole.Monitoring or SectionRole.Reference or SectionRole.Overview ? null : runbook.Steps.FirstOrDefault(s => s.SectionId == section.Id)?.Id;

    private static void ReadThreshold(FactList list, Threshold threshold)
    {
        var aim = threshold.Levels.FirstOrDefault(l => l.Value == threshold.Target && l.Comparison == threshold.Comparison) ?? threshold.Levels[0];
        var acceptable = threshold.Levels.FirstOrDefault(l => l != aim && l.Value == threshold.Acceptable);
        var more = threshold.Levels.Where(l => l != aim && l != acceptable).Select(l => $"{l.Comparison} {Text(l.Value)}{(l.Unit is { Length: > 2 } ? " " : "")}{l.Unit}: {Plain(l.Meaning)}");
        list.Add(FactKind.Check, threshold.Metric, threshold.Line, ("metric", threshold.Metric), ("aggregate", aim.Aggregate), ("comparison", aim.Comparison), ("target", Text(aim.Value)),
            ("acceptable", acceptable is null ? null : Text(acceptable.Value)), ("unit", aim.Unit), ("more", string.Join(", ", more)));
    }

    /// <summary>"is a high load" → "high load".</summary>
    private static string Plain(string meaning) => new[] { "is a ", "is an ", "is the ", "is " }.FirstOrDefault(p => meaning.StartsWith(p, StringComparison.Ordinal)) is { } verb ? meaning[verb.Length..] : meaning;

    private static void ReadWindow(FactList list, MaintenanceWindow window) =>
        list.Add(FactKind.Window, window.Name, window.Line, ("name", window.Name), ("recurrence", window.Recurrence), ("day", window.Day?.ToString()), ("week", window.Week?.ToString(CultureInfo.InvariantCulture)),
            ("start", window.Start?.ToString("HH:mm", CultureInfo.InvariantCulture)), ("end", window.End?.ToString("HH:mm", CultureInfo.InvariantCulture)), ("timeZone", window.TimeZone),
            ("announceBefore", Iso(window.AnnounceBefore)), ("tasks", string.Join('\n', window.Tasks)));

    [GeneratedRegex(@"\b(immediate response|respon[ds]e? within \d+ ?(seconds?|minutes?|min|hours?|h|days?))\b[,;]?", RegexOptions.IgnoreCase)]
    private static partial Regex Times();

    private static string? Iso(TimeSpan? time) => time is { } some ? DurationWords.ToIso(some) : null;

    // Never with an exponent, which no field takes.
    private static string Text(double value) => ((decimal)value).ToString("0.############", CultureInfo.InvariantCulture);
}
