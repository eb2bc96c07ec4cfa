using System.Text;
using System.Text.RegularExpressions;

namespace OpsPortal.Systems.Facts;

/// <summary>A part of a checklist.</summary>
/// <param name="Name">Empty where there is only one part.</param>
public sealed record ChecklistPhase(string Name, IReadOnlyList<ChecklistItem> Items);

/// <param name="Runbook">Slug of the runbook that has the step; null where a person does it.</param>
/// <param name="Step">Id of the step that this item runs; null where a person does it.</param>
public sealed record ChecklistItem(string Text, string? Runbook = null, string? Step = null)
{
    public string? Address => Step is null ? null : $"/runbooks/{Runbook}#{Step.Replace('/', '.')}";
}

/// <summary>Checklists as people edit them: <c># phase</c>, <c>- item</c>, <c>- item {runbook#step}</c>.</summary>
public static partial class ChecklistText
{
    public static IReadOnlyList<ChecklistPhase> Read(string? text)
    {
        List<ChecklistPhase> phases = [];
        var (name, items) = ("", new List<ChecklistItem>());
        foreach (var line in FieldText.Lines(text))
        {
            if (line.StartsWith('#'))
            {
                if (items.Count > 0) phases.Add(new(name, items));
                (name, items) = (line.TrimStart('#').Trim(), []);
            }
            else if (Box().Replace(line, "").Trim() is { Length: > 0 } item)
            {
                items.Add(Reference().Match(item) is { Success: true } step ? new(item[..step.Index].TrimEnd(), step.Groups[1].Value, step.Groups[2].Value) : new(item));
            }
        }
        if (items.Count > 0) phases.Add(new(name, items));
        return phases;
    }

    public static string Write(IEnumerable<ChecklistPhase> phases)
    {
        var text = new StringBuilder();
        foreach (var phase in phases)
        {
            if (phase.Name.Length > 0) text.Append("# ").Append(phase.Name).Append('\n');
            foreach (var item in phase.Items) text.Append("- ").Append(item.Text).Append(item.Step is null ? "" : $" {{{item.Runbook}#{item.Step}}}").Append('\n');
        }
        return text.ToString().TrimEnd('\n');
    }

    [GeneratedRegex(@"^[-*]\s*(\[[ xX]\])?")]
    private static partial Regex Box();

    [GeneratedRegex(@"\{([a-z0-9-]+)#([^{}\s]+)\}$")]
    private static partial Regex Reference();
}
