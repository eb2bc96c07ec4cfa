using System.Globalization;
using System.Text;

namespace OpsPortal.Targets.Flow;

/// <summary>The letters of <c>strftime(3)</c> in the C locale, with the flags of GNU date (<c>-</c>, <c>_</c>, <c>0</c>, <c>^</c>).</summary>
internal static class DateFormat
{
    private static readonly CultureInfo C = CultureInfo.InvariantCulture;

    public static string Format(DateTimeOffset time, string format, bool utc)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 >= format.Length)
            {
                text.Append(format[i]);
                continue;
            }
            var flag = format[i + 1] is '-' or '_' or '0' or '^' && i + 2 < format.Length ? format[++i] : '\0';
            var colon = format[i + 1] == ':' && i + 2 < format.Length && format[i + 2] == 'z';
            var digits = char.IsAsciiDigit(format[i + 1]) && i + 2 < format.Length && format[i + 2] == 'N' ? format[i + 1] - '0' : 0;
            if (colon || digits > 0) i++;
            var letter = format[++i];
            text.Append(colon ? Zone(time, ":") : digits > 0 ? Nanoseconds(time)[..digits] : Flagged(Value(time, letter, utc), flag, letter));
        }
        return text.ToString();
    }

    private static string Value(DateTimeOffset t, char letter, bool utc) => letter switch
    {
        'Y' => t.Year.ToString("0000", C),
        'C' => (t.Year / 100).ToString("00", C),
        'y' => (t.Year % 100).ToString("00", C),
        'm' => t.Month.ToString("00", C),
        'd' => t.Day.ToString("00", C),
        'e' => t.Day.ToString(C).PadLeft(2),
        'H' => t.Hour.ToString("00", C),
        'k' => t.Hour.ToString(C).PadLeft(2),
        'I' => ((t.Hour + 11) % 12 + 1).ToString("00", C),
        'l' => ((t.Hour + 11) % 12 + 1).ToString(C).PadLeft(2),
        'M' => t.Minute.ToString("00", C),
        'S' => t.Second.ToString("00", C),
        'N' => Nanoseconds(t),
        's' => t.ToUnixTimeSeconds().ToString(C),
        'j' => t.DayOfYear.ToString("000", C),
        'a' => t.ToString("ddd", C),
        'A' => t.ToString("dddd", C),
        'b' or 'h' => t.ToString("MMM", C),
        'B' => t.ToString("MMMM", C),
        'p' => t.Hour < 12 ? "AM" : "PM",
        'P' => t.Hour < 12 ? "am" : "pm",
        'u' => (((int)t.DayOfWeek + 6) % 7 + 1).ToString(C),
        'w' => ((int)t.DayOfWeek).ToString(C),
        'V' => ISOWeek.GetWeekOfYear(t.DateTime).ToString("00", C),
        'G' => ISOWeek.GetYear(t.DateTime).ToString("0000", C),
        'g' => (ISOWeek.GetYear(t.DateTime) % 100).ToString("00", C),
        'U' => ((t.DayOfYear + 6 - (int)t.DayOfWeek) / 7).ToString("00", C),
        'W' => ((t.DayOfYear + 6 - ((int)t.DayOfWeek + 6) % 7) / 7).ToString("00", C),
        'q' => ((t.Month + 2) / 3).ToString(C),
        'z' => Zone(t, ""),
        'Z' => utc ? "UTC" : Zone(t, ""),
        'F' => t.ToString("yyyy-MM-dd", C),
        'D' or 'x' => t.ToString("MM/dd/yy", C),
        'T' or 'X' => t.ToString("HH:mm:ss", C),
        'R' => t.ToString("HH:mm", C),
        'r' => t.ToString("hh:mm:ss tt", C),
        'c' => $"{t.ToString("ddd MMM", C)} {t.Day,2} {t.ToString("HH:mm:ss yyyy", C)}",
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => $"%{letter}",
    };

    private static string Flagged(string value, char flag, char letter) => flag switch
    {
        '-' => char.IsAsciiDigit(value[^1]) && letter != 'N' ? value.TrimStart('0', ' ') is { Length: > 0 } rest ? rest : "0" : value,
        '_' => value.Length > 1 && value[0] == '0' ? " " + value[1..] : value,
        '0' => value.Replace(' ', '0'),
        '^' => value.ToUpperInvariant(),
        _ => value,
    };

    private static string Nanoseconds(DateTimeOffset t) => (t.Ticks % TimeSpan.TicksPerSecond * 100).ToString("000000000", C);

    private static string Zone(DateTimeOffset t, string colon) => (t.Offset < TimeSpan.Zero ? "-" : "+") + t.Offset.ToString($"hh'{colon}'mm", C);
}
