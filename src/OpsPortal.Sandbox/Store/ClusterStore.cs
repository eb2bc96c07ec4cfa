using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace OpsPortal.Sandbox.Store;

/// <summary>
/// The objects of the sandbox cluster and their history. What is handed out is a copy; every write gives the object a new
/// resourceVersion from one counter and tells the watchers, in order, under one lock.
/// </summary>
public sealed class ClusterStore(TimeProvider time, int history = 20_000)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Type, string Namespace, string Name), JsonObject> objects = [];
    private readonly LinkedList<StoreEvent> events = [];
    private readonly List<Watcher> watchers = [];
    private long version = 1000;

    public TimeProvider Time => time;

    /// <summary>The newest resourceVersion.</summary>
    public long Version { get { lock (gate) return version; } }

    /// <summary>The oldest resourceVersion a watch may still begin at.</summary>
    public long OldestVersion { get { lock (gate) return events.First?.Value.Version - 1 ?? version; } }

    public JsonObject? Get(ResourceType type, string? @namespace, string name)
    {
        lock (gate) return objects.TryGetValue(Key(type, @namespace, name), out var found) ? Copy(found) : null;
    }

    /// <summary>Sorted by namespace and name; <paramref name="namespace"/> null means all.</summary>
    public (IReadOnlyList<JsonObject> Items, long Version) List(ResourceType type, string? @namespace = null)
    {
        lock (gate)
        {
            var id = Id(type);
            var found = objects.Where(o => o.Key.Type == id && (@namespace is null || o.Key.Namespace == @namespace))
                .OrderBy(o => o.Key.Namespace, StringComparer.Ordinal).ThenBy(o => o.Key.Name, StringComparer.Ordinal);
            return ([.. found.Select(o => Copy(o.Value))], version);
        }
    }

    /// <summary>Stores a new object; null where the name is taken. Sets uid, creationTimestamp, generation and resourceVersion.</summary>
    public JsonObject? Create(ResourceType type, JsonObject body)
    {
        lock (gate)
        {
            var made = Copy(body);
            made["apiVersion"] ??= type.ApiVersion;
            made["kind"] ??= type.Kind;
            var metadata = Metadata(made);
            var key = Key(type, (string?)metadata["namespace"], (string)metadata["name"]!);
            if (objects.ContainsKey(key)) return null;
            metadata["uid"] = Guid.NewGuid().ToString();
            metadata["creationTimestamp"] ??= Timestamp(time.GetUtcNow());
            metadata["generation"] = 1;
            Write(StoreEventType.Added, type, key, made);
            return Copy(made);
        }
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
            if (!objects.TryGetValue(key, out var before)) return null;
            var after = change(Copy(before));
            if (after is null || JsonNode.DeepEquals(before, after)) return Copy(before);
            var metadata = Metadata(after);
            metadata["uid"] = Metadata(before)["uid"]?.DeepClone();
            metadata["generation"] = ((long?)Metadata(before)["generation"] ?? 1) + (JsonNode.DeepEquals(before["spec"], after["spec"]) ? 0 : 1);
            if (metadata["deletionTimestamp"] is not null && metadata["finalizers"] is not JsonArray { Count: > 0 } && type.Name != "pods")
            {
                Remove(type, key, after);
                return Copy(after);
            }
            Write(StoreEventType.Modified, type, key, after);
            return Copy(after);
        }
    }

    /// <summary>Takes an object away at once; the last state with its final resourceVersion, or null.</summary>
    public JsonObject? Remove(ResourceType type, string? @namespace, string name)
    {
        lock (gate)
        {
            var key = Key(type, @namespace, name);
            if (!objects.TryGetValue(key, out var found)) return null;
            var last = Copy(found);
            Remove(type, key, last);
            return Copy(last);
        }
    }

    /// <summary>Everything after <paramref name="after"/>, then what comes; null where that version is too old (410).</summary>
    public StoreWatch? Watch(ResourceType type, long after)
    {
        lock (gate)
        {
            if (after < (events.First?.Value.Version - 1 ?? version)) return null;
            var watcher = new Watcher(Id(type), Channel.CreateUnbounded<StoreEvent>(new() { SingleReader = true }));
            foreach (var e in events)
                if (e.Version > after && e.TypeId == watcher.TypeId) watcher.Channel.Writer.TryWrite(e);
            watchers.Add(watcher);
            return new StoreWatch(watcher.Channel.Reader, () => { lock (gate) watchers.Remove(watcher); });
        }
    }

    private void Remove(ResourceType type, (string, string, string) key, JsonObject last)
    {
        objects.Remove(key);
        Publish(StoreEventType.Deleted, type, last);
    }

    private void Write(StoreEventType kind, ResourceType type, (string, string, string) key, JsonObject value)
    {
        objects[key] = value;
        Publish(kind, type, value);
    }

    private void Publish(StoreEventType kind, ResourceType type, JsonObject value)
    {
        Metadata(value)["resourceVersion"] = (++version).ToString(CultureInfo.InvariantCulture);
        var told = new StoreEvent(kind, Id(type), version, Copy(value));
        events.AddLast(told);
        if (events.Count > history) events.RemoveFirst();
        foreach (var watcher in watchers)
            if (watcher.TypeId == told.TypeId) watcher.Channel.Writer.TryWrite(told);
    }

    /// <summary>RFC 3339 in whole seconds, as Kubernetes writes times.</summary>
    public static string Timestamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Metadata(JsonObject value) => (JsonObject)(value["metadata"] ??= new JsonObject());
    private static JsonObject Copy(JsonObject value) => (JsonObject)value.DeepClone();
    private static string Id(ResourceType type) => $"{type.Name}.{type.Group}";
    private static (string, string, string) Key(ResourceType type, string? ns, string name) => (Id(type), type.Namespaced ? ns ?? "default" : "", name);

    private sealed record Watcher(string TypeId, Channel<StoreEvent> Channel);
}

public enum StoreEventType { Added, Modified, Deleted }

/// <param name="Object">Shared by all watchers: never change it.</param>
public sealed record StoreEvent(StoreEventType Type, string TypeId, long Version, JsonObject Object);

/// <summary>Disposing it ends the watch.</summary>
public sealed class StoreWatch(ChannelReader<StoreEvent> events, Action stop) : IDisposable
{
    public ChannelReader<StoreEvent> Events => events;
    public void Dispose() => stop();
}
