namespace OpsPortal.Systems.Facts;

/// <summary>What is known of a fact, and which of it holds.</summary>
public sealed record FactState(IReadOnlyList<FactOrigin> Origins, IReadOnlyDictionary<string, string> ByHand, IReadOnlyDictionary<string, Guid> Choices, bool Gone)
{
    private static readonly Dictionary<string, string> Nothing = [];
    private static readonly Dictionary<string, Guid> Undecided = [];

    /// <summary>People changed it or decided something about it.</summary>
    public bool Touched => ByHand.Count + Choices.Count > 0;

    /// <summary>What holds: what people set, else what the runbook says that they decided for, else what the first runbook says. Null where nobody says anything.</summary>
    public string? Value(string field) => ByHand.TryGetValue(field, out var set) ? set.Length == 0 ? null : set : Said(field);

    /// <summary>The same, as if nobody had changed it by hand.</summary>
    public string? Said(string field) =>
        (Choices.TryGetValue(field, out var chosen) ? Origins.FirstOrDefault(o => o.RunbookId == chosen)?.Says.GetValueOrDefault(field) : null)
        ?? Origins.Select(o => o.Says.GetValueOrDefault(field)).FirstOrDefault(v => v is not null);

    /// <summary>Runbooks say different things of this field, and nobody has decided yet.</summary>
    public bool IsDisputed(string field) => !ByHand.ContainsKey(field) && !Choices.ContainsKey(field)
        && Origins.Select(o => o.Says.GetValueOrDefault(field)).OfType<string>().Distinct().Count() > 1;

    /// <summary>The fields of which that is so.</summary>
    public IEnumerable<string> Disputed => Origins.SelectMany(o => o.Says.Keys).Distinct().Where(IsDisputed);

    /// <summary>
    /// The rule by which a saved runbook changes what is kept. What the runbook says replaces what the same runbook said before; what
    /// people set stays. What no runbook says any more is kept as gone where people touched it, otherwise it goes.
    /// </summary>
    /// <param name="before">Null where it is new.</param>
    /// <param name="said">Null where the runbook says nothing of it (any more).</param>
    /// <returns>Null where nothing is to be kept; the same instance where nothing changes.</returns>
    public static FactState? Merge(FactState? before, Guid runbook, FactOrigin? said)
    {
        if (before is null) return said is null ? null : new([said], Nothing, Undecided, false);
        var own = before.Origins.FirstOrDefault(o => o.RunbookId == runbook);
        if (said is null) return own is null || before.Gone ? before : before.Without(own);
        if (own is not null && !before.Gone && own.IsAs(said)) return before;
        // In its old place, because the first one holds until somebody decides. What was gone is replaced: nobody says it.
        return before with
        {
            Origins = before.Gone || own is null ? [.. before.Gone ? [] : before.Origins, said] : [.. before.Origins.Select(o => o == own ? said : o)],
            Gone = false,
        };
    }

    private FactState? Without(FactOrigin own)
    {
        if (Origins.Count == 1) return Touched ? this with { Gone = true } : null;
        return this with
        {
            Origins = [.. Origins.Where(o => o != own)],
            Choices = Choices.Where(c => c.Value != own.RunbookId).ToDictionary(),
        };
    }
}
