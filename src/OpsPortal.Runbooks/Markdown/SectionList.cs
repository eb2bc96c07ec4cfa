namespace OpsPortal.Runbooks.Markdown;

/// <summary>Sections in reading order while the document is read. One is always open; what is read goes into it.</summary>
internal sealed class SectionList
{
    private readonly List<Draft> drafts = [];
    private readonly List<Draft> above = [];
    private readonly Dictionary<string, int> taken = new(StringComparer.Ordinal);
    private Draft current;

    public SectionList()
    {
        // Text before the first heading, or below the title alone
        current = new(Unique("top"), [], 1, 1, SectionRole.Other, false);
        drafts.Add(current);
    }

    public string Id => current.Id;
    public string? Heading => current.Path is [.., var last] ? last : null;
    public SectionRole Role => current.Role;

    public IReadOnlyList<Section> All => [.. drafts.Where((d, i) => i > 0 || d.Blocks.Count > 0).Select(d => d.Close())];

    public void Add(Block block) => current.Blocks.Add(block);

    public void Open(string heading, int level, int line)
    {
        above.RemoveAll(s => s.Labelled || s.Level >= level);
        Open(heading, level, line, false);
    }

    /// <summary>A bold line that serves as a heading: one level below the last real one, beside the labels before it.</summary>
    public void OpenLabelled(string label, int line)
    {
        above.RemoveAll(s => s.Labelled);
        Open(label, above is [.., var last] ? last.Level + 1 : 2, line, true);
    }

    private void Open(string heading, int level, int line, bool labelled)
    {
        var parent = above is [.., var last] ? last : null;
        var id = Unique(parent is null ? Slug.Of(heading) : $"{parent.Id}/{Slug.Of(heading)}");
        current = new(id, [.. parent?.Path ?? [], heading], level, line, SectionRoles.Of(heading), labelled);
        above.Add(current);
        drafts.Add(current);
    }

    private string Unique(string id)
    {
        var count = taken[id] = taken.GetValueOrDefault(id) + 1;
        return count == 1 ? id : Unique($"{id}-{count}");
    }

    private sealed record Draft(string Id, IReadOnlyList<string> Path, int Level, int Line, SectionRole Role, bool Labelled)
    {
        public List<Block> Blocks { get; } = [];

        public Section Close() =>
            new(Id, Path, Level, Role is SectionRole.Other && Blocks.Any(b => b is StepPlace) ? SectionRole.Procedure : Role, Line, Blocks);
    }
}
