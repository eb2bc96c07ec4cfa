using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace OpsPortal.Scenarios.Support;

/// <summary>A SignalR client of a few lines: the JSON hub protocol over a WebSocket, records ended by 0x1E.</summary>
internal sealed class HubCaller : IAsyncDisposable
{
    private const char End = '\u001e';
    private readonly ClientWebSocket socket = new();

    public static async Task<HubCaller> ConnectAsync(PortalHost portal, string role)
    {
        var caller = new HubCaller();
        caller.socket.Options.SetRequestHeader(HeaderSignIn.Header, role);
        await caller.socket.ConnectAsync(new UriBuilder(portal.Address) { Scheme = "ws", Path = "/hubs/operations" }.Uri, CancellationToken.None);
        await caller.SendAsync("""{"protocol":"json","version":1}""");
        await caller.ReceiveAsync();
        return caller;
    }

    /// <summary>The first number of the stream that <c>Follow</c> returns.</summary>
    public async Task<long> FirstAsync(string kind, string id, long after)
    {
        await SendAsync(new JsonObject { ["type"] = 4, ["invocationId"] = "1", ["target"] = "Follow", ["arguments"] = new JsonArray(kind, id, after) }.ToJsonString());
        while (true)
        {
            foreach (var record in await ReceiveAsync())
                if ((int?)record["type"] == 2) return (long)record["item"]!;
                else if ((int?)record["type"] == 3) throw new InvalidOperationException((string?)record["error"] ?? "The stream ended without a number.");
        }
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task SendAsync(string record) => socket.SendAsync(Encoding.UTF8.GetBytes(record + End), WebSocketMessageType.Text, true, CancellationToken.None);

    private async Task<IReadOnlyList<JsonNode>> ReceiveAsync()
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[64 * 1024];
        var received = await socket.ReceiveAsync(buffer, enough.Token);
        return [.. Encoding.UTF8.GetString(buffer, 0, received.Count).Split(End, StringSplitOptions.RemoveEmptyEntries).Select(r => JsonNode.Parse(r)!)];
    }
}
