using System.Runtime.CompilerServices;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>Looking into values, and making others that differ in one place.</summary>
internal static class JqAccess
{
    private const int LongestArray = 5_000_000;

    /// <summary>The value, or null with the complaint.</summary>
    public static JqValue? Get(JqValue target, JqValue key, out string? problem)
    {
        problem = null;
        switch (target, key)
        {
            case (JqObject entries, JqString name): return entries.Entries.GetValueOrDefault(name.Value) ?? JqValue.Null;
            case (JqArray items, JqNumber number):
                if (double.IsNaN(number.Value)) return JqValue.Null;
                var index = Math.Floor(number.Value);
                if (index < 0) index += items.Count;
                return index >= 0 && index < items.Count ? items[(int)index] : JqValue.Null;
            case (JqNull, JqString or JqNumber or JqNull): return JqValue.Null;
            case (JqArray or JqNull or JqString, JqObject range): return Slice(target, range.Entries.GetValueOrDefault("start"), range.Entries.GetValueOrDefault("end"), out problem);
            case (JqArray items, JqArray part): return JqText.Indices(items, part);
            default:
                problem = key is JqString text && target is not JqObject ? $"Cannot index {target.Type} with {(target is JqArray ? "string " : "string ")}\"{text.Value}\"" : $"Cannot index {target.Type} with {key.Type}";
                return null;
        }
    }

    public static JqValue Get(JqValue target, JqValue key) => Get(target, key, out var problem) ?? throw new JqException(problem!);

    public static JqValue? Slice(JqValue target, JqValue? from, JqValue? to, out string? problem)
    {
        problem = null;
        if (target is JqNull) return target;
        if (target is not (JqArray or JqString) || from is not (null or JqNull or JqNumber) || to is not (null or JqNull or JqNumber))
        {
            problem = target is JqArray or JqString ? $"Start and end indices of an array slice must be numbers" : $"Cannot index {target.Type} with object";
            return null;
        }
        if (target is JqString text)
        {
            var runes = text.Value.EnumerateRunes().ToList();
            var (first, last) = Range(runes.Count, from, to);
            return JqValue.Of(string.Concat(runes.GetRange(first, last - first)));
        }
        var array = (JqArray)target;
        var (start, end) = Range(array.Count, from, to);
        return new JqArray(array.ToList().GetRange(start, end - start));
    }

    private static (int Start, int End) Range(int count, JqValue? from, JqValue? to)
    {
        var start = from is JqNumber f ? Math.Floor(f.Value) : 0;
        var end = to is JqNumber t ? Math.Ceiling(t.Value) : count;
        if (start < 0) start += count;
        if (end < 0) end += count;
        start = Math.Clamp(start, 0, count);
        return ((int)start, (int)Math.Clamp(end, start, count));
    }

    public static JqValue Set(JqValue target, JqValue key, JqValue value)
    {
        switch (target, key)
        {
            case (JqObject or JqNull, JqString name):
                var entries = target is JqObject known ? known.Copy() : new(StringComparer.Ordinal);
                entries[name.Value] = value;
                return new JqObject(entries);
            case (JqArray or JqNull, JqNumber number):
                var array = target as JqArray ?? JqArray.Empty;
                var index = Math.Floor(number.Value);
                if (index < 0) index += array.Count;
                if (index < 0) throw new JqException("Out of bounds negative array index");
                if (index >= LongestArray) throw new JqException("Array index too large");
                if (index == array.Count) return array.Add(value);
                var items = array.ToList();
                while (items.Count <= index) items.Add(JqValue.Null);
                items[(int)index] = value;
                return new JqArray(items);
            case (JqArray or JqNull, JqObject range):
                if (value is not JqArray inserted) throw new JqException("A slice of an array can only be assigned another array");
                var whole = target as JqArray ?? JqArray.Empty;
                var (start, end) = Range(whole.Count, range.Entries.GetValueOrDefault("start"), range.Entries.GetValueOrDefault("end"));
                var list = whole.ToList();
                list.RemoveRange(start, end - start);
                list.InsertRange(start, inserted.Items);
                return new JqArray(list);
            default: throw new JqException(target is JqArray && key is JqString ? $"Cannot update field at array index of array" : $"Cannot index {target.Type} with {(key is JqString text ? $"\"{text.Value}\"" : key.Type)}");
        }
    }

    public static JqValue SetPath(JqValue target, JqArray path, JqValue value, int from = 0)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return from == path.Count ? value : Set(target, path[from], SetPath(Get(target, path[from]), path, value, from + 1));
    }

    public static JqValue GetPath(JqValue target, JqArray path)
    {
        foreach (var key in path.Items)
        {
            if (target is JqNull) return target;
            target = Get(target, key);
        }
        return target;
    }

    /// <summary>The longest and last first, so that none moves another.</summary>
    public static JqValue DeletePaths(JqValue target, JqArray paths)
    {
        foreach (var path in paths.Items.OrderDescending(JqOrder.Instance))
            target = Delete(target, path as JqArray ?? throw new JqException("Path must be specified as an array"), 0);
        return target;
    }

    private static JqValue Delete(JqValue target, JqArray path, int from)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (from == path.Count || target is JqNull) return JqValue.Null;
        var key = path[from];
        if (from < path.Count - 1)
        {
            var inner = Get(target, key);
            return inner is JqNull ? target : Set(target, key, Delete(inner, path, from + 1));
        }
        switch (target, key)
        {
            case (JqObject entries, JqString name):
                if (!entries.Entries.ContainsKey(name.Value)) return target;
                var left = entries.Copy();
                left.Remove(name.Value);
                return new JqObject(left);
            case (JqArray items, JqNumber number):
                var index = Math.Floor(number.Value);
                if (index < 0) index += items.Count;
                if (index < 0 || index >= items.Count) return target;
                var rest = items.ToList();
                rest.RemoveAt((int)index);
                return new JqArray(rest);
            case (JqArray items, JqObject range):
                var (start, end) = Range(items.Count, range.Entries.GetValueOrDefault("start"), range.Entries.GetValueOrDefault("end"));
                var list = items.ToList();
                list.RemoveRange(start, end - start);
                return new JqArray(list);
            default: throw new JqException(key is JqString ? $"Cannot delete field at {(target is JqArray ? "array index of array" : $"object index of {target.Type}")}" : $"Cannot delete field at array index of {target.Type}");
        }
    }
}
