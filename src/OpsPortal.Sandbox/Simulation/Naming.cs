using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Simulation;

/// <summary>Generated names: random from one seed, so that a cluster of the same seed and clock has the same names.</summary>
internal sealed class Naming(int seed)
{
    /// <summary>Without vowels, so that no word is spelled by chance (k8s.io/apimachinery/pkg/util/rand).</summary>
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";
    private readonly Random random = new(seed);
    private int addresses = 10;

    public string Suffix(int length = 5) => string.Create(length, random, (span, from) =>
    {
        foreach (ref var letter in span) letter = Letters[from.Next(Letters.Length)];
    });

    public string Hex(int length) => string.Create(length, random, (span, from) =>
    {
        foreach (ref var letter in span) letter = "0123456789abcdef"[from.Next(16)];
    });

    public string PodAddress(string node)
    {
        var next = addresses++;
        return $"10.244.{node[^1] - '0'}.{next % 240 + 5}";
    }

    /// <summary>The <c>pod-template-hash</c>: the same for templates that are equal, whatever the order of their keys.</summary>
    public static string TemplateHash(JsonObject template)
    {
        var hash = Hash(Canonical(Bare(template)));
        return string.Concat(((uint)hash).ToString(CultureInfo.InvariantCulture).Select(digit => Letters[digit % Letters.Length]));
    }

    /// <summary>Equal but for the <c>pod-template-hash</c> that a controller adds.</summary>
    public static bool SameTemplate(JsonObject one, JsonObject other) => JsonNode.DeepEquals(Bare(one), Bare(other));

    /// <summary>FNV-1a, 64 bits: stable over processes, unlike string.GetHashCode.</summary>
    public static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in text) hash = (hash ^ letter) * 1099511628211UL;
        return hash;
    }

    private static JsonObject Bare(JsonObject template)
    {
        var bare = (JsonObject)template.DeepClone();
        (bare.At("metadata", "labels") as JsonObject)?.Remove("pod-template-hash");
        if (bare["metadata"] is JsonObject metadata && metadata["creationTimestamp"] is null) metadata.Remove("creationTimestamp");
        return bare;
    }

    private static string Canonical(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(node, text);
        return text.ToString();
    }

    private static void Append(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map.OrderBy(e => e.Key, StringComparer.Ordinal))
                {
                    text.Append('{').Append(key).Append(':');
                    Append(value, text);
                }
                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    text.Append('[');
                    Append(item, text);
                }
                break;
            default:
                text.Append(node?.ToJsonString());
                break;
        }
    }
}
