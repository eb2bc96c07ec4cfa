using System.Globalization;

namespace OpsPortal.Targets.Filters;

/// <summary>How <c>sort -n</c>, <c>-g</c>, <c>-h</c> and <c>-M</c> compare. What is no number counts as 0 (with -g it comes first).</summary>
internal static class NumberOrder
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    /// <summary>Of any length and without rounding: sign, then digits before the point, then those after it.</summary>
    public static int Compare(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        var a = Read(x);
        var b = Read(y);
        if (a.Sign != b.Sign) return a.Sign - b.Sign;
        var whole = a.Whole.Length != b.Whole.Length ? a.Whole.Length - b.Whole.Length : a.Whole.SequenceCompareTo(b.Whole);
        return a.Sign * (whole != 0 ? whole : a.Fraction.SequenceCompareTo(b.Fraction));
    }

    public static int CompareHuman(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        var unit = Unit(x) - Unit(y);
        return unit != 0 ? unit : Compare(x, y);
    }

    public static int CompareGeneral(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        var (a, b) = (General(x), General(y));
        if (a is null || b is null) return (a is null ? 0 : 1) - (b is null ? 0 : 1);
        return a.Value.CompareTo(b.Value);
    }

    public static int CompareMonths(ReadOnlySpan<char> x, ReadOnlySpan<char> y) => Month(x) - Month(y);

    private static Number Read(ReadOnlySpan<char> text)
    {
        text = text.TrimStart(" \t");
        var negative = text.StartsWith('-');
        if (negative) text = text[1..];
        var whole = text[..Digits(text)];
        var rest = text[whole.Length..];
        var fraction = rest.StartsWith('.') ? rest.Slice(1, Digits(rest[1..])) : [];
        whole = whole.TrimStart('0');
        fraction = fraction.TrimEnd('0');
        return new(whole.IsEmpty && fraction.IsEmpty ? 0 : negative ? -1 : 1, whole, fraction);
    }

    private static int Unit(ReadOnlySpan<char> text)
    {
        var number = Read(text);
        if (number.Sign == 0) return 0;
        var rest = text.TrimStart(" \t");
        if (rest.StartsWith('-')) rest = rest[1..];
        rest = rest[Digits(rest)..];
        if (rest.StartsWith('.')) rest = rest[(1 + Digits(rest[1..]))..];
        var order = rest.IsEmpty ? 0 : rest[0] == 'k' ? 1 : "KMGTPEZYRQ".IndexOf(rest[0]) + 1;
        return number.Sign * order;
    }

    private static double? General(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        var end = text.Length > 0 && (text[0] is '+' or '-') ? 1 : 0;
        end += Digits(text[end..]);
        if (end < text.Length && text[end] == '.') end += 1 + Digits(text[(end + 1)..]);
        if (end < text.Length && (text[end] is 'e' or 'E'))
        {
            var exponent = end + 1;
            if (exponent < text.Length && (text[exponent] is '+' or '-')) exponent++;
            if (Digits(text[exponent..]) is > 0 and var digits) end = exponent + digits;
        }
        return double.TryParse(text[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static int Month(ReadOnlySpan<char> text)
    {
        text = text.TrimStart(" \t");
        for (var i = 0; i < Months.Length; i++)
            if (text.StartsWith(Months[i], StringComparison.OrdinalIgnoreCase)) return i + 1;
        return 0;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var other = text.IndexOfAnyExceptInRange('0', '9');
        return other < 0 ? text.Length : other;
    }

    private readonly ref struct Number(int sign, ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction)
    {
        public int Sign => sign;
        public ReadOnlySpan<char> Whole { get; } = whole;
        public ReadOnlySpan<char> Fraction { get; } = fraction;
    }
}
