namespace OpsPortal.OnCall.Channels;

/// <summary>Every channel by its kind.</summary>
public sealed class ChannelSet(IEnumerable<IChannel> channels)
{
    private readonly Dictionary<MethodKind, IChannel> byKind = channels.ToDictionary(c => c.Kind);

    public IChannel this[MethodKind kind] => byKind[kind];
}
