using System.Globalization;
using System.Text;

namespace OpsPortal.Sandbox.Prometheus.Samples;

/// <summary>Numbers as Prometheus writes and reads them.</summary>
internal static class SampleNumber
{
    /// <summary>The shortest text that gives the same number; an exponent only below 1e-6 and from 1e21 on.</summary>
    public static string Format(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "+Inf" : "-Inf";
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var (digits, exponent) = Parts(shortest);
        var magnitude = Math.Abs(value);
        if (magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21))
            return $"{(value < 0 ? "-" : "")}{digits[0]}{(digits.Length > 1 ? $".{digits[1..]}" : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        return shortest.Contains('E') ? Plain(value < 0, digits, exponent) : shortest;
    }

    /// <summary>Also hexadecimal, <c>Inf</c> and <c>NaN</c>, in any case.</summary>
    public static double? Parse(string text)
    {
        var bare = text.TrimStart('+', '-');
        if (text.Length - bare.Length > 1) return null;
        var sign = text.StartsWith('-') ? -1.0 : 1.0;
        if (bare.Equals("inf", StringComparison.OrdinalIgnoreCase) || bare.Equals("infinity", StringComparison.OrdinalIgnoreCase)) return sign * double.PositiveInfinity;
        if (bare.Equals("nan", StringComparison.OrdinalIgnoreCase)) return double.NaN;
        if (bare.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ulong.TryParse(bare.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var whole) ? sign * whole : null;
        return double.TryParse(bare.Replace("_", ""), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? sign * number : null;
    }

    /// <summary>All significant digits, and the exponent of the first.</summary>
    private static (string Digits, int Exponent) Parts(string text)
    {
        var at = text.IndexOf('E');
        var exponent = at < 0 ? 0 : int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = (at < 0 ? text : text[..at]).TrimStart('-');
        var dot = mantissa.IndexOf('.');
        var digits = mantissa.Replace(".", "");
        exponent += (dot < 0 ? mantissa.Length : dot) - 1;
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        return digits.Length == 0 ? ("0", 0) : (digits, exponent - leading);
    }

    private static string Plain(bool negative, string digits, int exponent)
    {
        var text = new StringBuilder(negative ? "-" : "");
        if (exponent < 0) text.Append("0.").Append('0', -exponent - 1).Append(digits);
        else if (digits.Length <= exponent + 1) text.Append(digits).Append('0', exponent + 1 - digits.Length);
        else text.Append(digits.AsSpan(0, exponent + 1)).Append('.').Append(digits.AsSpan(exponent + 1));
        return text.ToString();
    }
}
