using System.Globalization;

namespace OpsPortal.Sandbox.Simulation;

/// <summary>Kubernetes quantities: <c>250m</c>, <c>1.5</c>, <c>512Mi</c>, <c>2G</c>.</summary>
internal static class Quantity
{
    private static readonly (string Suffix, decimal Factor)[] Suffixes =
    [
        ("Ki", 1024m), ("Mi", 1048576m), ("Gi", 1073741824m), ("Ti", 1099511627776m),
        ("n", 1e-9m), ("u", 1e-6m), ("m", 1e-3m), ("k", 1e3m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m),
    ];

    /// <summary>In units of one (cores, bytes); null where it is none.</summary>
    public static decimal? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var (suffix, factor) = Suffixes.FirstOrDefault(s => text.EndsWith(s.Suffix, StringComparison.Ordinal), (Suffix: "", Factor: 1m));
        return decimal.TryParse(text[..^suffix.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number * factor : null;
    }

    public static long NanoCores(string? text) => (long)((Parse(text) ?? 0) * 1_000_000_000m);
    public static long Bytes(string? text) => (long)(Parse(text) ?? 0);

    /// <summary>A count or a percentage of <paramref name="total"/>, as maxSurge (rounded up) and maxUnavailable (rounded down) are given.</summary>
    public static int Share(string? text, int total, bool roundUp)
    {
        if (text is null) return 0;
        if (!text.EndsWith('%')) return int.TryParse(text, CultureInfo.InvariantCulture, out var count) ? count : 0;
        var exact = total * decimal.Parse(text[..^1], CultureInfo.InvariantCulture) / 100m;
        return (int)(roundUp ? Math.Ceiling(exact) : Math.Floor(exact));
    }
}
