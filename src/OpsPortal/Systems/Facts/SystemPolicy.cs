using System.Globalization;

namespace OpsPortal.Systems.Facts;

/// <summary>What holds for a system, with types: what incidents, on-call, maintenance and checks go by.</summary>
public sealed record SystemPolicy(
    IReadOnlyList<SeverityLevel> Severities, IReadOnlyList<EscalationStep> Escalation, IReadOnlyList<ContactStub> Contacts, IReadOnlyList<AlertPlace> Alerts,
    IReadOnlyList<CheckDefinition> Checks, IReadOnlyList<AlertRuleDefinition> Rules, IReadOnlyList<ChecklistTemplate> Checklists, IReadOnlyList<PlannedWindow> Windows)
{
    public static SystemPolicy Of(SystemSheet sheet)
    {
        var all = sheet.Of(FactKind.Policy).FirstOrDefault()?.State;
        var contacts = sheet.Of(FactKind.Contact).Select(f => new ContactStub(
            f.Key, f.Text("role")!, f.Text("says"), f.Text("name"), f.Text("email"), f.Text("phone"), f.Text("note"), SystemSheet.IsToFillIn(f))).ToList();
        return new(
            [.. sheet.Of(FactKind.Severity).Select(f => new SeverityLevel(f.Key, f.Text("name")!, f.Text("meaning"), f.Time("respondWithin"), f.Time("escalateAfter"),
                f.Time("updateEvery") ?? FieldText.Time(all?.Value("updateEvery")), f.Time("postMortemWithin") ?? FieldText.Time(all?.Value("postMortemWithin")), f.Time("mttrTarget")))],
            [.. sheet.Of(FactKind.Escalation).Select(f => new EscalationStep(int.Parse(f.Text("level")!, CultureInfo.InvariantCulture), f.Text("name")!,
                contacts.FirstOrDefault(c => c.Key == f.Text("contact")), f.Text("responsibility"), f.Time("after"), f.Text("when")))],
            contacts,
            [.. sheet.Of(FactKind.Alert).Select(AlertPlace.Of)],
            [.. sheet.Of(FactKind.Check).Select(f => new CheckDefinition(f.Key, f.Text("metric")!, f.Text("aggregate"), f.Text("comparison"), f.Number("target"), f.Number("acceptable"), f.Text("unit")))],
            [.. sheet.Of(FactKind.Rule).Select(f => new AlertRuleDefinition(f.Key, f.Text("name")!, f.Text("expression")!, f.Time("for"), f.Text("severity"), f.Text("summary")))],
            [.. sheet.Of(FactKind.Checklist).Select(f => new ChecklistTemplate(f.Key, f.Text("title")!, ChecklistText.Read(f.Text("phases"))))],
            [.. sheet.Of(FactKind.Window).Select(PlannedWindow.Of)]);
    }

    /// <summary>The level that an alert or a person means: by its name, else by the word that its meaning begins with ("critical" where P1 is "Critical: …").</summary>
    public SeverityLevel? Severity(string name) =>
        Severities.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? Severities.FirstOrDefault(s => s.Meaning is { } meaning && meaning.Split(':', ' ')[0].Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <param name="EscalateAfter"><see cref="TimeSpan.Zero"/> means at once, as everywhere here; null that nothing is asked for.</param>
public sealed record SeverityLevel(
    string Key, string Name, string? Meaning, TimeSpan? RespondWithin, TimeSpan? EscalateAfter, TimeSpan? UpdateEvery, TimeSpan? PostMortemWithin, TimeSpan? MttrTarget);

/// <param name="Level">1 is called first.</param>
/// <param name="After">When the next level takes over; null where only <paramref name="When"/> tells.</param>
public sealed record EscalationStep(int Level, string Name, ContactStub? Contact, string? Responsibility, TimeSpan? After, string? When);

/// <param name="Says">What the runbook says; the rest is what people filled in.</param>
/// <param name="Phone">A number, a channel or an address.</param>
public sealed record ContactStub(string Key, string Role, string? Says, string? Name, string? Email, string? Phone, string? Note, bool ToFillIn);

/// <param name="Runbook">Slug; it need not be here (yet).</param>
/// <param name="Section">Fragment of the runbook's address.</param>
/// <param name="Step">Id of the step to begin with.</param>
public sealed record AlertPlace(string Name, string? Runbook, string? Section, string? Step, string? Severity, TimeSpan? MttrTarget)
{
    public string? Address => Runbook is null ? null : $"/runbooks/{Runbook}{(Step ?? Section) switch { null => "", var place => $"#{place.Replace('/', '.')}" }}";

    internal static AlertPlace Of(SystemFact f) => new(f.Text("name")!, f.Text("runbook"), f.Text("section"), f.Text("step"), f.Text("severity"), f.Time("mttrTarget"));
}

/// <param name="Comparison">How the value compares where all is well: <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c> or <c>=</c>.</param>
/// <param name="Target">In <paramref name="Unit"/>, like <paramref name="Acceptable"/>.</param>
public sealed record CheckDefinition(string Key, string Metric, string? Aggregate, string? Comparison, decimal? Target, decimal? Acceptable, string? Unit);

/// <param name="Expression">PromQL.</param>
public sealed record AlertRuleDefinition(string Key, string Name, string Expression, TimeSpan? For, string? Severity, string? Summary);

public sealed record ChecklistTemplate(string Key, string Title, IReadOnlyList<ChecklistPhase> Phases);

/// <param name="Recurrence"><c>daily</c>, <c>weekly</c>, <c>monthly</c>, <c>quarterly</c>; null for one that is planned each time.</param>
/// <param name="Week">Which one of the month; null for every one.</param>
public sealed record PlannedWindow(
    string Key, string Name, string? Recurrence, DayOfWeek? Day, int? Week, TimeOnly? Start, TimeOnly? End, string? TimeZone, IReadOnlyList<string> Tasks, TimeSpan? AnnounceBefore)
{
    internal static PlannedWindow Of(SystemFact f) => new(
        f.Key, f.Text("name")!, f.Text("recurrence"), f.Text("day") is { } day ? Enum.Parse<DayOfWeek>(day) : null, (int?)f.Number("week"),
        At(f.Text("start")), At(f.Text("end")), f.Text("timeZone"), FieldText.Lines(f.Text("tasks")), f.Time("announceBefore"));

    private static TimeOnly? At(string? time) => time is null ? null : TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture);
}

internal static class FactFields
{
    public static string? Text(this SystemFact fact, string field) => fact.State.Value(field);
    public static TimeSpan? Time(this SystemFact fact, string field) => FieldText.Time(fact.State.Value(field));
    public static decimal? Number(this SystemFact fact, string field) => fact.State.Value(field) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
}
