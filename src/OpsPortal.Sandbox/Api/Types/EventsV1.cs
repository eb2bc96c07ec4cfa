using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Types;

/// <summary>events.k8s.io/v1 over the core events: the same objects under newer field names.</summary>
internal static class EventsV1
{
    private static readonly (string Core, string Shown)[] Renamed =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("count", "deprecatedCount"), ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"), ("lastTimestamp", "deprecatedLastTimestamp"), ("reportingComponent", "reportingController"),
    ];

    public static View View { get; } = new(Show, Store);

    private static JsonObject Show(JsonObject stored) => Rename(stored, "events.k8s.io/v1", Renamed.Select(r => (r.Core, r.Shown)));

    private static JsonObject Store(JsonObject shown) => Rename(shown, "v1", Renamed.Select(r => (r.Shown, r.Core)));

    private static JsonObject Rename(JsonObject from, string apiVersion, IEnumerable<(string From, string To)> names)
    {
        var made = from.Copy();
        made["apiVersion"] = apiVersion;
        foreach (var (old, @new) in names)
        {
            if (!made.TryGetPropertyValue(old, out var value)) continue;
            made.Remove(old);
            made[@new] = value;
        }
        return made;
    }
}
