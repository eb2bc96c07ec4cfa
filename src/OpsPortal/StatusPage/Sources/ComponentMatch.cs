using OpsPortal.StatusPage.Pages;

namespace OpsPortal.StatusPage.Sources;

/// <summary>Which lines of a page a fact is about. Pure.</summary>
internal static class ComponentMatch
{
    /// <param name="component">Key or name of a system's component; null is the whole system.</param>
    /// <remarks>A line that stands for the whole system hears of everything in it; a component that no line shows is the system's own matter.</remarks>
    public static bool Covers(PageComponent line, string system, string? component) =>
        line.System == system && (component is null || line.Fact is null || line.Fact == Slug.From(component) || line.Name.Equals(component, StringComparison.OrdinalIgnoreCase));

    /// <summary>What the facts come to for one line: the worst, with all that say so; null where none does.</summary>
    public static (ComponentState State, IReadOnlyList<StatusFinding> Because)? Worst(PageComponent line, IReadOnlyList<StatusFinding> findings)
    {
        var about = findings.Where(f => Covers(line, f.System, f.Component)).ToList();
        if (about.Count == 0) return null;
        var worst = about.Max(f => f.State);
        return (worst, [.. about.Where(f => f.State == worst).DistinctBy(f => f.Source)]);
    }
}
