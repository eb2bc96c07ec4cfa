using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpsPortal.Scenarios.Faults;

/// <summary>A webhook of each person on the loopback. It takes one key once, as the guide tells receivers to.</summary>
internal sealed class HookSink : IAsyncDisposable
{
    public const string Way = "webhook";
    private readonly WebApplication app;

    private HookSink(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    public static async Task<HookSink> StartAsync(PageInbox inbox)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/hook/{person}", async (string person, HttpContext http) =>
        {
            var message = (await JsonNode.ParseAsync(http.Request.Body))!;
            var text = $"{message["title"]}\n{message["text"]}";
            var fault = inbox.Next(Way, text);
            if (fault is SinkFault.Takes or SinkFault.CutAfter) inbox.Take(Way, person, (string)message["id"]!, text);
            if (fault is SinkFault.CutBefore or SinkFault.CutAfter) http.Abort();
            else if (fault == SinkFault.Busy) http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        });
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>A mail server on the loopback. A mailbox shows every copy.</summary>
internal sealed class PostSink : IAsyncDisposable
{
    public const string Way = "e-mail";
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly PageInbox inbox;
    private readonly Task serving;

    public PostSink(PageInbox inbox)
    {
        this.inbox = inbox;
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    private async Task ServeAsync()
    {
        List<Task> talks = [];
        try
        {
            while (true) talks.Add(TalkAsync(await listener.AcceptTcpClientAsync(over.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var to = "";
            await SayAsync(stream, "220 sink");
            while (await reader.ReadLineAsync(over.Token) is { } line)
            {
                if (line.StartsWith("QUIT", StringComparison.Ordinal)) return;
                if (line.StartsWith("RCPT TO:<", StringComparison.Ordinal)) to = line["RCPT TO:<".Length..].Split('@')[0];
                if (line != "DATA") await SayAsync(stream, "250 ok");
                else if (!await TakeAsync(stream, reader, to)) return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The sender was killed, or the test is over.
        }
    }

    /// <returns>False where the connection is to end.</returns>
    private async Task<bool> TakeAsync(NetworkStream stream, StreamReader reader, string to)
    {
        await SayAsync(stream, "354 go on");
        var (text, fault, asked) = (new StringBuilder(), SinkFault.Takes, false);
        while (await reader.ReadLineAsync(over.Token) is { } line)
        {
            if (!asked && line.StartsWith("Subject: ", StringComparison.Ordinal))
            {
                (fault, asked) = (inbox.Next(Way, line), true);
                if (fault == SinkFault.CutBefore) return false;
            }
            if (line == ".")
            {
                if (fault != SinkFault.Busy) inbox.Take(Way, to, $"{Guid.NewGuid()}", $"{text}");
                if (fault == SinkFault.CutAfter) return false;
                await SayAsync(stream, fault == SinkFault.Busy ? "451 not now" : "250 taken");
                return true;
            }
            text.Append(line).Append('\n');
        }
        return false;
    }

    private async Task SayAsync(NetworkStream stream, string line) => await stream.WriteAsync(Encoding.UTF8.GetBytes($"{line}\r\n"), over.Token);

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Stop();
        await serving;
        over.Dispose();
    }
}
