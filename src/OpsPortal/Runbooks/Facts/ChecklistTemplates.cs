using OpsPortal.Systems.Facts;

namespace OpsPortal.Runbooks.Facts;

/// <summary>Boxes to tick of one section are one checklist; what they stand under are its phases.</summary>
internal static class ChecklistTemplates
{
    public static IEnumerable<(string Title, int Line, IReadOnlyList<ChecklistPhase> Phases)> Of(string slug, CompiledRunbook runbook)
    {
        foreach (var group in runbook.Checklists.GroupBy(c => runbook.Sections.LastOrDefault(s => s.Line <= c.Line && s.Path.Count > 0)))
        {
            var title = group.Key is { Path: [.., var heading] } ? heading : runbook.Title;
            var phases = group.Select(list => new ChecklistPhase(list.Phase == title ? "" : OneLine(list.Phase), [.. list.Items.Select(i => Item(slug, runbook, list, i))])).ToList();
            yield return (title, group.First().Line, phases);
        }
    }

    /// <summary>An item with a command in it is a step of the runbook, and stays one.</summary>
    private static ChecklistItem Item(string slug, CompiledRunbook runbook, Checklist list, string item)
    {
        var step = runbook.Steps.Where(s => s.Line >= list.Line && s.Line < list.Line + list.Items.Count * 4 && item.Contains(s.Source, StringComparison.Ordinal)).MinBy(s => s.Line);
        return step is null ? new(OneLine(item)) : new(OneLine(item), slug, step.Id);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
