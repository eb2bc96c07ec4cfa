using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>Prints values as jq does.</summary>
internal sealed class JqWriter(JqOutput how)
{
    private static readonly JqOutput CompactOutput = new() { Indent = 0 };

    /// <summary>Each level is indented by more, so that what grows without end in depth grows with its square in text.</summary>
    private const int Deepest = 2_000;

    private readonly StringBuilder text = new();

    public static string Compact(JqValue value) => Write(value, CompactOutput);

    public static string Write(JqValue value, JqOutput how)
    {
        var writer = new JqWriter(how);
        writer.Put(value, 0);
        return writer.text.ToString();
    }

    /// <summary>For messages: the beginning of the value.</summary>
    public static string Short(JqValue value)
    {
        var whole = Compact(value);
        return whole.Length > 14 ? whole[..11] + "..." : whole;
    }

    private void Put(JqValue value, int level)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (level > Deepest) throw new InsufficientExecutionStackException();
        switch (value)
        {
            case JqNull: text.Append("null"); break;
            case JqBool flag: text.Append(flag.Value ? "true" : "false"); break;
            case JqNumber number: text.Append(Number(number.Value)); break;
            case JqString line: Quote(line.Value); break;
            case JqArray array:
                text.Append('[');
                for (var i = 0; i < array.Count; i++)
                {
                    if (i > 0) text.Append(',');
                    Break(level + 1);
                    Put(array[i], level + 1);
                }
                if (array.Count > 0) Break(level);
                text.Append(']');
                break;
            case JqObject entries:
                text.Append('{');
                var first = true;
                foreach (var key in how.SortKeys ? entries.SortedKeys : entries.Entries.Keys)
                {
                    if (!first) text.Append(',');
                    first = false;
                    Break(level + 1);
                    Quote(key);
                    text.Append(how.Indent > 0 || how.Tabs ? ": " : ":");
                    Put(entries.Entries[key], level + 1);
                }
                if (!first) Break(level);
                text.Append('}');
                break;
        }
    }

    private void Break(int level)
    {
        if (how.Tabs) text.Append('\n').Append('\t', level);
        else if (how.Indent > 0) text.Append('\n').Append(' ', how.Indent * level);
    }

    private void Quote(string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\t': text.Append("\\t"); break;
                case '\r': text.Append("\\r"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case < ' ' or '\x7f': Unicode(c); break;
                case > '\x7f' when how.Ascii: Unicode(c); break;
                default: text.Append(char.IsSurrogate(c) && !IsPair(value, i) ? '\uFFFD' : c); break;
            }
        }
        text.Append('"');
    }

    private static bool IsPair(string value, int i) =>
        char.IsHighSurrogate(value[i]) ? i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]) : i > 0 && char.IsHighSurrogate(value[i - 1]);

    private void Unicode(char c) => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));

    /// <summary>The shortest digits that mean the number; the layout of David Gay's code, which jq uses.</summary>
    public static string Number(double value)
    {
        if (double.IsNaN(value)) return "null";
        if (double.IsInfinity(value)) value = value > 0 ? double.MaxValue : double.MinValue;
        if (value == 0) return double.IsNegative(value) ? "-0" : "0";
        if (value == Math.Floor(value) && Math.Abs(value) < 1e15) return ((long)value).ToString(CultureInfo.InvariantCulture);
        var (digits, exponent) = Shortest(value);
        var sign = value < 0 ? "-" : "";
        var point = exponent + 1;
        if (point <= -4 || point > digits.Length + 15)
        {
            var mantissa = digits.Length > 1 ? $"{digits[0]}.{digits[1..]}" : digits;
            return $"{sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }
        if (point <= 0) return $"{sign}0.{new string('0', -point)}{digits}";
        return digits.Length <= point ? sign + digits + new string('0', point - digits.Length) : $"{sign}{digits[..point]}.{digits[point..]}";
    }

    /// <summary>The digits without zeros at either end, and the exponent of the first.</summary>
    private static (string Digits, int Exponent) Shortest(double value)
    {
        var text = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var end = text.IndexOf('E');
        var mantissa = end < 0 ? text : text[..end];
        var exponent = end < 0 ? 0 : int.Parse(text.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.') is >= 0 and var at ? at : mantissa.Length;
        var all = mantissa.Replace(".", "");
        var digits = all.TrimStart('0');
        return (digits.TrimEnd('0'), exponent + point - 1 - (all.Length - digits.Length));
    }
}
