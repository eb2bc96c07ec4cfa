using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Describing;

/// <summary>What happened to an object lately. Events that may not be read are told as such, never as none.</summary>
internal static class EventsDescription
{
    /// <summary>The refusal, where there was one.</summary>
    public static async Task<string?> WriteAsync(DescriptionWriter writer, DescribedObject described)
    {
        try
        {
            var list = await described.Api.ListAsync(new(ApiResource.Events, described.Namespace), new() { FieldSelector = Selector(described) }, described.Cancellation);
            Write(writer, list.Items);
            return null;
        }
        catch (KubernetesApiException refused)
        {
            writer.Line($"Events:\t<{(refused.StatusCode == 403 ? "forbidden" : "unknown")}>");
            return $"events: {(refused.StatusCode == 403 ? "forbidden" : "could not be read")}: {refused.Message}";
        }
    }

    public static void Write(DescriptionWriter writer, IReadOnlyList<JsonObject> events)
    {
        if (events.Count == 0)
        {
            writer.Line("Events:\t<none>");
            return;
        }
        writer.Line("Events:");
        writer.Line(1, "Type\tReason\tAge\tFrom\tMessage");
        writer.Line(1, "----\t------\t----\t----\t-------");
        foreach (var e in events.OrderBy(e => e.Time("lastTimestamp") ?? DateTimeOffset.MinValue))
        {
            var source = e.TextAt("source", "component") is { Length: > 0 } component ? component : e.TextAt("reportingComponent");
            writer.Line(1, $"{e.TextAt("type")}\t{e.TextAt("reason")}\t{Interval(writer, e)}\t{source}\t{e.TextAt("message")?.Trim().Replace("\n", "\n  ")}");
        }
    }

    private static string Interval(DescriptionWriter writer, JsonObject e)
    {
        var first = writer.Age(e.Time("eventTime") ?? e.Time("firstTimestamp"));
        if (e["series"] is JsonObject series) return $"{writer.Age(series.Time("lastObservedTime"))} (x{series.NumberAt("count")} over {first})";
        return e.NumberAt("count") is > 1 and var count ? $"{writer.Age(e.Time("lastTimestamp"))} (x{count} over {first})" : first;
    }

    private static string Selector(DescribedObject described)
    {
        List<string> parts = [$"involvedObject.name={described.Object.Name()}"];
        if (described.Namespace is { } ns) parts.Add($"involvedObject.namespace={ns}");
        if (described.Object.TextAt("kind") is { } kind and not "Pod") parts.Add($"involvedObject.kind={kind}");
        // The events of a node carry its name in place of its uid.
        if (described.Object.Uid() is { } uid && described.Resource.Name != "nodes") parts.Add($"involvedObject.uid={uid}");
        return string.Join(',', parts);
    }
}
