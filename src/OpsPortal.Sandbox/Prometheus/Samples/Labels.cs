using System.Text;

namespace OpsPortal.Sandbox.Prometheus.Samples;

/// <summary>The names and values that tell one series from another. Never changes; an empty value is the same as none.</summary>
internal sealed class Labels : IEquatable<Labels>, IComparable<Labels>
{
    /// <summary>The label that holds the name of the metric.</summary>
    public const string MetricName = "__name__";

    public static readonly Labels Empty = new([]);
    private readonly KeyValuePair<string, string>[] pairs;
    private readonly int hash;

    private Labels(KeyValuePair<string, string>[] pairs)
    {
        this.pairs = pairs;
        var code = new HashCode();
        foreach (var (name, value) in pairs)
        {
            code.Add(name);
            code.Add(value);
        }
        hash = code.ToHashCode();
    }

    public IReadOnlyList<KeyValuePair<string, string>> Pairs => pairs;

    /// <summary>Empty where there is no such label.</summary>
    public string this[string name]
    {
        get
        {
            foreach (var pair in pairs)
                if (pair.Key == name) return pair.Value;
            return "";
        }
    }

    public static Labels Of(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var sorted = pairs.Where(p => p.Value.Length > 0).ToArray();
        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return sorted.Length == 0 ? Empty : new(sorted);
    }

    public static Labels Of(params ReadOnlySpan<(string Name, string Value)> pairs)
    {
        List<KeyValuePair<string, string>> all = [];
        foreach (var (name, value) in pairs) all.Add(new(name, value));
        return Of(all);
    }

    public Labels With(string name, string value) => Of(pairs.Where(p => p.Key != name).Append(new(name, value)));

    public Labels WithoutName() => pairs.Any(static p => p.Key == MetricName) ? new(Array.FindAll(pairs, static p => p.Key != MetricName)) : this;

    /// <summary>Without those labels; the name of the metric stays.</summary>
    public Labels Drop(IReadOnlyCollection<string> names) => new(Array.FindAll(pairs, p => !names.Contains(p.Key)));

    /// <summary>Without those labels and without the name of the metric.</summary>
    public Labels Without(IReadOnlyCollection<string> names) => new(Array.FindAll(pairs, p => p.Key != MetricName && !names.Contains(p.Key)));

    public Labels Only(IReadOnlyCollection<string> names) => new(Array.FindAll(pairs, p => names.Contains(p.Key)));

    public bool Equals(Labels? other) => ReferenceEquals(this, other) || (other is not null && hash == other.hash && CompareTo(other) == 0);
    public override bool Equals(object? obj) => Equals(obj as Labels);
    public override int GetHashCode() => hash;

    public int CompareTo(Labels? other)
    {
        if (other is null) return 1;
        for (var i = 0; i < pairs.Length && i < other.pairs.Length; i++)
        {
            var order = string.CompareOrdinal(pairs[i].Key, other.pairs[i].Key);
            if (order == 0) order = string.CompareOrdinal(pairs[i].Value, other.pairs[i].Value);
            if (order != 0) return order;
        }
        return pairs.Length - other.pairs.Length;
    }

    /// <summary>As a query would write it: <c>name{a="b", c="d"}</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(this[MetricName]);
        var inner = pairs.Where(static p => p.Key != MetricName).Select(static p => $"{p.Key}=\"{p.Value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"").ToList();
        if (inner.Count > 0 || text.Length == 0) text.Append('{').AppendJoin(", ", inner).Append('}');
        return text.ToString();
    }
}
