namespace OpsPortal.Sandbox.Api.Patching;

/// <summary>How the fields of a kind merge: lists with a strategy, and what lies below. Whatever is not named is replaced (lists) or merged (maps).</summary>
internal sealed record MergeShape(IReadOnlyDictionary<string, MergeField> Fields)
{
    public static MergeShape Plain { get; } = new(new Dictionary<string, MergeField>());

    public MergeField? this[string field] => Fields.GetValueOrDefault(field);
}

/// <param name="Key">The field that tells a list's items apart; null for maps and for lists of plain values.</param>
/// <param name="Merges">True for a list that is merged rather than replaced.</param>
internal sealed record MergeField(string? Key, bool Merges, MergeShape Below)
{
    public static MergeField Map(MergeShape below) => new(null, false, below);
    public static MergeField ListBy(string key, MergeShape? below = null) => new(key, true, below ?? MergeShape.Plain);
    public static MergeField Values { get; } = new(null, true, MergeShape.Plain);
}
