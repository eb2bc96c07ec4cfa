using System.Net;
using System.Net.Sockets;
using OpsPortal.Targets.Http;
using Xunit;

namespace OpsPortal.Tests.Targets.Web;

/// <summary>A name that leads elsewhere the second time it is asked for.</summary>
public sealed class RebindingTests
{
    private static Connector Connector(int port, params IPAddress[][] answers)
    {
        var asked = 0;
        return new(new HttpReach(new() { Allow = [$"rebind.test:{port}"] }), TimeProvider.System) { Resolve = (_, _, _) => Task.FromResult(answers[Math.Min(asked++, answers.Length - 1)]) };
    }

    [Fact]
    public async Task What_was_checked_is_what_is_connected_to()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var connector = Connector(port, [IPAddress.Loopback], [IPAddress.Parse("169.254.169.254")]);

        using (var first = (await connector.ConnectAsync("rebind.test", port, default)).Socket) Assert.Equal(IPAddress.Loopback, ((IPEndPoint)first.RemoteEndPoint!).Address);
        var refused = await Assert.ThrowsAsync<ReachRefusedException>(() => connector.ConnectAsync("rebind.test", port, default));
        Assert.Contains("leads to 169.254.169.254", refused.Message);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("0.0.0.0")]
    [InlineData("fd00:ec2::254")]
    public async Task One_forbidden_address_among_several_is_enough(string address)
    {
        var connector = Connector(80, [IPAddress.Loopback, IPAddress.Parse(address)]);
        await Assert.ThrowsAsync<ReachRefusedException>(() => connector.ConnectAsync("rebind.test", 80, default));
    }
}
