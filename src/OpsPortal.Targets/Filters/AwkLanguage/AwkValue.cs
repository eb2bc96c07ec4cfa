using System.Globalization;

namespace OpsPortal.Targets.Filters.AwkLanguage;

/// <summary>A value of awk: a number, a text, or what was read and may be either.</summary>
internal readonly struct AwkValue
{
    private readonly string? text;
    private readonly double number;
    private readonly Kind kind;

    private enum Kind : byte { Unset, Number, Text, Input }

    private AwkValue(Kind kind, string? text, double number) => (this.kind, this.text, this.number) = (kind, text, number);

    public static AwkValue Unset => default;

    public static AwkValue Of(double number) => new(Kind.Number, null, number);

    public static AwkValue Of(string text) => new(Kind.Text, text, 0);

    public static AwkValue Of(bool condition) => Of(condition ? 1.0 : 0.0);

    /// <summary>What was read: it compares as a number where it looks like one.</summary>
    public static AwkValue Read(string text) => new(Kind.Input, text, 0);

    public bool IsUnset => kind == Kind.Unset;

    /// <summary>A number, as opposed to a text; what was read is both until somebody asks.</summary>
    public bool IsPlainNumber => kind == Kind.Number;

    /// <summary>Characters that are held.</summary>
    public int Size => text?.Length ?? 0;

    public double ToNumber() => kind switch { Kind.Number => number, Kind.Unset => 0, _ => AwkNumbers.Leading(text!) };

    /// <param name="format"><c>CONVFMT</c> or <c>OFMT</c>.</param>
    public string ToText(string format) => kind switch { Kind.Number => AwkNumbers.ToText(number, format), Kind.Unset => "", _ => text! };

    public bool IsTrue => kind switch
    {
        Kind.Number => number != 0,
        Kind.Text => text!.Length > 0,
        Kind.Input => AwkNumbers.IsNumber(text!, out var value) ? value != 0 : text!.Length > 0,
        _ => false,
    };

    public bool IsNumeric(out double value)
    {
        value = number;
        return kind switch { Kind.Number or Kind.Unset => true, Kind.Input => AwkNumbers.IsNumber(text!, out value), _ => false };
    }
}

/// <summary>Between numbers and texts, as awk has it.</summary>
internal static class AwkNumbers
{
    /// <summary>The number that a text begins with; 0 where it begins with none.</summary>
    public static double Leading(string text)
    {
        var (start, end) = Extent(text);
        return start == end ? 0 : double.Parse(text.AsSpan(start, end - start), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>Whether the whole text, blanks around it aside, is a number.</summary>
    public static bool IsNumber(string text, out double value)
    {
        value = 0;
        var (start, end) = Extent(text);
        if (start == end) return false;
        for (var i = end; i < text.Length; i++)
            if (!char.IsWhiteSpace(text[i])) return false;
        value = double.Parse(text.AsSpan(start, end - start), NumberStyles.Float, CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>A whole number without decimals, any other by the format.</summary>
    public static string ToText(double number, string format)
    {
        if (number == Math.Floor(number) && Math.Abs(number) < 1e18) return ((long)number).ToString(CultureInfo.InvariantCulture);
        if (double.IsNaN(number)) return double.IsNegative(number) ? "-nan" : "+nan";
        if (double.IsInfinity(number)) return number < 0 ? "-inf" : "+inf";
        if (number == Math.Floor(number)) return new System.Numerics.BigInteger(number).ToString(CultureInfo.InvariantCulture);
        return format == "%.6g" ? (number < 0 ? "-" : "") + FloatFormat.General(Math.Abs(number), 6) : AwkFormat.Format(format, [AwkValue.Of(number)], "%.6g");
    }

    private static (int Start, int End) Extent(string text)
    {
        var start = 0;
        while (start < text.Length && text[start] is ' ' or '\t' or '\n' or '\r' or '\f' or '\v') start++;
        var at = start;
        if (at < text.Length && text[at] is '+' or '-') at++;
        var digits = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        var count = at - digits;
        if (at < text.Length && text[at] == '.')
        {
            var decimals = at + 1;
            while (decimals < text.Length && char.IsAsciiDigit(text[decimals])) decimals++;
            count += decimals - at - 1;
            if (count > 0) at = decimals;
        }
        if (count == 0) return (start, start);
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var exponent = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
            if (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
            {
                while (exponent < text.Length && char.IsAsciiDigit(text[exponent])) exponent++;
                at = exponent;
            }
        }
        return (start, at);
    }
}
