using static OpsPortal.Systems.Facts.FieldType;

namespace OpsPortal.Systems.Facts;

/// <summary>What a kind of fact is made of: gives form, table, validation and API.</summary>
/// <param name="Collection">In the API: <c>severities</c>.</param>
/// <param name="Noun">In sentences: "severity".</param>
/// <param name="Purpose">What the portal does with them, for people.</param>
/// <param name="NameField">The field that names one of them.</param>
public sealed record FactRule(FactKind Kind, string Collection, string Title, string Noun, string Purpose, string NameField, IReadOnlyList<FieldRule> Fields)
{
    /// <summary>"an alert".</summary>
    public string One => $"{("aeiou".Contains(Noun[0]) ? "an" : "a")} {Noun}";

    public FieldRule? Field(string name) => Fields.FirstOrDefault(f => f.Name == name);
}

/// <param name="Column">Has a column of its own on the page.</param>
/// <param name="FromRunbook">Only runbooks say it; people write beside it.</param>
public sealed record FieldRule(string Name, string Label, FieldType Type, bool Column = true, bool Required = false, bool FromRunbook = false, string? Hint = null);

/// <summary>How a field is written and stored; see <see cref="FieldText"/>.</summary>
public enum FieldType { Text, LongText, Code, Lines, Duration, Email, Reach, Number, Count, Comparison, Recurrence, Day, Time, Short, Phases }

public static class FactRules
{
    public static IReadOnlyList<FactRule> All { get; } =
    [
        new(FactKind.Severity, "severities", "Severities", "severity", "An incident of the severity takes its clocks from here: who is called when, and how often people are told.", "name",
        [
            new("name", "Severity", Text, Required: true),
            new("meaning", "Means", LongText),
            new("respondWithin", "Respond within", Duration),
            new("escalateAfter", "Escalate after", Duration),
            new("updateEvery", "Update every", Duration),
            new("postMortemWithin", "Review within", Duration),
            new("mttrTarget", "Resolve within", Duration),
        ]),
        new(FactKind.Policy, "policy", "All incidents", "policy", "Holds for every severity that says nothing else.", "",
        [
            new("updateEvery", "Update every", Duration, Hint: "How often people are told while it lasts."),
            new("postMortemWithin", "Review within", Duration, Hint: "How soon after the end the review is due."),
        ]),
        new(FactKind.Escalation, "escalation", "Who takes over", "level", "An incident that nobody resolves goes up these levels.", "name",
        [
            new("level", "Level", Count, Required: true, Hint: "1 is called first."),
            new("name", "Name", Text, Required: true),
            new("contact", "Contact", Short, Hint: "Short name of a contact of this system, e.g. on-call-engineer."),
            new("responsibility", "Does", LongText),
            new("after", "Next one after", Duration),
            new("when", "Or when", LongText, Column: false),
        ]),
        new(FactKind.Contact, "contacts", "Contacts", "contact", "Whom the pages of an incident offer to call. A place that a runbook leaves open is filled in here.", "role",
        [
            new("role", "Role", Text, Required: true),
            new("says", "The runbook says", LongText, FromRunbook: true),
            new("name", "Name", Text),
            new("email", "E-mail", Email),
            new("phone", "Phone, channel or address", Reach, Hint: "+49 30 123456, #incidents or https://…"),
            new("note", "Note", LongText),
        ]),
        new(FactKind.Alert, "alerts", "Alerts", "alert", "An alert of this name opens the runbook at this place.", "name",
        [
            new("name", "Alert", Text, Required: true),
            new("runbook", "Runbook", Short, Hint: "Short name as in its address."),
            new("section", "Section", Text, Column: false, Hint: "The part of the runbook's address after #."),
            new("step", "Step", Text, Column: false, Hint: "Id of the step to begin with."),
            new("severity", "Severity", Text),
            new("mttrTarget", "Resolve within", Duration),
        ]),
        new(FactKind.Check, "checks", "Checks", "check", "A measured value is judged by these bounds.", "metric",
        [
            new("metric", "Metric", Text, Required: true),
            new("aggregate", "Of", Text, Hint: "p95, average, …"),
            new("comparison", "Is", Comparison, Hint: "<, <=, >, >= or ="),
            new("target", "Target", Number),
            new("acceptable", "Acceptable", Number),
            new("unit", "Unit", Text, Hint: "ms, %, req/sec, …"),
            new("more", "Also", LongText),
        ]),
        new(FactKind.Rule, "rules", "Alert rules", "rule", "What Prometheus is told to watch, as the runbook shows it.", "name",
        [
            new("name", "Rule", Text, Required: true),
            new("expression", "Fires where", Code, Required: true),
            new("for", "For", Duration),
            new("severity", "Severity", Text),
            new("summary", "Tells", LongText),
        ]),
        new(FactKind.Checklist, "checklists", "Checklists", "checklist", "Maintenance and releases begin with a copy; its items are signed off by name.", "title",
        [
            new("title", "Title", Text, Required: true),
            new("phases", "Items", Phases, Required: true, Hint: "A phase begins with #, an item with -. An item that is a step of a runbook ends in {runbook#step}."),
        ]),
        new(FactKind.Window, "windows", "Maintenance windows", "window", "Maintenance is planned into these hours, and announced in time.", "name",
        [
            new("name", "Window", Text, Required: true),
            new("recurrence", "Recurs", Recurrence, Hint: "daily, weekly, monthly or quarterly; empty for one that is planned each time"),
            new("day", "Day", Day),
            new("week", "Week of the month", Count, Column: false, Hint: "1 to 5; empty for every one"),
            new("start", "From", Time, Hint: "02:00"),
            new("end", "To", Time),
            new("timeZone", "Time zone", Text, Hint: "UTC, Europe/Berlin, …"),
            new("announceBefore", "Announce before", Duration),
            new("tasks", "Tasks", Lines, Hint: "One on each line."),
        ]),
        new(FactKind.Component, "components", "Components", "component", "What the system consists of, as those who use it know it. Incidents name them, status pages show them.", "name",
        [
            new("name", "Component", Text, Required: true),
            new("description", "Does", LongText),
            new("group", "Group", Text, Hint: "Components of a group stand together on status pages."),
            new("dependsOn", "Needs", Lines, Hint: "Names of other components, one on each line."),
        ]),
    ];

    public static FactRule Of(FactKind kind) => All.First(r => r.Kind == kind);
}
