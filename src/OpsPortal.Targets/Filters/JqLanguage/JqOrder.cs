using System.Runtime.CompilerServices;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>The order of all values: null, false, true, numbers, texts, arrays, objects.</summary>
internal sealed class JqOrder : IComparer<JqValue>
{
    public static readonly JqOrder Instance = new();

    public int Compare(JqValue? x, JqValue? y) => (x, y) switch
    {
        (JqNumber a, JqNumber b) => a.Value < b.Value || double.IsNaN(a.Value) ? -1 : a.Value == b.Value ? 0 : 1,
        (JqString a, JqString b) => TextOrder.Compare(a.Value, b.Value),
        (JqArray a, JqArray b) => Compare(a, b),
        (JqObject a, JqObject b) => Compare(a, b),
        _ => x!.Rank - y!.Rank,
    };

    public static bool Same(JqValue x, JqValue y) => Instance.Compare(x, y) == 0;

    private int Compare(JqArray x, JqArray y)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        for (var i = 0; i < x.Count && i < y.Count; i++)
            if (Compare(x[i], y[i]) is not 0 and var order) return order;
        return x.Count - y.Count;
    }

    private int Compare(JqObject x, JqObject y)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var (a, b) = (x.SortedKeys.ToList(), y.SortedKeys.ToList());
        for (var i = 0; i < a.Count && i < b.Count; i++)
            if (TextOrder.Compare(a[i], b[i]) is not 0 and var order) return order;
        if (a.Count != b.Count) return a.Count - b.Count;
        foreach (var key in a)
            if (Compare(x.Entries[key], y.Entries[key]) is not 0 and var order) return order;
        return 0;
    }
}
