using System.Collections.Concurrent;

namespace OpsPortal.Storage.Live;

/// <summary>Who listens in this process. A subscription to all of a kind stands under an empty id.</summary>
internal sealed class Subscribers(TimeProvider time)
{
    private readonly ConcurrentDictionary<(HintKind Kind, string Id), ConcurrentDictionary<Subscription, byte>> byTopic = new();
    private readonly Lock changing = new();

    public Subscription Add(HintKind kind, string id)
    {
        var subscription = new Subscription(time, gone => Remove((kind, id), gone));
        lock (changing) byTopic.GetOrAdd((kind, id), _ => new()).TryAdd(subscription, 0);
        return subscription;
    }

    public void Deliver(Hint hint)
    {
        Deliver((hint.Kind, hint.Id), hint);
        Deliver((hint.Kind, ""), hint);
    }

    /// <summary>A connection was lost, or came back: hints may have been missed, so everybody reads again.</summary>
    public void WakeAll()
    {
        foreach (var topic in byTopic.Keys) Deliver(topic, new(topic.Kind, topic.Id));
    }

    private void Deliver((HintKind, string) topic, Hint hint)
    {
        if (!byTopic.TryGetValue(topic, out var subscriptions)) return;
        foreach (var subscription in subscriptions.Keys) subscription.Deliver(hint);
    }

    private void Remove((HintKind, string) topic, Subscription subscription)
    {
        lock (changing)
            if (byTopic.TryGetValue(topic, out var subscriptions) && subscriptions.TryRemove(subscription, out _) && subscriptions.IsEmpty)
                byTopic.TryRemove(topic, out _);
    }
}
