using System.Globalization;

namespace OpsPortal.Sandbox.Prometheus.Language;

/// <summary>Durations as queries write them: <c>5m</c>, <c>1h30m</c>, <c>250ms</c>; larger units first.</summary>
internal static class QueryDuration
{
    private static readonly (string Unit, long Milliseconds)[] Units =
        [("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

    /// <summary>In milliseconds; null where the text is none.</summary>
    public static long? Parse(string text)
    {
        if (text.Length == 0) return null;
        var (sum, position, allowed) = (0L, 0, 0);
        while (position < text.Length)
        {
            var digits = position;
            while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
            var letters = digits;
            while (letters < text.Length && char.IsAsciiLetter(text[letters])) letters++;
            var unit = text[digits..letters];
            var index = Array.FindIndex(Units, u => u.Unit == unit);
            if (index < allowed || !long.TryParse(text.AsSpan(position, digits - position), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return null;
            sum += count * Units[index].Milliseconds;
            (position, allowed) = (letters, index + 1);
        }
        return sum;
    }

    /// <summary>A duration, or a number of seconds.</summary>
    public static long? ParseLoosely(string text) => Parse(text)
        ?? (double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) && Math.Abs(seconds) < 9e12 ? (long)Math.Round(seconds * 1000) : null);
}
