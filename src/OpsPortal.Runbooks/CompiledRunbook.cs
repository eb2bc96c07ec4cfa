using System.Text.Json.Serialization;
using OpsPortal.Runbooks.Diagnostics;
using OpsPortal.Runbooks.Documents;

namespace OpsPortal.Runbooks;

/// <summary>What a Markdown text means: its sections in reading order, the steps that can be run, and all that was noticed on the way.</summary>
public sealed record CompiledRunbook
{
    /// <summary>The first heading, or the file's name where there is none.</summary>
    public required string Title { get; init; }

    /// <summary>SHA-256 of the text, lower-case hex: the same text always compiles to the same runbook.</summary>
    public required string Hash { get; init; }

    public required IReadOnlyList<Section> Sections { get; init; }
    public required IReadOnlyList<Step> Steps { get; init; }
    public required IReadOnlyList<Parameter> Parameters { get; init; }
    public IReadOnlyList<Checklist> Checklists { get; init; } = [];
    public IReadOnlyList<AlertLink> Alerts { get; init; } = [];
    public IReadOnlyList<SeverityRule> Severities { get; init; } = [];

    /// <summary>Alert rules of Prometheus that the document shows.</summary>
    public IReadOnlyList<AlertRule> AlertRules { get; init; } = [];

    /// <summary>Values that metrics should have.</summary>
    public IReadOnlyList<Threshold> Thresholds { get; init; } = [];
    public IReadOnlyList<Contact> Contacts { get; init; } = [];
    public IReadOnlyList<DocumentLink> Links { get; init; } = [];
    public IReadOnlyList<MaintenanceWindow> MaintenanceWindows { get; init; } = [];

    /// <summary>Who takes over after whom.</summary>
    public IReadOnlyList<EscalationLevel> Escalation { get; init; } = [];

    /// <summary>What concerns the document as a whole; what concerns one step stands with that step.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];
}

/// <summary>A heading and what stands below it, up to the next heading of any level.</summary>
/// <param name="Id">Stable across edits elsewhere in the file: made of the headings above, e.g. <c>scaling-operations/manual-scaling</c>.</param>
/// <param name="Path">The headings from the outermost to this one, without the document's title.</param>
/// <param name="Line">1-based line of the heading; 1 for the text before the first heading.</param>
public sealed record Section(string Id, IReadOnlyList<string> Path, int Level, SectionRole Role, int Line, IReadOnlyList<Block> Blocks);

/// <summary>What a section is for, told by its heading.</summary>
public enum SectionRole
{
    Other, Overview, Procedure, Symptoms, Impact, Diagnosis, Resolution, Verification, Rollback,
    Prevention, Escalation, Severity, Contacts, Maintenance, Monitoring, Reference,
}

/// <summary>A piece of a section, in the order of the document.</summary>
/// <param name="Line">1-based line on which it begins.</param>
public abstract record Block(int Line);

/// <summary>Markdown that is shown as it is; tables and lists included.</summary>
public sealed record Prose(int Line, string Markdown) : Block(Line);

/// <summary>The place of a step.</summary>
public sealed record StepPlace(int Line, string StepId) : Block(Line);

/// <summary>A fence that is no command: expected output, alert rules, settings, contacts.</summary>
public sealed record Listing(int Line, string Language, string Text) : Block(Line);

/// <summary>The place of a checklist: its position in <see cref="CompiledRunbook.Checklists"/>.</summary>
public sealed record ChecklistPlace(int Line, int Index) : Block(Line);

/// <summary>Something the person has to give before a step can run.</summary>
/// <param name="Kind">Where suggestions come from: <c>text</c>, <c>number</c>, <c>kubernetes.pod</c>, <c>kubernetes.deployment</c>,
/// <c>kubernetes.namespace</c>, any <c>kubernetes.&lt;singular kind&gt;</c>, <c>url</c>, <c>file</c>.</param>
/// <param name="Secret">Never shown, never stored in clear.</param>
public sealed record Parameter(string Name, string Kind, bool Secret)
{
    /// <summary>What the runbook itself says it is (<c>X=5</c>, <c>${X:-5}</c>), to be offered; null where it says nothing, says several things, or it is secret.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Default { get; init; }
}

/// <summary>Boxes to tick (<c>- [ ]</c>), with the phase they stand under.</summary>
public sealed record Checklist(string Phase, int Line, IReadOnlyList<string> Items);

/// <summary>A row of an alert table.</summary>
/// <param name="Runbook">The link as written, or null.</param>
/// <param name="MttrTarget">Time to resolve that the table asks for.</param>
public sealed record AlertLink(string Name, string? Severity, string? Runbook, TimeSpan? MttrTarget, int Line);

/// <summary>A severity as the runbook defines it.</summary>
/// <param name="EscalateAfter"><see cref="TimeSpan.Zero"/> means at once.</param>
public sealed record SeverityRule(string Name, string? Meaning, TimeSpan? RespondWithin, TimeSpan? EscalateAfter, int Line);
