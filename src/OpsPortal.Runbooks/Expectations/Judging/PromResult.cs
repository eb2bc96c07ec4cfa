using System.Globalization;
using System.Text.Json;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>What Prometheus answers to an instant query, https://prometheus.io/docs/prometheus/latest/querying/api/.</summary>
internal static class PromResult
{
    /// <summary>Null where it is no such answer; empty where there is no data, or a value is no number.</summary>
    public static IReadOnlyList<double>? Values(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object && data.TryGetProperty("result", out var result)) json = result;
        else if (json.ValueKind != JsonValueKind.Array) return null;
        if (json.ValueKind != JsonValueKind.Array) return [];
        List<double> values = [];
        foreach (var series in json.EnumerateArray())
        {
            if (series.ValueKind != JsonValueKind.Object || !series.TryGetProperty("value", out var pair) || pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2) return [];
            if (pair[1].ValueKind != JsonValueKind.String || !double.TryParse(pair[1].GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)) return [];
            values.Add(value);
        }
        return values;
    }
}
