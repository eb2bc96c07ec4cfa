using System.Net;
using System.Net.Sockets;
using OpsPortal.Targets.Http;

namespace OpsPortal.Targets.Probes;

/// <summary>
/// Whether the hosts that steps may ask are known here, and whether something listens where a port is said. Nothing is requested of them:
/// which path is harmless there nobody has said.
/// </summary>
internal sealed class HttpProbe(HttpSettings settings, TimeProvider time)
{
    /// <summary>Hosts that a sentence names one by one.</summary>
    private const int Named = 3;

    public async Task<(string State, string Message)> AskAsync(CancellationToken cancellation)
    {
        var places = settings.Routes.Select(r => (Shown: $"{r.From} (at {r.To})", Address: HttpReach.Split(r.To), Asked: HttpReach.Split(r.From)))
            .Concat(settings.Allow.Where(a => !a.Contains('*')).Select(a => (Shown: a, Address: HttpReach.Split(a), Asked: HttpReach.Split(a)))).ToList();
        var wide = settings.Allow.Where(a => a.Contains('*')).ToList();
        var problems = await Task.WhenAll(places.Select(p => ProblemAsync(p.Asked, p.Address, cancellation)));
        var wrong = places.Zip(problems).Where(p => p.Second is not null).Select(p => $"{p.First.Shown}: {p.Second}").ToList();
        var range = wide.Count == 0 ? "" : $"{(places.Count == 0 ? "May" : " Also")} {(places.Count == 0 ? "be asked" : "allowed")}: {string.Join(", ", wide.Take(Named))}{More(wide.Count)}; which hosts that means shows when they are asked.";
        if (wrong.Count > 0) return (TargetState.Failed, $"{wrong.Count} of {places.Count} host{(places.Count == 1 ? "" : "s")} cannot be asked. {string.Join(" ", wrong.Take(Named))}{(wrong.Count > Named ? $" And {wrong.Count - Named} more." : "")}{range}");
        if (places.Count == 0) return (TargetState.Ok, range);
        return (TargetState.Ok, $"{(places.Count == 1 ? "The host is found" : $"All {places.Count} hosts are found")}: {string.Join(", ", places.Take(Named).Select(p => p.Shown))}{More(places.Count)}.{range}");
    }

    private async Task<string?> ProblemAsync((string Host, int? Port) asked, (string Host, int? Port) address, CancellationToken cancellation)
    {
        try
        {
            if ((address.Port ?? asked.Port) is { } port)
                using ((await new Connector(new(settings), time).ConnectAsync(asked.Host, asked.Port ?? port, cancellation)).Socket) return null;
            if (!IPAddress.TryParse(address.Host, out _)) await Dns.GetHostAddressesAsync(address.Host, cancellation);
            return null;
        }
        catch (ReachRefusedException refused)
        {
            return refused.Message;
        }
        catch (WebFailure failure)
        {
            return failure.Advice ?? failure.Message;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return $"The name {address.Host} is not known here. Check it, or add a route for it.";
        }
    }

    private static string More(int count) => count > Named ? $" and {count - Named} more" : "";
}
