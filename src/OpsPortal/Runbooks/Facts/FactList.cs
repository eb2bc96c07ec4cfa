using OpsPortal.Frame;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Runbooks.Facts;

/// <summary>Collects facts under keys of their own.</summary>
internal sealed class FactList(CompiledRunbook runbook)
{
    private readonly Dictionary<(FactKind, string), SaidFact> all = [];

    public IReadOnlyList<SaidFact> All => [.. all.Values];

    /// <summary>A second one of that name is another one.</summary>
    public void Add(FactKind kind, string name, int line, params (string Field, string? Value)[] says)
    {
        var first = Key(name, kind);
        var key = first;
        for (var n = 2; all.ContainsKey((kind, key)); n++) key = $"{first}-{n}";
        all[(kind, key)] = Fact(kind, key, line, says);
    }

    /// <summary>A second one of that name says more of the first.</summary>
    public void Merge(FactKind kind, string name, int line, params (string Field, string? Value)[] says)
    {
        var key = Key(name, kind);
        var fact = Fact(kind, key, line, says);
        all[(kind, key)] = all.TryGetValue((kind, key), out var first)
            ? first with { Says = first.Says.Concat(fact.Says.Where(s => !first.Says.ContainsKey(s.Key))).ToDictionary() }
            : fact;
    }

    /// <summary>The last one that begins at or above a line.</summary>
    public Section? SectionAt(int line) => runbook.Sections.LastOrDefault(s => s.Line <= line && s.Path.Count > 0);

    private SaidFact Fact(FactKind kind, string key, int line, (string Field, string? Value)[] says) => new(
        kind, key, line, SectionAt(line) is { } section ? Anchors.Of(section.Id) : null,
        says.Where(s => Clean(s.Value).Length > 0).ToDictionary(s => s.Field, s => Clean(s.Value)));

    /// <summary>PostgreSQL stores no NUL.</summary>
    private static string Clean(string? value) => (value ?? "").Replace("\0", "").Trim();

    private static string Key(string name, FactKind kind) => Slug.From(name) is { Length: > 0 } key ? key : $"{kind}".ToLowerInvariant();
}
