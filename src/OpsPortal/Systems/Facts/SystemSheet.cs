namespace OpsPortal.Systems.Facts;

/// <summary>A system with all that is kept of it.</summary>
public sealed record SystemSheet(OpsSystem System, IReadOnlyList<SystemFact> Facts)
{
    /// <summary>In the order in which people read them.</summary>
    public IEnumerable<SystemFact> Of(FactKind kind) => Facts.Where(f => f.Kind == kind)
        .OrderBy(Rank).ThenBy(f => f.Origins is [var first, ..] ? first.Runbook : "~", StringComparer.Ordinal).ThenBy(f => f.Origins is [var first, ..] ? first.Line : int.MaxValue).ThenBy(f => f.Key, StringComparer.Ordinal);

    public int ToFillIn => Facts.Count(IsToFillIn);
    public int Disputed => Facts.Sum(f => f.State.Disputed.Count());

    /// <summary>A contact that nobody could call.</summary>
    public static bool IsToFillIn(SystemFact fact) => fact.Kind == FactKind.Contact && new[] { "says", "name", "email", "phone", "note" }.All(f => fact.State.Value(f) is null);

    private static int Rank(SystemFact fact) => fact.Kind switch
    {
        FactKind.Severity => SeverityOrder.Of(fact.State.Value("name") ?? fact.Key),
        FactKind.Escalation => int.TryParse(fact.State.Value("level"), out var level) ? level : 100,
        FactKind.Contact => IsToFillIn(fact) ? 0 : 1,
        _ => 0,
    };
}

/// <summary>The worst comes first: P0, P1, …; critical, high, warning, info.</summary>
internal static class SeverityOrder
{
    private static readonly string[][] Words = [["critical", "emergency", "page", "fatal"], ["high", "major", "error"], ["medium", "warning", "moderate"], ["low", "minor", "notice"], ["info", "none"]];

    public static int Of(string name)
    {
        if (name.SkipWhile(c => !char.IsDigit(c)).TakeWhile(char.IsDigit).ToArray() is { Length: > 0 and < 4 } digits) return int.Parse(digits) * 10;
        var place = Array.FindIndex(Words, level => level.Contains(name.ToLowerInvariant()));
        return place < 0 ? 1000 : place * 10 + 5;
    }
}
