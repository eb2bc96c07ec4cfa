using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker.Printing;

/// <summary>Sizes, ages and ports as docker words them (github.com/docker/go-units, docker/cli formatter).</summary>
internal static class DockerText
{
    private static readonly string[] Decimal = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
    private static readonly string[] Binary = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    public static string ShortId(string id) => id.Replace("sha256:", "", StringComparison.Ordinal) is var bare && bare.Length > 12 ? bare[..12] : bare;

    /// <summary>Cut to <paramref name="most"/> letters, the last of which then is an ellipsis.</summary>
    public static string Ellipsis(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";

    /// <summary>1000 to the step, three digits: <c>1.23GB</c>.</summary>
    public static string Size(double bytes, int digits = 3) => Scaled(bytes, 1000, Decimal, digits);

    /// <summary>1024 to the step, four digits: <c>41.95MiB</c>.</summary>
    public static string BinarySize(double bytes) => Scaled(bytes, 1024, Binary, 4);

    public static string Duration(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        if (seconds < 1) return "Less than a second";
        if (seconds == 1) return "1 second";
        if (seconds < 60) return $"{seconds} seconds";
        var minutes = (long)span.TotalMinutes;
        if (minutes == 1) return "About a minute";
        if (minutes < 60) return $"{minutes} minutes";
        var hours = (long)(span.TotalHours + 0.5);
        if (hours == 1) return "About an hour";
        if (hours < 48) return $"{hours} hours";
        if (hours < 24 * 7 * 2) return $"{hours / 24} days";
        if (hours < 24 * 30 * 2) return $"{hours / 24 / 7} weeks";
        return hours < 24 * 365 * 2 ? $"{hours / 24 / 30} months" : $"{(long)span.TotalHours / 24 / 365} years";
    }

    /// <summary>"3 hours ago"; "N/A" where nothing is known.</summary>
    public static string Ago(DateTimeOffset? at, DateTimeOffset now) => at is { } time ? $"{Duration(now - time)} ago" : "N/A";

    /// <summary>As Go prints a time: <c>2026-11-21 03:12:00 +0000 UTC</c>.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss '+0000 UTC'", CultureInfo.InvariantCulture);

    /// <summary><c>0.0.0.0:8000->8000/tcp, 9000/tcp</c>; neighbours run together.</summary>
    public static string Ports(IEnumerable<JsonObject> ports)
    {
        List<(string? Address, long From, long Public, string Type, int Count)> groups = [];
        foreach (var port in ports.OrderBy(p => p.NumberAt("PrivatePort")).ThenBy(p => p.TextAt("IP"), StringComparer.Ordinal).ThenBy(p => p.TextAt("Type"), StringComparer.Ordinal))
        {
            var (inside, outside, address, type) = (port.NumberAt("PrivatePort") ?? 0, port.NumberAt("PublicPort") ?? 0, port.TextAt("IP"), port.TextAt("Type") ?? "tcp");
            if (outside == 0) address = null;
            var last = groups.FindIndex(g => g.Address == address && g.Type == type && g.From + g.Count == inside && (outside == 0 ? g.Public == 0 : g.Public + g.Count == outside));
            if (last < 0) groups.Add((address, inside, outside, type, 1));
            else groups[last] = groups[last] with { Count = groups[last].Count + 1 };
        }
        return string.Join(", ", groups.Select(g =>
        {
            var inside = g.Count == 1 ? $"{g.From}" : $"{g.From}-{g.From + g.Count - 1}";
            if (g.Public == 0) return $"{inside}/{g.Type}";
            var outside = g.Count == 1 ? $"{g.Public}" : $"{g.Public}-{g.Public + g.Count - 1}";
            var address = g.Address!.Contains(':') ? $"[{g.Address}]" : g.Address;
            return $"{address}:{outside}->{inside}/{g.Type}";
        }));
    }

    /// <summary>As Go's <c>%.Ng</c>: so many digits that count.</summary>
    private static string Scaled(double value, double step, string[] units, int digits)
    {
        var unit = 0;
        for (; value >= step && unit < units.Length - 1; unit++) value /= step;
        var exponent = value <= 0 ? 0 : (int)Math.Floor(Math.Log10(value));
        var text = Math.Round(value, Math.Clamp(digits - 1 - exponent, 0, 15), MidpointRounding.ToEven).ToString("0.###############", CultureInfo.InvariantCulture);
        return text + units[unit];
    }
}
