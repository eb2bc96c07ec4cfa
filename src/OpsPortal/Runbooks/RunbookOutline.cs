using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks;

/// <summary>The sections of a runbook as a page shows them: the document's own title and empty preambles left out.</summary>
public sealed record RunbookOutline(IReadOnlyList<OutlineSection> Sections)
{
    public static RunbookOutline Of(CompiledRunbook runbook)
    {
        var shown = runbook.Sections.Where(s => s.Path.Count > 0 || s.Blocks.Count > 0).ToList();
        var top = shown.Where(s => s.Path.Count > 0).Select(s => s.Path.Count).DefaultIfEmpty(1).Min();
        var steps = runbook.Steps.ToLookup(s => s.SectionId);
        return new([.. shown.Select(s => new OutlineSection(
            s, s.Id, s.Path.Count > 0 ? s.Path[^1] : "Introduction", Math.Clamp(s.Path.Count - top, 0, 3), steps[s.Id].Count(), steps[s.Id].Count(IsCheck)))]);
    }

    // What "Run all checks" takes: reads that end by themselves.
    private static bool IsCheck(Step step) => step is { Mode: StepMode.Native, Risk: Risk.Read, Live: false, Action: not null };
}

/// <param name="Depth">0 for the outermost, at most 3.</param>
/// <param name="Checks">How many of its steps only read.</param>
public sealed record OutlineSection(Section Section, string Id, string Title, int Depth, int Steps, int Checks);
