using System.Globalization;

namespace OpsPortal.Sandbox.Simulation;

/// <summary>Durations as Go writes them: <c>2160h</c>, <c>1h30m</c>, <c>0.5s</c>.</summary>
internal static class GoDuration
{
    /// <summary>Null where the text is none.</summary>
    public static TimeSpan? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var sum = TimeSpan.Zero;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsDigit(text[i]) || text[i] == '.') continue;
            if (!double.TryParse(text.AsSpan(start, i - start), CultureInfo.InvariantCulture, out var count)) return null;
            var milli = text.AsSpan(i).StartsWith("ms");
            sum += milli ? TimeSpan.FromMilliseconds(count) : text[i] switch
            {
                'h' => TimeSpan.FromHours(count),
                'm' => TimeSpan.FromMinutes(count),
                's' => TimeSpan.FromSeconds(count),
                _ => TimeSpan.Zero,
            };
            if (milli) i++;
            start = i + 1;
        }
        return start == text.Length ? sum : null;
    }
}
