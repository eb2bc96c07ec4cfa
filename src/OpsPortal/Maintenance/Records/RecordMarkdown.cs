using System.Globalization;
using System.Text;

namespace OpsPortal.Maintenance.Records;

/// <summary>A record to paste anywhere. Pure.</summary>
public static class RecordMarkdown
{
    /// <param name="hash">SHA-256 of the JSON; null while the plan goes on.</param>
    public static string Of(PlanRecord record, string? hash)
    {
        var text = new StringBuilder();
        Line(text, $"# {record.Name} {record.Title}");
        Line(text, $"\n**{Capital(record.State)}.** {record.Outcome}\n");
        Row(text, "Systems", string.Join(", ", record.Systems));
        Row(text, "Components", record.Components.Count == 0 ? "all" : string.Join(", ", record.Components));
        Row(text, "Environment", record.Environment);
        Row(text, "Window", $"{record.Window} ({At(record.PlannedFrom)} to {At(record.PlannedTo)})");
        Row(text, "Began", record.StartedAt is { } began ? At(began) : "never");
        Row(text, "Ended", record.EndedAt is { } ended ? $"{At(ended)}{(record.Overran ? ", later than planned" : "")}" : "not yet");
        Row(text, "Owner", record.Owner);
        Row(text, "Participants", record.Participants.Count == 0 ? "none" : string.Join(", ", record.Participants));
        Row(text, "Risk", record.Risk);
        Row(text, "Impact", record.Impact);
        Row(text, "Approved", record.ApprovedBy is { } by ? $"by {by}, {At(record.ApprovedAt!.Value)}" : null);
        Row(text, "Announced", record.AnnouncedAt is { } told ? At(told) : null);
        Row(text, "Rollback plan", record.RollbackPlan ?? record.RollbackRunbook);
        Row(text, "Rolled back", record.RolledBack is { } back ? $"by {back.By}, {At(back.At)}: {back.Reason}" : null);
        foreach (var phase in record.Phases)
        {
            Line(text, $"\n## {phase.Name}\n");
            foreach (var item in phase.Items)
            {
                Line(text, $"- [{(item.State == "done" ? "x" : " ")}] {item.Number}. {Escape(item.Text)} ({item.State}{(item.By is { } one ? $", {one}" : item.Execution is { } run ? $", exec {run}" : "")})");
                foreach (var signature in item.Signatures) Line(text, $"  - {signature.Name}, {At(signature.TickedAt ?? signature.At)}{(signature.TickedAt is null ? "" : $", received {At(signature.At)}")}{(signature.Note is { } note ? $": {Escape(note)}" : "")}");
                if (item.Reason is { } why) Line(text, $"  - {Escape(why)}");
            }
            if (phase.Gate is { } gate) Line(text, $"\nGate, kept by {gate.Keeper}: **{gate.Decision}**{(gate.By is { } who ? $" by {who}, {At(gate.At!.Value)}" : "")}{(gate.Note is { } said ? $": {Escape(said)}" : "")}");
        }
        if (record.HeldBack.Count > 0)
        {
            Line(text, "\n## Held back, for review\n");
            foreach (var held in record.HeldBack) Line(text, $"- {At(held.At)} {held.Kind}: {Escape(held.Title)}{(held.Open ? " (not over at the end)" : "")}");
        }
        Line(text, "\n## Log\n");
        foreach (var entry in record.Log) Line(text, $"- {At(entry.At)} {entry.Actor}: {Escape(entry.Text)}");
        if (hash is not null) Line(text, $"\nSHA-256 of the JSON record, as in the audit log: `{hash}`");
        return text.ToString();
    }

    public static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static void Row(StringBuilder text, string name, string? value)
    {
        if (value is not null) Line(text, $"- **{name}:** {Escape(value)}");
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    // What people typed stays one line and no Markdown of its own.
    private static string Escape(string text) => text.ReplaceLineEndings(" ").Replace("<", "&lt;", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal);

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
