using System.Globalization;
using System.Numerics;
using System.Text;

namespace OpsPortal.Targets.Filters.AwkLanguage;

/// <summary><c>printf</c> and <c>sprintf</c>.</summary>
internal static class AwkFormat
{
    private const int WidestField = 1 << 16;

    private readonly record struct Directive(bool Left, bool Plus, bool Blank, bool Alternate, bool Zero, int Width, int? Precision);

    /// <param name="convert"><c>CONVFMT</c>.</param>
    public static string Format(string format, ReadOnlySpan<AwkValue> arguments, string convert)
    {
        var result = new StringBuilder();
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%') { result.Append(format[i]); continue; }
            var start = i++;
            var directive = new Directive();
            for (; i < format.Length && format[i] is '-' or '+' or ' ' or '#' or '0'; i++)
                directive = format[i] switch { '-' => directive with { Left = true }, '+' => directive with { Plus = true }, ' ' => directive with { Blank = true }, '#' => directive with { Alternate = true }, _ => directive with { Zero = true } };
            var width = Count(format, ref i, arguments, ref next) ?? 0;
            directive = directive with { Width = Math.Abs(width), Left = directive.Left || width < 0 };
            if (i < format.Length && format[i] == '.')
            {
                i++;
                var precision = Count(format, ref i, arguments, ref next) ?? 0;
                directive = directive with { Precision = precision < 0 ? null : precision };
            }
            while (i < format.Length && format[i] is 'l' or 'h' or 'L') i++;
            if (directive.Width > WidestField || directive.Precision > WidestField) throw new FilterException($"awk: the format '{format}' asks for more than {WidestField} characters.");
            if (i >= format.Length) { result.Append(format, start, format.Length - start); break; }
            if (format[i] == '%') { result.Append('%'); continue; }
            if (!"diouxXeEfFgGcs".Contains(format[i])) { result.Append(format, start, i + 1 - start); continue; }
            if (next >= arguments.Length) throw new FilterException($"awk: there are fewer values than the format '{format}' wants.");
            result.Append(One(format[i], directive, arguments[next++], convert));
        }
        return result.ToString();
    }

    private static int? Count(string format, ref int i, ReadOnlySpan<AwkValue> arguments, ref int next)
    {
        if (i < format.Length && format[i] == '*')
        {
            i++;
            if (next >= arguments.Length) throw new FilterException($"awk: there are fewer values than the format '{format}' wants.");
            return (int)Math.Clamp(arguments[next++].ToNumber(), -WidestField - 1, WidestField + 1);
        }
        var start = i;
        while (i < format.Length && char.IsAsciiDigit(format[i])) i++;
        return i == start ? null : int.TryParse(format.AsSpan(start, i - start), out var number) ? number : WidestField + 1;
    }

    private static string One(char letter, Directive directive, AwkValue value, string convert)
    {
        if (letter == 's')
        {
            var text = value.ToText(convert);
            return Pad(directive, "", directive.Precision is { } most && most < text.Length ? text[..most] : text, false);
        }
        if (letter == 'c') return Pad(directive, "", Character(value, convert), false);
        var number = value.ToNumber();
        var negative = number < 0 || (number == 0 && double.IsNegative(number) && letter is not ('d' or 'i' or 'o' or 'u' or 'x' or 'X'));
        var sign = negative ? "-" : directive.Plus && letter is not ('o' or 'u' or 'x' or 'X') ? "+" : directive.Blank && letter is not ('o' or 'u' or 'x' or 'X') ? " " : "";
        var size = Math.Abs(number);
        if (!double.IsFinite(number)) return Pad(directive, double.IsNaN(number) ? (double.IsNegative(number) ? "-" : "+") : negative ? "-" : "+", double.IsNaN(number) ? "nan" : "inf", false);
        if (letter is 'd' or 'i' or 'o' or 'u' or 'x' or 'X')
        {
            var whole = new BigInteger(Math.Floor(size));
            // a negative number has no other digits than decimal ones
            var digits = letter is 'x' or 'X' && !negative ? Hexadecimal(whole, letter) : letter == 'o' && !negative ? Octal(whole) : whole.ToString(CultureInfo.InvariantCulture);
            if (whole.IsZero && sign == "-") sign = "";
            if (directive.Precision is { } least) digits = whole.IsZero && least == 0 ? "" : digits.PadLeft(least, '0');
            if (directive.Alternate && !whole.IsZero) sign = letter switch { 'x' => "0x", 'X' => "0X", 'o' => "0", _ => sign };
            return Pad(directive, sign, digits, directive.Zero && directive.Precision is null);
        }
        var precision = directive.Precision ?? 6;
        var exponent = char.IsUpper(letter) ? 'E' : 'e';
        var body = letter switch
        {
            'f' or 'F' => FloatFormat.Fixed(size, precision),
            'e' or 'E' => FloatFormat.Exponential(size, precision, exponent),
            _ => FloatFormat.General(size, precision, exponent, directive.Alternate),
        };
        return Pad(directive, sign, body, directive.Zero);
    }

    private static string Character(AwkValue value, string convert)
    {
        if (!value.IsPlainNumber)
        {
            var text = value.ToText(convert);
            return text.Length == 0 ? "" : char.IsHighSurrogate(text[0]) && text.Length > 1 ? text[..2] : text[..1];
        }
        var code = value.ToNumber();
        return code is >= 0 and < 0x110000 && Rune.IsValid((int)code) ? new Rune((int)code).ToString() : "\uFFFD";
    }

    private static string Hexadecimal(BigInteger number, char letter)
    {
        var digits = number.ToString(letter == 'x' ? "x" : "X", CultureInfo.InvariantCulture).TrimStart('0');
        return digits.Length == 0 ? "0" : digits;
    }

    private static string Octal(BigInteger number)
    {
        if (number.IsZero) return "0";
        var digits = new StringBuilder();
        for (; !number.IsZero; number >>= 3) digits.Insert(0, (char)('0' + (int)(number & 7)));
        return digits.ToString();
    }

    private static string Pad(Directive directive, string sign, string body, bool zeros)
    {
        var missing = directive.Width - sign.Length - body.Length;
        if (missing <= 0) return sign + body;
        if (directive.Left) return sign + body + new string(' ', missing);
        return zeros ? sign + new string('0', missing) + body : new string(' ', missing) + sign + body;
    }
}
