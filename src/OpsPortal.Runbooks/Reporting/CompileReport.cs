using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Diagnostics;
using OpsPortal.Runbooks.Documents;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Reporting;

/// <summary>
/// What other programs read about a compiled runbook: the JSON of <c>opsportal compile</c> and of the API.
/// The form is a promise; members are added to it, never renamed or removed.
/// </summary>
public sealed record CompileReport(
    string File,
    string Title,
    IReadOnlyList<SectionReport> Sections,
    IReadOnlyList<StepReport> Steps,
    IReadOnlyList<Parameter> Parameters,
    IReadOnlyList<ChecklistReport> Checklists,
    IReadOnlyList<AlertReport> Alerts,
    IReadOnlyList<SeverityReport> Severities,
    IReadOnlyList<DiagnosticReport> Diagnostics)
{
    public IReadOnlyList<AlertRule> AlertRules { get; init; } = [];
    public IReadOnlyList<Threshold> Thresholds { get; init; } = [];
    public IReadOnlyList<Contact> Contacts { get; init; } = [];
    public IReadOnlyList<DocumentLink> Links { get; init; } = [];
    public IReadOnlyList<MaintenanceWindow> MaintenanceWindows { get; init; } = [];
    public IReadOnlyList<EscalationLevel> Escalation { get; init; } = [];

    /// <summary>camelCase, enums in lower case, durations as ISO 8601, nulls written, indented.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    public static CompileReport From(string file, CompiledRunbook runbook) => new(
        file,
        runbook.Title,
        [.. runbook.Sections.Select(s => new SectionReport(s.Id, s.Path, s.Role, s.Line))],
        [.. runbook.Steps.Select(StepReport.From)],
        runbook.Parameters,
        [.. runbook.Checklists.Select(c => new ChecklistReport(c.Phase, c.Line, c.Items))],
        [.. runbook.Alerts.Select(a => new AlertReport(a.Name, a.Severity, a.Runbook, a.MttrTarget))],
        [.. runbook.Severities.Select(s => new SeverityReport(s.Name, s.Meaning, s.RespondWithin, s.EscalateAfter))],
        [.. runbook.Diagnostics.Select(DiagnosticReport.From)])
    {
        AlertRules = runbook.AlertRules,
        Thresholds = runbook.Thresholds,
        Contacts = runbook.Contacts,
        Links = runbook.Links,
        MaintenanceWindows = runbook.MaintenanceWindows,
        Escalation = runbook.Escalation,
    };

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            // commands are full of < > & '; the JSON is never put into a page as markup
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(LowerCaseNaming.Instance), new IsoDurationConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class LowerCaseNaming : JsonNamingPolicy
    {
        public static readonly LowerCaseNaming Instance = new();
        public override string ConvertName(string name) => name.ToLowerInvariant();
    }
}

public sealed record SectionReport(string Id, IReadOnlyList<string> Path, SectionRole Role, int Line);

public sealed record ExpectationReport(string Kind, string Text);

public sealed record ChecklistReport(string Phase, int Line, IReadOnlyList<string> Items);

public sealed record AlertReport(string Name, string? Severity, string? Runbook, TimeSpan? MttrTarget);

public sealed record SeverityReport(string Name, string? Meaning, TimeSpan? RespondWithin, TimeSpan? EscalateAfter);

public sealed record DiagnosticReport(DiagnosticSeverity Severity, string Code, string Message, int Line)
{
    public static DiagnosticReport From(Diagnostic diagnostic) => new(diagnostic.Severity, diagnostic.Code, diagnostic.Message, diagnostic.Line);
}

/// <param name="Action">The action's name, e.g. <c>kubernetes.scale</c>; null for manual steps.</param>
/// <param name="Filters">As written, e.g. <c>grep ERROR</c>.</param>
public sealed record StepReport(
    string Id,
    string Section,
    int Line,
    string Title,
    string Source,
    StepMode Mode,
    string? Action,
    StepTarget? Target,
    Risk Risk,
    bool Interactive,
    bool Live,
    IReadOnlyList<string> Parameters,
    IReadOnlyList<string> Filters,
    ExpectationReport? Expectation,
    IReadOnlyList<DiagnosticReport> Diagnostics)
{
    public static StepReport From(Step step) => new(
        step.Id,
        step.SectionId,
        step.Line,
        step.Title,
        step.Source,
        step.Mode,
        step.Action?.Principal.Name,
        step.Action?.Principal.Target is { } target ? new(Shown(target.Namespace), target.Kind, Shown(target.Name)) : null,
        step.Risk,
        step.Interactive,
        step.Live,
        step.Parameters,
        [.. step.Filters.Where(f => !f.IsRedirection).Select(f => ParameterText.Display(f.Source))],
        step.Expectation is { } expectation ? new(expectation.Kind, expectation.Text) : null,
        [.. step.Diagnostics.Select(DiagnosticReport.From)])
    {
        Captures = step.Captures,
        Lookups = step.Lookups.Count == 0 ? null : [.. step.Lookups.Select(l => l.Place)],
    };

    /// <summary>The parameter that the step's output gives a value to; left out where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Captures { get; init; }

    /// <summary>What is found right before the step runs, as written, e.g. <c>$(date +%F)</c>; left out where there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<string>? Lookups { get; init; }

    private static string? Shown(string? text) => text is null ? null : ParameterText.Display(text);
}
