using System.Runtime.CompilerServices;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>The functions of values.</summary>
internal static class JqFunctions
{
    private static readonly Dictionary<string, Func<double, double>> Numbers = new()
    {
        ["floor/0"] = Math.Floor,
        ["ceil/0"] = Math.Ceiling,
        ["round/0"] = x => Math.Round(x, MidpointRounding.AwayFromZero),
        ["trunc/0"] = Math.Truncate,
        ["fabs/0"] = Math.Abs,
        ["sqrt/0"] = Math.Sqrt,
        ["log/0"] = Math.Log,
        ["log2/0"] = Math.Log2,
        ["log10/0"] = Math.Log10,
        ["exp/0"] = Math.Exp,
        ["exp2/0"] = x => Math.Pow(2, x),
        ["exp10/0"] = x => Math.Pow(10, x),
        ["sin/0"] = Math.Sin,
        ["cos/0"] = Math.Cos,
        ["tan/0"] = Math.Tan,
        ["asin/0"] = Math.Asin,
        ["acos/0"] = Math.Acos,
        ["atan/0"] = Math.Atan,
        ["cbrt/0"] = Math.Cbrt,
        ["significand/0"] = x => x == 0 ? 0 : Math.ScaleB(x, -Math.ILogB(x)),
    };

    private static readonly Dictionary<string, Func<JqValue, JqValue[], Action<long>, JqValue>> ByName = new()
    {
        ["not/0"] = (v, _, _) => JqValue.Of(!v.IsTrue),
        ["length/0"] = (v, _, _) => JqValue.Of(Length(v)),
        ["utf8bytelength/0"] = (v, _, _) => JqValue.Of((double)System.Text.Encoding.UTF8.GetByteCount((v as JqString)?.Value ?? throw new JqException($"{v.Type} ({JqWriter.Short(v)}) only strings have UTF-8 byte length"))),
        ["keys/0"] = (v, _, _) => Keys(v, sorted: true),
        ["keys_unsorted/0"] = (v, _, _) => Keys(v, sorted: false),
        ["has/1"] = (v, a, _) => Has(v, a[0]),
        ["contains/1"] = (v, a, _) => JqValue.Of(Contains(v, a[0])),
        ["add/0"] = (v, _, step) => Values(v).Aggregate((JqValue)JqValue.Null, (so, next) => JqArithmetic.Add(so, next, step)),
        ["any/0"] = (v, _, _) => JqValue.Of(Values(v).Any(x => x.IsTrue)),
        ["all/0"] = (v, _, _) => JqValue.Of(Values(v).All(x => x.IsTrue)),
        ["flatten/0"] = (v, _, _) => Flatten(v, double.PositiveInfinity),
        ["flatten/1"] = (v, a, _) => a[0] is JqNumber { Value: >= 0 } depth ? Flatten(v, depth.Value) : throw new JqException("flatten depth must not be negative"),
        ["pow/2"] = (_, a, _) => JqValue.Of(Math.Pow(Number(a[0]), Number(a[1]))),
        ["abs/0"] = (v, _, _) => v is JqNumber n ? n.Value < 0 ? JqValue.Of(-n.Value) : n : throw new JqException($"{v.Type} ({JqWriter.Short(v)}) has no absolute value"),
        ["tonumber/0"] = (v, _, _) => JqText.ToNumber(v),
        ["tostring/0"] = (v, _, _) => v is JqString ? v : JqValue.Of(JqWriter.Compact(v)),
        ["type/0"] = (v, _, _) => JqValue.Of(v.Type),
        ["infinite/0"] = (_, _, _) => JqValue.Of(double.PositiveInfinity),
        ["nan/0"] = (_, _, _) => JqValue.Of(double.NaN),
        ["isinfinite/0"] = (v, _, _) => JqValue.Of(double.IsInfinity(Number(v))),
        ["isnan/0"] = (v, _, _) => JqValue.Of(double.IsNaN(Number(v))),
        ["isnormal/0"] = (v, _, _) => JqValue.Of(double.IsNormal(Number(v))),
        ["sort/0"] = (v, _, _) => new JqArray([.. Array(v, "sorted").Items.Order(JqOrder.Instance)]),
        ["unique/0"] = (v, _, _) => new JqArray(Unique(Array(v, "sorted").Items.Order(JqOrder.Instance), x => x)),
        ["min/0"] = (v, _, _) => Extreme(Array(v, "iterated").Items.Select(x => (Key: x, Value: x)), -1),
        ["max/0"] = (v, _, _) => Extreme(Array(v, "iterated").Items.Select(x => (Key: x, Value: x)), 1),
        ["sort_by_keys/1"] = (v, a, _) => new JqArray([.. Keyed(v, a[0], "sorted").OrderBy(p => p.Key, JqOrder.Instance).Select(p => p.Value)]),
        ["group_by_keys/1"] = (v, a, _) => new JqArray(Groups(v, a[0])),
        ["unique_by_keys/1"] = (v, a, _) => new JqArray([.. Unique(Keyed(v, a[0], "sorted").OrderBy(p => p.Key, JqOrder.Instance), p => p.Key).Select(p => p.Value)]),
        ["min_by_keys/1"] = (v, a, _) => Extreme(Keyed(v, a[0], "iterated"), -1),
        ["max_by_keys/1"] = (v, a, _) => Extreme(Keyed(v, a[0], "iterated"), 1),
        ["reverse/0"] = (v, _, _) => v is JqNull ? JqArray.Empty : v is JqString s ? JqValue.Of(string.Concat(s.Value.EnumerateRunes().Reverse())) : new JqArray([.. Array(v, "reversed").Items.Reverse()]),
        ["transpose/0"] = (v, _, _) => Transpose(Array(v, "transposed")),
        ["toarray/0"] = (v, _, _) => v is JqArray ? v : new JqArray([v]),
        ["setpath/2"] = (v, a, step) => { step(10); return JqAccess.SetPath(v, a[0] as JqArray ?? throw new JqException("Path must be specified as an array"), a[1]); },
        ["delpaths/1"] = (v, a, step) => { step(10); return JqAccess.DeletePaths(v, a[0] as JqArray ?? throw new JqException("Paths must be specified as an array")); },
        ["to_entries/0"] = (v, _, _) => v is JqObject o ? new JqArray([.. o.Entries.Select(e => Entry(e.Key, e.Value))]) : throw new JqException($"{v.Type} ({JqWriter.Short(v)}) has no keys"),
        ["from_entries/0"] = (v, _, _) => FromEntries(v),
        ["tojson/0"] = (v, _, _) => JqValue.Of(JqWriter.Compact(v)),
        ["fromjson/0"] = (v, _, _) => JqText.FromJson(v),
        ["indices/1"] = (v, a, _) => v is JqNull ? v : JqText.Indices(v, a[0]),
        ["index/1"] = (v, a, _) => v is JqNull ? v : Array(JqText.Indices(v, a[0]), "iterated") is { Count: > 0 } found ? found[0] : JqValue.Null,
        ["rindex/1"] = (v, a, _) => v is JqNull ? v : Array(JqText.Indices(v, a[0]), "iterated") is { Count: > 0 } found ? found[found.Count - 1] : JqValue.Null,
    };

