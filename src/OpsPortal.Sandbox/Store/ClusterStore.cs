using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace OpsPortal.Sandbox.Store;

/// <summary>
/// The objects of the sandbox cluster and their history. What is handed out is a copy; every write gives the object a new
/// resourceVersion from one counter and tells the watchers, in order, under one lock.
/// </summary>
/// <remarks>What is stored is never changed in place, so that events, views and snapshots may share it.</remarks>
public sealed class ClusterStore(TimeProvider time, int history = 20_000)
{
    private static readonly Comparer<(string Namespace, string Name)> InOrder = Comparer<(string Namespace, string Name)>.Create(
        static (a, b) => string.CompareOrdinal(a.Namespace, b.Namespace) is var order and not 0 ? order : string.CompareOrdinal(a.Name, b.Name));

    private readonly Lock gate = new();
    private readonly Dictionary<string, SortedDictionary<(string Namespace, string Name), JsonObject>> kinds = [];
    private readonly LinkedList<StoreEvent> events = [];
    private readonly List<Watcher> watchers = [];
    private long version = 1000;

    public TimeProvider Time => time;

    /// <summary>The newest resourceVersion.</summary>
    public long Version { get { lock (gate) return version; } }

    /// <summary>The oldest resourceVersion a watch may still begin at.</summary>
    public long OldestVersion { get { lock (gate) return Oldest; } }

    private long Oldest => events.First?.Value.Version - 1 ?? version;

    public JsonObject? Get(ResourceType type, string? @namespace, string name)
    {
        lock (gate) return Kind(type).TryGetValue(Key(type, @namespace, name), out var found) ? Copy(found) : null;
    }

    /// <summary>Sorted by namespace and name; <paramref name="namespace"/> null means all.</summary>
    public (IReadOnlyList<JsonObject> Items, long Version) List(ResourceType type, string? @namespace = null)
    {
        var (shared, at) = View(type, @namespace);
        return ([.. shared.Select(o => Copy(o))], at);
    }

    /// <summary>As <see cref="List"/>, without copies: what comes is shared and must never be changed.</summary>
    public (IReadOnlyList<JsonObject> Items, long Version) View(ResourceType type, string? @namespace = null)
    {
        lock (gate) return ([.. Kind(type).Where(o => Inside(@namespace, o.Key.Namespace)).Select(o => o.Value)], version);
    }

    /// <summary>What <see cref="View"/> told when <paramref name="at"/> was the newest version; null where the history no longer reaches back so far.</summary>
    public IReadOnlyList<JsonObject>? ViewAt(ResourceType type, string? @namespace, long at)
    {
        lock (gate)
        {
            if (at < Oldest) return null;
            var then = new SortedDictionary<(string Namespace, string Name), JsonObject>(Kind(type), InOrder);
            for (var e = events.Last; e is not null && e.Value.Version > at; e = e.Previous)
            {
                if (e.Value.TypeId != Id(type)) continue;
                var key = Key(type, Text(e.Value.Object, "namespace"), Text(e.Value.Object, "name")!);
                if (e.Value.Before is { } before) then[key] = before;
                else then.Remove(key);
            }
            return [.. then.Where(o => Inside(@namespace, o.Key.Namespace)).Select(o => o.Value)];
        }
    }

