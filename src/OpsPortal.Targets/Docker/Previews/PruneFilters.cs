using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker.Previews;

/// <summary>The filters of a prune, decided as the Engine does (moby: matchLabels and getUntilFromPruneFilters).</summary>
internal sealed class PruneFilters
{
    private readonly List<string> with = [], without = [];
    private readonly DateTimeOffset? until;

    /// <param name="filters"><c>key=value</c>, as after <c>--filter</c>.</param>
    public PruneFilters(IEnumerable<string> filters, DateTimeOffset now)
    {
        foreach (var filter in filters)
        {
            var (key, value) = filter.Split('=', 2) is [var k, var v] ? (k, v) : (filter, "");
            switch (key)
            {
                case "label": with.Add(value); break;
                case "label!": without.Add(value); break;
                case "until" when DockerMoment.Of(value, now) is { } at && decimal.TryParse(at, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds):
                    until = DateTimeOffset.UnixEpoch.AddSeconds((double)seconds);
                    break;
                // takes effect elsewhere
                case "all": break;
                default: Unknown ??= filter; break;
            }
        }
    }

    /// <summary>One whose effect is not known here; null where all are.</summary>
    public string? Unknown { get; }

    /// <param name="made">Null where the Engine does not tell; such a thing is taken to be old.</param>
    public bool Takes(JsonNode? labels, DateTimeOffset? made) =>
        (until is null || made is null || made <= until) && with.All(w => Has(labels, w)) && (without.Count == 0 || !without.All(w => Has(labels, w)));

    private static bool Has(JsonNode? labels, string wanted) => wanted.Split('=', 2) is [var name, var value]
        ? (labels as JsonObject)?.ContainsKey(name) == true && labels.TextAt(name) == value
        : (labels as JsonObject)?.ContainsKey(wanted) == true;
}
