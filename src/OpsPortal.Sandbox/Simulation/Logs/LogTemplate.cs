using System.Globalization;
using System.Text;

namespace OpsPortal.Sandbox.Simulation.Logs;

/// <summary>
/// A line with places to fill in: <c>{time}</c> (RFC 3339), <c>{date}</c> (with a comma before the milliseconds), <c>{uuid}</c>,
/// <c>{hex}</c>, <c>{int:1-100}</c>, <c>{ms}</c> (a response time), <c>{pod}</c>, <c>{host}</c>, and the names of the profile's lists of values.
/// </summary>
internal sealed class LogTemplate
{
    private delegate void Part(StringBuilder line, in LogMoment moment, ref Dice dice);

    private readonly List<Part> parts = [];

    public LogTemplate(string text, IReadOnlyDictionary<string, IReadOnlyList<string>> values)
    {
        var start = 0;
        for (var open = text.IndexOf('{'); open >= 0; open = text.IndexOf('{', start))
        {
            var close = text.IndexOf('}', open);
            var part = close < 0 ? null : Place(text[(open + 1)..close], values);
            var end = part is null ? open + 1 : close + 1;
            AddText(text[start..(part is null ? end : open)]);
            if (part is not null) parts.Add(part);
            start = end;
        }
        AddText(text[start..]);
    }

    public string Fill(StringBuilder line, in LogMoment moment, ref Dice dice)
    {
        line.Clear();
        foreach (var part in parts) part(line, moment, ref dice);
        return line.ToString();
    }

    private void AddText(string text)
    {
        if (text.Length > 0) parts.Add((StringBuilder line, in LogMoment _, ref Dice _) => line.Append(text));
    }

    private static Part? Place(string name, IReadOnlyDictionary<string, IReadOnlyList<string>> values)
    {
        switch (name)
        {
            case "time": return (StringBuilder line, in LogMoment moment, ref Dice _) => AppendTime(line, moment.At, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
            case "date": return (StringBuilder line, in LogMoment moment, ref Dice _) => AppendTime(line, moment.At, "yyyy-MM-dd HH:mm:ss,fff");
            case "pod": return (StringBuilder line, in LogMoment moment, ref Dice _) => line.Append(moment.Pod);
            case "host": return (StringBuilder line, in LogMoment moment, ref Dice _) => line.Append(moment.Host);
            case "hex": return (StringBuilder line, in LogMoment _, ref Dice dice) => AppendHex(line, dice.Next(), 16);
            case "uuid": return AppendUuid;
            case "ms": return AppendResponseTime;
        }
        if (name.StartsWith("int:", StringComparison.Ordinal) && name[4..].Split('-') is [var low, var high]
            && int.TryParse(low, CultureInfo.InvariantCulture, out var from) && int.TryParse(high, CultureInfo.InvariantCulture, out var to) && from <= to)
            return (StringBuilder line, in LogMoment _, ref Dice dice) => line.Append(from + dice.Below(to - from + 1));
        return values.TryGetValue(name, out var list) && list.Count > 0
            ? (StringBuilder line, in LogMoment _, ref Dice dice) => line.Append(list[dice.Below(list.Count)])
            : null;
    }

    private static void AppendTime(StringBuilder line, DateTimeOffset at, string format)
    {
        Span<char> text = stackalloc char[32];
        at.UtcDateTime.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        line.Append(text[..length]);
    }

    /// <summary>Most are short, few are long: the product of two chances has such a tail.</summary>
    private static void AppendResponseTime(StringBuilder line, in LogMoment moment, ref Dice dice) =>
        line.Append((long)(moment.Slowness * (12 + 60 * dice.Share() + 30 / (0.08 + dice.Share() * dice.Share() * 20))));

    private static void AppendUuid(StringBuilder line, in LogMoment moment, ref Dice dice)
    {
        var (high, low) = (dice.Next(), dice.Next());
        AppendHex(line, high >> 32, 8);
        line.Append('-');
        AppendHex(line, high >> 16, 4);
        line.Append("-4");
        AppendHex(line, high, 3);
        line.Append("-a");
        AppendHex(line, low >> 48, 3);
        line.Append('-');
        AppendHex(line, low, 12);
    }

    private static void AppendHex(StringBuilder line, ulong number, int digits)
    {
        for (var shift = (digits - 1) * 4; shift >= 0; shift -= 4) line.Append("0123456789abcdef"[(int)(number >> shift) & 15]);
    }
}

/// <param name="Host">The dependency that a line is about.</param>
/// <param name="Slowness">Factor on response times.</param>
internal readonly record struct LogMoment(DateTimeOffset At, string Pod, string Host, double Slowness);
