namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>A JSON value. It never changes; what changes it makes another one.</summary>
internal abstract class JqValue
{
    public static readonly JqNull Null = new();
    public static readonly JqBool True = new(true);
    public static readonly JqBool False = new(false);

    /// <summary>As <c>type</c> says it.</summary>
    public abstract string Type { get; }

    /// <summary>Its place in the order of types.</summary>
    public abstract int Rank { get; }

    /// <summary>All but null and false.</summary>
    public bool IsTrue => this is not (JqNull or JqBool { Value: false });

    public static JqBool Of(bool value) => value ? True : False;
    public static JqNumber Of(double value) => new(value);
    public static JqString Of(string value) => new(value);
}

internal sealed class JqNull : JqValue
{
    public override string Type => "null";
    public override int Rank => 0;
}

internal sealed class JqBool(bool value) : JqValue
{
    public bool Value => value;
    public override string Type => "boolean";
    public override int Rank => value ? 2 : 1;
}

/// <param name="literal">As it was written, for those who print it unchanged.</param>
internal sealed class JqNumber(double value, string? literal = null) : JqValue
{
    public double Value => value;
    public string? Literal => literal;
    public override string Type => "number";
    public override int Rank => 3;
}

internal sealed class JqString(string value) : JqValue
{
    public string Value => value;
    public override string Type => "string";
    public override int Rank => 4;
}

/// <summary>The first elements of a list that only ever grows, so that adding one needs no copy.</summary>
internal sealed class JqArray : JqValue
{
    public static readonly JqArray Empty = new([]);

    private readonly List<JqValue> items;

    /// <param name="items">Nobody changes it afterwards.</param>
    public JqArray(List<JqValue> items) : this(items, items.Count)
    {
    }

    private JqArray(List<JqValue> items, int count) => (this.items, Count) = (items, count);

    public int Count { get; }
    public override string Type => "array";
    public override int Rank => 5;
    public JqValue this[int index] => items[index];

    public JqArray Add(JqValue value)
    {
        // somebody else has added to it already: this one goes its own way
        var own = items.Count == Count ? items : items.GetRange(0, Count);
        own.Add(value);
        return new(own, Count + 1);
    }

    public List<JqValue> ToList() => items.GetRange(0, Count);

    public IEnumerable<JqValue> Items
    {
        get
        {
            for (var i = 0; i < Count; i++) yield return items[i];
        }
    }
}

/// <summary>Entries in the order in which they came.</summary>
internal sealed class JqObject(OrderedDictionary<string, JqValue> entries) : JqValue
{
    public static readonly JqObject Empty = new(new(StringComparer.Ordinal));

    /// <summary>Only to be read.</summary>
    public OrderedDictionary<string, JqValue> Entries => entries;

    public override string Type => "object";
    public override int Rank => 6;

    /// <summary>Entries that may be changed.</summary>
    public OrderedDictionary<string, JqValue> Copy() => new(entries, StringComparer.Ordinal);

    public IEnumerable<string> SortedKeys => entries.Keys.Order(TextComparer.Instance);
}

internal sealed class TextComparer : IComparer<string>
{
    public static readonly TextComparer Instance = new();

    public int Compare(string? x, string? y) => TextOrder.Compare(x, y);
}
