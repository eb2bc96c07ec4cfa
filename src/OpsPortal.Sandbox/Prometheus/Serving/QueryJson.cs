using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Prometheus.Evaluation;
using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Serving;

/// <summary>Results on the wire: values are texts, times are seconds.</summary>
internal static class QueryJson
{
    public static JsonObject Of(QueryValue value, long at) => value switch
    {
        ScalarValue scalar => Result("scalar", Pair(at, scalar.Value)),
        TextValue text => Result("string", new JsonArray(Seconds(at), text.Value)),
        VectorValue vector => Result("vector", new JsonArray([.. vector.Samples.Select(s => (JsonNode)new JsonObject { ["metric"] = Of(s.Labels), ["value"] = Pair(at, s.Value) })])),
        _ => Of(((RangeValue)value).Series),
    };

    public static JsonObject Of(IReadOnlyList<RangeSamples> series) => Result("matrix", new JsonArray([.. series.Select(s => (JsonNode)new JsonObject
    {
        ["metric"] = Of(s.Labels),
        ["values"] = new JsonArray([.. s.Samples.Select(v => (JsonNode)Pair(v.At, v.Value))]),
    })]));

    public static JsonObject Of(Labels labels) => new(labels.Pairs.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value)));

    private static JsonObject Result(string type, JsonArray result) => new() { ["resultType"] = type, ["result"] = result };

    private static JsonArray Pair(long at, double value) => [Seconds(at), SampleNumber.Format(value)];

    private static JsonNode Seconds(long at) => JsonNode.Parse(at % 1000 == 0
        ? (at / 1000).ToString(CultureInfo.InvariantCulture)
        : $"{(at < 0 ? "-" : "")}{Math.Abs(at) / 1000}.{Math.Abs(at) % 1000:000}")!;
}
