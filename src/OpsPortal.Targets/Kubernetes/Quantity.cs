using System.Globalization;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Amounts of CPU and memory: <c>250m</c>, <c>1.5Gi</c>, <c>2e3</c> (apimachinery, <c>resource.Quantity</c>).</summary>
internal static class Quantity
{
    private static readonly (string Suffix, decimal Factor)[] Suffixes =
    [
        ("Ki", 1024m), ("Mi", 1048576m), ("Gi", 1073741824m), ("Ti", 1099511627776m), ("Pi", 1125899906842624m), ("Ei", 1152921504606846976m),
        ("n", 1e-9m), ("u", 1e-6m), ("m", 1e-3m), ("k", 1e3m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m), ("P", 1e15m), ("E", 1e18m),
    ];

    /// <summary>In units (cores, bytes); null where the text is no quantity.</summary>
    public static decimal? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var (suffix, factor) = Suffixes.FirstOrDefault(s => text.EndsWith(s.Suffix, StringComparison.Ordinal), (Suffix: "", Factor: 1m));
        return decimal.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number * factor : null;
    }

    /// <summary>Thousandths, rounded up as Kubernetes does.</summary>
    public static long Milli(string? text) => (long)Math.Ceiling((Parse(text) ?? 0) * 1000);
}
