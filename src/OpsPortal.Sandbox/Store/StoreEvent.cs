using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace OpsPortal.Sandbox.Store;

public enum StoreEventType { Added, Modified, Deleted }

/// <param name="Object">Shared by all watchers: never change it.</param>
public sealed record StoreEvent(StoreEventType Type, string TypeId, long Version, JsonObject Object)
{
    /// <summary>The object as it stood before, shared too; null for <see cref="StoreEventType.Added"/>.</summary>
    public JsonObject? Before { get; init; }
}

/// <summary>Disposing it ends the watch.</summary>
public sealed class StoreWatch(ChannelReader<StoreEvent> events, Action stop) : IDisposable
{
    public ChannelReader<StoreEvent> Events => events;
    public void Dispose() => stop();
}