    /// <summary>Stores a new object; null where the name is taken. Sets uid, creationTimestamp, generation and resourceVersion.</summary>
    public JsonObject? Create(ResourceType type, JsonObject body)
    {
        var made = Copy(body);
        made["apiVersion"] ??= type.ApiVersion;
        made["kind"] ??= type.Kind;
        var metadata = Metadata(made);
        var key = Key(type, (string?)metadata["namespace"], (string)metadata["name"]!);
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] ??= Timestamp(time.GetUtcNow());
        if (HasGeneration(type, made)) metadata["generation"] = 1L;
        lock (gate)
        {
            if (Kind(type).ContainsKey(key)) return null;
            Write(StoreEventType.Added, type, key, made, null);
        }
        return Copy(made);
    }

    /// <summary>
    /// Changes an object in place: <paramref name="change"/> gets a copy and returns what to store, or null to leave it.
    /// Generation rises where <c>spec</c> changed. An object that lost its last finalizer while being deleted goes away.
    /// Null where it does not exist.
    /// </summary>
    public JsonObject? Update(ResourceType type, string? @namespace, string name, Func<JsonObject, JsonObject?> change)
    {
        lock (gate)
        {
            var key = Key(type, @namespace, name);
            if (!Kind(type).TryGetValue(key, out var before)) return null;
            var changed = change(Copy(before));
            if (changed is null || JsonNode.DeepEquals(before, changed)) return Copy(before);
            // Whoever changed it may keep a reference: what is stored must be ours alone.
            var after = Copy(changed);
            var metadata = Metadata(after);
            metadata["uid"] = Text(before, "uid");
            if (HasGeneration(type, after))
                metadata["generation"] = Generation(before) + (JsonNode.DeepEquals(before["spec"], after["spec"]) ? 0 : 1);
            if (metadata["deletionTimestamp"] is not null && metadata["finalizers"] is not JsonArray { Count: > 0 } && type.Name != "pods")
                Remove(type, key, after, before);
            else
                Write(StoreEventType.Modified, type, key, after, before);
            return Copy(after);
        }
    }

    /// <summary>Takes an object away at once; the last state with its final resourceVersion, or null.</summary>
    public JsonObject? Remove(ResourceType type, string? @namespace, string name)
    {
        lock (gate)
        {
            var key = Key(type, @namespace, name);
            if (!Kind(type).TryGetValue(key, out var before)) return null;
            var last = Copy(before);
            Remove(type, key, last, before);
            return Copy(last);
        }
    }

    /// <summary>Everything after <paramref name="after"/>, then what comes; null where that version is too old (410).</summary>
    public StoreWatch? Watch(ResourceType type, long after)
    {
        lock (gate)
        {
            if (after < Oldest) return null;
            var watcher = new Watcher(Id(type), Channel.CreateUnbounded<StoreEvent>(new() { SingleReader = true }));
            var first = events.Last;
            while (first?.Previous is { } earlier && earlier.Value.Version > after) first = earlier;
            for (var e = first; e is not null; e = e.Next)
                if (e.Value.Version > after && e.Value.TypeId == watcher.TypeId) watcher.Channel.Writer.TryWrite(e.Value);
            watchers.Add(watcher);
            return new StoreWatch(watcher.Channel.Reader, () => { lock (gate) watchers.Remove(watcher); });
        }
    }

    private void Remove(ResourceType type, (string, string) key, JsonObject last, JsonObject before)
    {
        Kind(type).Remove(key);
        Publish(StoreEventType.Deleted, type, last, before);
    }

    private void Write(StoreEventType kind, ResourceType type, (string, string) key, JsonObject value, JsonObject? before)
    {
        Kind(type)[key] = value;
        Publish(kind, type, value, before);
    }

    private void Publish(StoreEventType kind, ResourceType type, JsonObject value, JsonObject? before)
    {
        Metadata(value)["resourceVersion"] = (++version).ToString(CultureInfo.InvariantCulture);
        Settle(value);
        var told = new StoreEvent(kind, Id(type), version, value) { Before = before };
        events.AddLast(told);
        if (events.Count > history) events.RemoveFirst();
        foreach (var watcher in watchers)
            if (watcher.TypeId == told.TypeId) watcher.Channel.Writer.TryWrite(told);
    }

    /// <summary>Parsed nodes unfold themselves when first read, which is not safe for several readers at once: unfold them now.</summary>
    private static void Settle(JsonNode? node)
    {
        if (node is JsonObject map)
            foreach (var (_, value) in map) Settle(value);
        else if (node is JsonArray array)
            foreach (var item in array) Settle(item);
    }

    /// <summary>RFC 3339 in whole seconds, as Kubernetes writes times.</summary>
    public static string Timestamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private SortedDictionary<(string Namespace, string Name), JsonObject> Kind(ResourceType type)
    {
        if (!kinds.TryGetValue(Id(type), out var kind)) kinds[Id(type)] = kind = new(InOrder);
        return kind;
    }

    private static bool HasGeneration(ResourceType type, JsonObject value) => type.Group.Length > 0 && value["spec"] is not null;
    private static bool Inside(string? wanted, string @namespace) => wanted is null || wanted == @namespace;
    private static JsonObject Metadata(JsonObject value) => (JsonObject)(value["metadata"] ??= new JsonObject());
    private static long Generation(JsonObject value) => Metadata(value)["generation"] is JsonValue number && long.TryParse(number.ToJsonString(), out var generation) ? generation : 1;
    private static string? Text(JsonObject value, string field) => (string?)Metadata(value)[field];
    private static JsonObject Copy(JsonObject value) => (JsonObject)value.DeepClone();
    private static string Id(ResourceType type) => type.Id;
    private static (string, string) Key(ResourceType type, string? ns, string name) => (type.Namespaced ? ns ?? "default" : "", name);

    private sealed record Watcher(string TypeId, Channel<StoreEvent> Channel);
}
