namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>The operators.</summary>
internal static class JqArithmetic
{
    private const int LongestText = 64 << 20;

    /// <param name="step">Told what copying costs.</param>
    public static JqValue Compute(string operation, JqValue left, JqValue right, Action<long> step) => operation switch
    {
        "==" => JqValue.Of(JqOrder.Same(left, right)),
        "!=" => JqValue.Of(!JqOrder.Same(left, right)),
        "<" => JqValue.Of(JqOrder.Instance.Compare(left, right) < 0),
        "<=" => JqValue.Of(JqOrder.Instance.Compare(left, right) <= 0),
        ">" => JqValue.Of(JqOrder.Instance.Compare(left, right) > 0),
        ">=" => JqValue.Of(JqOrder.Instance.Compare(left, right) >= 0),
        "+" => Add(left, right, step),
        "-" => Subtract(left, right),
        "*" => Multiply(left, right),
        "/" => Divide(left, right),
        _ => Remainder(left, right),
    };

    public static JqValue Add(JqValue left, JqValue right, Action<long> step)
    {
        switch (left, right)
        {
            case (JqNull, _): return right;
            case (_, JqNull): return left;
            case (JqNumber a, JqNumber b): return JqValue.Of(a.Value + b.Value);
            case (JqString a, JqString b):
                step((a.Value.Length + b.Value.Length) / 64);
                return a.Value.Length + b.Value.Length <= LongestText ? JqValue.Of(a.Value + b.Value) : throw new FilterException("jq: a text becomes too long.");
            case (JqArray a, JqArray b):
                step(b.Count);
                if (b.Count == 1) return a.Add(b[0]);
                step(a.Count / 16);
                var items = a.ToList();
                items.AddRange(b.Items);
                return new JqArray(items);
            case (JqObject a, JqObject b):
                step((a.Entries.Count / 4) + b.Entries.Count);
                var entries = a.Copy();
                foreach (var (key, value) in b.Entries) entries[key] = value;
                return new JqObject(entries);
            default: throw Cannot(left, right, "added");
        }
    }

    private static JqValue Subtract(JqValue left, JqValue right) => (left, right) switch
    {
        (JqNumber a, JqNumber b) => JqValue.Of(a.Value - b.Value),
        (JqArray a, JqArray b) => new JqArray([.. a.Items.Where(x => !b.Items.Any(y => JqOrder.Same(x, y)))]),
        _ => throw Cannot(left, right, "subtracted"),
    };

    private static JqValue Multiply(JqValue left, JqValue right)
    {
        switch (left, right)
        {
            case (JqNumber a, JqNumber b): return JqValue.Of(a.Value * b.Value);
            case (JqString text, JqNumber count): return Repeat(text.Value, count.Value);
            case (JqNumber count, JqString text): return Repeat(text.Value, count.Value);
            case (JqObject a, JqObject b): return Merge(a, b);
            default: throw Cannot(left, right, "multiplied");
        }
    }

    private static JqValue Repeat(string text, double count)
    {
        if (!(count > 0)) return JqValue.Null;
        var times = Math.Max(1, Math.Ceiling(count));
        return text.Length * times <= LongestText ? JqValue.Of(string.Concat(Enumerable.Repeat(text, (int)times))) : throw new FilterException("jq: a text becomes too long.");
    }

    private static JqObject Merge(JqObject left, JqObject right)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var entries = left.Copy();
        foreach (var (key, value) in right.Entries)
            entries[key] = value is JqObject b && entries.GetValueOrDefault(key) is JqObject a ? Merge(a, b) : value;
        return new(entries);
    }

    private static JqValue Divide(JqValue left, JqValue right) => (left, right) switch
    {
        (JqNumber a, JqNumber b) => b.Value == 0 ? throw Cannot(left, right, "divided because the divisor is zero") : JqValue.Of(a.Value / b.Value),
        (JqString a, JqString b) => JqText.Split(a.Value, b.Value),
        _ => throw Cannot(left, right, "divided"),
    };

    private static JqNumber Remainder(JqValue left, JqValue right)
    {
        if (left is not JqNumber a || right is not JqNumber b) throw Cannot(left, right, "divided");
        if (double.IsNaN(a.Value) || double.IsNaN(b.Value)) return JqValue.Of(double.NaN);
        var (x, y) = (Whole(a.Value), Whole(b.Value));
        if (y == 0) throw Cannot(left, right, "divided because the divisor is zero");
        // the sign is that of the left side
        return JqValue.Of((double)(y == -1 ? 0 : x % Math.Abs(y)));
    }

    private static long Whole(double value) => value >= long.MaxValue ? long.MaxValue : value <= long.MinValue ? long.MinValue + 1 : (long)value;

    private static JqException Cannot(JqValue left, JqValue right, string what) => new($"{left.Type} ({JqWriter.Short(left)}) and {right.Type} ({JqWriter.Short(right)}) cannot be {what}");
}