    public static JqValue Call(string signature, JqValue input, JqValue[] arguments, Action<long> step)
    {
        if (Numbers.TryGetValue(signature, out var number)) return JqValue.Of(number(Number(input)));
        if (ByName.TryGetValue(signature, out var function)) return function(input, arguments, step);
        return JqText.Call(signature, input, arguments) ?? JqDates.Call(signature, input, arguments) ?? throw new FilterException($"jq: {signature} is not carried out here.");
    }

    public static double Number(JqValue value) => value is JqNumber number ? number.Value : throw new JqException($"{value.Type} ({JqWriter.Short(value)}) number required");

    private static double Length(JqValue value) => value switch
    {
        JqNull => 0,
        JqNumber number => Math.Abs(number.Value),
        JqString text => text.Value.EnumerateRunes().Count(),
        JqArray array => array.Count,
        JqObject entries => entries.Entries.Count,
        _ => throw new JqException($"{value.Type} ({JqWriter.Short(value)}) has no length"),
    };

    private static JqArray Keys(JqValue value, bool sorted) => value switch
    {
        JqObject entries => new([.. (sorted ? entries.SortedKeys : entries.Entries.Keys).Select(JqValue.Of)]),
        JqArray array => new([.. Enumerable.Range(0, array.Count).Select(i => JqValue.Of((double)i))]),
        _ => throw new JqException($"{value.Type} ({JqWriter.Short(value)}) has no keys"),
    };

    private static JqBool Has(JqValue value, JqValue key) => (value, key) switch
    {
        (JqObject entries, JqString name) => JqValue.Of(entries.Entries.ContainsKey(name.Value)),
        (JqArray array, JqNumber index) => JqValue.Of(index.Value >= 0 && index.Value < array.Count),
        _ => throw new JqException($"Cannot check whether {value.Type} has a {key.Type} key"),
    };

