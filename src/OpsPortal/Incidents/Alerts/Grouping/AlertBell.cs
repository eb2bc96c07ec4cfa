using System.Threading.Channels;

namespace OpsPortal.Incidents.Alerts.Grouping;

/// <summary>Rings when alerts were stored, so that nobody waits for the next round. It may be missed: rounds come anyway.</summary>
public sealed class AlertBell
{
    private readonly Channel<bool> rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => rung.Writer.TryWrite(true);

    internal async Task HeardAsync(CancellationToken cancellation) => await rung.Reader.ReadAsync(cancellation);
}
