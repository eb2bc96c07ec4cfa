using System.Globalization;
using System.Numerics;

namespace OpsPortal.Targets.Filters;

/// <summary>Floating point numbers as C prints them: exact, halves to even.</summary>
internal static class FloatFormat
{
    private const int MostDigits = 400;

    /// <summary><c>%.*f</c> of a number that is not negative.</summary>
    public static string Fixed(double number, int precision)
    {
        precision = Math.Min(precision, MostDigits);
        var rounded = number.ToString("F" + precision, CultureInfo.InvariantCulture);
        if (precision > 60 || number >= 1e17) return rounded;
        // a tie has at most one binary digit more than decimals
        if (!IsWhole(Math.ScaleB(number, precision + 1))) return rounded;
        var exact = number.ToString("F" + (precision + 1), CultureInfo.InvariantCulture);
        if (exact[^1] != '5') return rounded;
        var below = precision == 0 ? exact[..^2] : exact[..^1];
        return (below[^1] - '0') % 2 == 0 ? below : rounded == below ? NextUp(below) : rounded;
    }

    /// <summary><c>%.*e</c> of a number that is not negative.</summary>
    public static string Exponential(double number, int precision, char letter = 'e')
    {
        var (digits, exponent) = Digits(number, Math.Min(precision, MostDigits) + 1);
        var mantissa = digits.Length > 1 ? $"{digits[0]}.{digits[1..]}" : digits;
        return $"{mantissa}{letter}{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    /// <summary><c>%.*g</c> of a number that is not negative.</summary>
    /// <param name="keepZeros">The flag <c>#</c>.</param>
    public static string General(double number, int precision, char letter = 'e', bool keepZeros = false)
    {
        precision = Math.Clamp(precision, 1, MostDigits);
        var (_, exponent) = Digits(number, precision);
        var text = exponent < -4 || exponent >= precision ? Exponential(number, precision - 1, letter) : Fixed(number, precision - 1 - exponent);
        if (keepZeros && !text.Contains('.') && !text.Contains(letter)) return text + ".";
        if (keepZeros || !text.Contains('.')) return text;
        var end = text.IndexOf(letter);
        var mantissa = (end < 0 ? text : text[..end]).TrimEnd('0').TrimEnd('.');
        return end < 0 ? mantissa : mantissa + text[end..];
    }

    /// <summary>So many significant digits, and the exponent of the first.</summary>
    private static (string Digits, int Exponent) Digits(double number, int count)
    {
        if (number == 0) return (new string('0', count), 0);
        var text = number.ToString("E" + (count - 1), CultureInfo.InvariantCulture);
        var exponent = int.Parse(text.AsSpan(text.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = text[..text.IndexOf('E')].Replace(".", "");
        var decimals = count - 1 - exponent;
        if (decimals is >= 0 and <= 60 && number < 1e17)
        {
            // the same rounding as with a fixed number of decimals, which knows halves
            var plain = Fixed(number, decimals).Replace(".", "").TrimStart('0');
            if (plain.Length == count) return (plain, exponent);
            if (plain.Length == count + 1) return (plain[..^1], exponent + 1);
        }
        else if (decimals < 0 && IsWhole(number) && number < 1e300)
        {
            var unit = BigInteger.Pow(10, -decimals);
            var quotient = BigInteger.DivRem(new BigInteger(number), unit, out var rest);
            if (rest * 2 > unit || (rest * 2 == unit && !quotient.IsEven)) quotient++;
            var plain = quotient.ToString(CultureInfo.InvariantCulture);
            return plain.Length > count ? (plain[..count], exponent == plain.Length - 1 - decimals ? exponent : plain.Length - 1 - decimals) : (plain, plain.Length - 1 - decimals);
        }
        return (digits, exponent);
    }

    private static bool IsWhole(double number) => number == Math.Floor(number);

    private static string NextUp(string digits)
    {
        var result = digits.ToCharArray();
        for (var i = result.Length - 1; i >= 0; i--)
        {
            if (result[i] == '.') continue;
            if (result[i] != '9')
            {
                result[i]++;
                return new(result);
            }
            result[i] = '0';
        }
        return "1" + new string(result);
    }
}
