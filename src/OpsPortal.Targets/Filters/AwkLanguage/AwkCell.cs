namespace OpsPortal.Targets.Filters.AwkLanguage;

/// <summary>A variable. A parameter that was never set becomes an array for its caller too once it is used as one.</summary>
internal sealed class AwkCell
{
    private readonly AwkCell? origin;
    private Dictionary<string, AwkValue>? array;

    public AwkCell(AwkValue value = default, AwkCell? origin = null) => (Value, this.origin) = (value, origin);

    public AwkValue Value { get; set; }

    public bool IsArray => (origin ?? this).array is not null || array is not null;

    public Dictionary<string, AwkValue> Array => array ??= origin is null ? new(StringComparer.Ordinal) : origin.Array;
}