    private static bool Contains(JqValue whole, JqValue part) => (whole, part) switch
    {
        _ when !RuntimeHelpers.TryEnsureSufficientExecutionStack() => throw new InsufficientExecutionStackException(),
        (JqObject a, JqObject b) => b.Entries.All(e => a.Entries.TryGetValue(e.Key, out var value) && Contains(value, e.Value)),
        (JqArray a, JqArray b) => b.Items.All(y => a.Items.Any(x => x.Type == y.Type && Contains(x, y))),
        (JqString a, JqString b) => a.Value.Contains(b.Value, StringComparison.Ordinal),
        _ when whole.Type == part.Type => JqOrder.Same(whole, part),
        _ => throw new JqException($"{whole.Type} ({JqWriter.Short(whole)}) and {part.Type} ({JqWriter.Short(part)}) cannot have their containment checked"),
    };

    public static IEnumerable<JqValue> Values(JqValue value) => value switch
    {
        JqArray array => array.Items,
        JqObject entries => entries.Entries.Values,
        _ => throw new JqException($"Cannot iterate over {value.Type} ({JqWriter.Short(value)})"),
    };

    private static JqArray Array(JqValue value, string what) => value as JqArray ?? throw new JqException(what == "iterated" ? $"Cannot iterate over {value.Type} ({JqWriter.Short(value)})" : $"{value.Type} ({JqWriter.Short(value)}) cannot be {what}, as it is not an array");

    private static JqArray Flatten(JqValue value, double depth)
    {
        List<JqValue> flat = [];
        void Put(JqValue inner, double left)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            if (inner is not JqArray array || left < 0) flat.Add(inner);
            else
                foreach (var item in array.Items) Put(item, left - 1);
        }
        foreach (var item in Values(value)) Put(item, depth - 1);
        return new(flat);
    }

    private static IEnumerable<(JqValue Key, JqValue Value)> Keyed(JqValue value, JqValue keys, string what)
    {
        var array = Array(value, what);
        return ((JqArray)keys).Items.Zip(array.Items, (key, item) => (key, item));
    }

    private static List<JqValue> Groups(JqValue value, JqValue keys)
    {
        List<JqValue> groups = [];
        List<JqValue> group = [];
        JqValue? last = null;
        foreach (var (key, item) in Keyed(value, keys, "grouped").OrderBy(p => p.Key, JqOrder.Instance))
        {
            if (last is not null && !JqOrder.Same(last, key))
            {
                groups.Add(new JqArray(group));
                group = [];
            }
            group.Add(item);
            last = key;
        }
        if (last is not null) groups.Add(new JqArray(group));
        return groups;
    }

    private static List<T> Unique<T>(IEnumerable<T> sorted, Func<T, JqValue> key)
    {
        List<T> unique = [];
        foreach (var item in sorted)
            if (unique.Count == 0 || !JqOrder.Same(key(unique[^1]), key(item))) unique.Add(item);
        return unique;
    }

    /// <summary>Of equals the first smallest or the last greatest.</summary>
    private static JqValue Extreme(IEnumerable<(JqValue Key, JqValue Value)> items, int sign)
    {
        (JqValue Key, JqValue Value)? best = null;
        foreach (var item in items)
            if (best is null || (sign < 0 ? JqOrder.Instance.Compare(item.Key, best.Value.Key) < 0 : JqOrder.Instance.Compare(item.Key, best.Value.Key) >= 0)) best = item;
        return best?.Value ?? JqValue.Null;
    }

    private static JqArray Transpose(JqArray rows)
    {
        var width = rows.Items.Select(r => (r as JqArray)?.Count ?? 0).DefaultIfEmpty(0).Max();
        return new([.. Enumerable.Range(0, width).Select(i => new JqArray([.. rows.Items.Select(r => JqAccess.Get(r, JqValue.Of((double)i)))]))]);
    }

    private static JqObject Entry(string key, JqValue value) => new(new(StringComparer.Ordinal) { ["key"] = JqValue.Of(key), ["value"] = value });

    private static JqObject FromEntries(JqValue value)
    {
        var entries = new OrderedDictionary<string, JqValue>(StringComparer.Ordinal);
        foreach (var item in Values(value))
        {
            var found = item is JqObject given ? given : throw new JqException($"Cannot index {item.Type} with string \"key\"");
            var key = First(found, "key", "k", "name", "Name", "Key", "K");
            entries[key is JqString name ? name.Value : key is null or JqNull or JqBool or JqNumber ? JqWriter.Compact(key ?? JqValue.Null) : throw new JqException($"Cannot use {key.Type} ({JqWriter.Short(key)}) as object key")]
                = new[] { "value", "v", "Value", "V" }.Select(n => found.Entries.GetValueOrDefault(n)).FirstOrDefault(v => v is not null) ?? JqValue.Null;
        }
        return new(entries);
    }

    private static JqValue? First(JqObject entries, params string[] names)
    {
        JqValue? last = null;
        foreach (var name in names)
        {
            if (entries.Entries.GetValueOrDefault(name) is not { } value) continue;
            if (value.IsTrue) return value;
            last ??= value;
        }
        return last;
    }
}
