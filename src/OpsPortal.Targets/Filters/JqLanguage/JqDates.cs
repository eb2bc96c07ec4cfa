using System.Globalization;
using System.Text;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>The functions of time, all of them in UTC.</summary>
internal static class JqDates
{
    private const string Iso = "%Y-%m-%dT%H:%M:%SZ";

    public static JqValue? Call(string signature, JqValue input, JqValue[] arguments) => signature switch
    {
        "gmtime/0" => Parts(Seconds(input, "gmtime() requires a number")),
        "mktime/0" => JqValue.Of(Math.Floor((Moment(input, "mktime requires array of 6 numbers") - DateTime.UnixEpoch).TotalSeconds)),
        "strftime/1" => JqValue.Of(Format(input is JqNumber ? Parts(Seconds(input, "")) : input, arguments[0] is JqString format ? format.Value : throw new JqException("strftime/1 requires a string format"))),
        "todate/0" or "todateiso8601/0" or "date/0" => JqValue.Of(Format(Parts(Seconds(input, "strftime/1 requires parsed datetime inputs")), Iso)),
        "fromdate/0" or "fromdateiso8601/0" => FromDate(input),
        "dateadd/2" => JqValue.Of(JqFunctions.Number(input) + JqFunctions.Number(arguments[1])),
        _ => null,
    };

    private static double Seconds(JqValue value, string complaint) => value is JqNumber { Value: > -62135596800 and < 253402300800 } number ? number.Value : throw new JqException(complaint);

    private static JqArray Parts(double seconds)
    {
        var whole = Math.Floor(seconds);
        var time = DateTime.UnixEpoch.AddSeconds(whole);
        double[] parts = [time.Year, time.Month - 1, time.Day, time.Hour, time.Minute, time.Second + (seconds - whole), (int)time.DayOfWeek, time.DayOfYear - 1];
        return new([.. parts.Select(JqValue.Of)]);
    }

    private static DateTime Moment(JqValue value, string complaint)
    {
        if (value is not JqArray { Count: >= 6 } parts || !parts.Items.All(p => p is JqNumber)) throw new JqException(complaint);
        var numbers = parts.Items.Select(p => ((JqNumber)p).Value).ToList();
        try
        {
            return new DateTime((int)numbers[0], 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths((int)numbers[1]).AddDays(numbers[2] - 1).AddHours(numbers[3]).AddMinutes(numbers[4]).AddSeconds(Math.Floor(numbers[5]));
        }
        catch (ArgumentException)
        {
            throw new JqException("invalid gmtime representation");
        }
    }

    private static JqNumber FromDate(JqValue input)
    {
        if (input is not JqString text) throw new JqException($"strptime/1 requires string inputs and arguments");
        return DateTime.TryParseExact(text.Value, "yyyy-M-d'T'H:m:s'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? JqValue.Of((time - DateTime.UnixEpoch).TotalSeconds)
            : throw new JqException($"date \"{text.Value}\" does not match format \"{Iso}\"");
    }

    private static string Format(JqValue value, string format)
    {
        var time = Moment(value, "strftime/1 requires parsed datetime inputs");
        var result = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
            if (format[i] != '%' || i + 1 == format.Length) result.Append(format[i]);
            else result.Append(One(format[++i], time));
        return result.ToString();
    }

    private static string One(char letter, DateTime time) => letter switch
    {
        'Y' => time.ToString("yyyy", CultureInfo.InvariantCulture),
        'y' => time.ToString("yy", CultureInfo.InvariantCulture),
        'm' => time.ToString("MM", CultureInfo.InvariantCulture),
        'd' => time.ToString("dd", CultureInfo.InvariantCulture),
        'e' => $"{time.Day,2}",
        'H' => time.ToString("HH", CultureInfo.InvariantCulture),
        'I' => time.ToString("hh", CultureInfo.InvariantCulture),
        'M' => time.ToString("mm", CultureInfo.InvariantCulture),
        'S' => time.ToString("ss", CultureInfo.InvariantCulture),
        'p' => time.Hour < 12 ? "AM" : "PM",
        'A' => time.ToString("dddd", CultureInfo.InvariantCulture),
        'a' => time.ToString("ddd", CultureInfo.InvariantCulture),
        'B' => time.ToString("MMMM", CultureInfo.InvariantCulture),
        'b' or 'h' => time.ToString("MMM", CultureInfo.InvariantCulture),
        'j' => $"{time.DayOfYear:000}",
        'u' => $"{(time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek)}",
        'w' => $"{(int)time.DayOfWeek}",
        's' => $"{(long)(time - DateTime.UnixEpoch).TotalSeconds}",
        'F' => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        'T' => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        'R' => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        'D' => time.ToString("MM'/'dd'/'yy", CultureInfo.InvariantCulture),
        'Z' => "UTC",
        'z' => "+0000",
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => throw new JqException($"%{letter} of strftime is not understood"),
    };
}
