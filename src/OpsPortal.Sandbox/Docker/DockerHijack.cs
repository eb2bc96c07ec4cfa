using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;

namespace OpsPortal.Sandbox.Docker;

/// <summary>
/// The start of a program takes its connection over: a POST with a body that asks for an upgrade, which Kestrel refuses by the letter of
/// HTTP. So such connections, which every client opens for this alone, are looked at before Kestrel sees them.
/// </summary>
/// <param name="stopping">Ends programs that go on when the server stops.</param>
internal sealed partial class DockerHijack(DockerExecs execs, ConnectionDelegate next, CancellationToken stopping)
{
    private const int LongestHead = 16 * 1024;

    public async Task OnConnectedAsync(ConnectionContext connection)
    {
        var (head, start) = await PeekAsync(connection);
        if (head is null || Start().Match(head) is not { Success: true } match)
        {
            await next(connection);
            return;
        }
        var length = Length().Match(head) is { Success: true } given ? int.Parse(given.Groups[1].Value) : 0;
        // From here on a client that has nothing to send closes its side at once, for Kestrel a closed connection: its token says nothing here.
        await SkipAsync(connection.Transport.Input, start + Math.Min(length, LongestHead), stopping);
        var output = connection.Transport.Output.AsStream();
        try
        {
            var id = match.Groups["id"].Value;
            var kind = execs.HasTerminal(id) ? "raw-stream" : "multiplexed-stream";
            await output.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.{kind}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"), stopping);
            await output.FlushAsync(stopping);
            await execs.RunAsync(id, connection.Transport.Input.AsStream(), output, stopping);
        }
        catch (DockerError error)
        {
            var body = Encoding.UTF8.GetBytes($$"""{"message":"{{error.Message.Replace("\"", "\\\"")}}"}""");
            await output.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {error.Status} Refused\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"));
            await output.WriteAsync(body);
            await output.FlushAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // whoever asked has gone
        }
        await connection.Transport.Output.CompleteAsync();
        await connection.Transport.Input.CompleteAsync();
    }

    /// <summary>The head of the first request and where its body begins, without taking it away; null where there is none.</summary>
    private static async Task<(string? Head, int Body)> PeekAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            ReadResult read;
            try
            {
                read = await input.ReadAsync(connection.ConnectionClosed);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                return (null, 0);
            }
            var bytes = read.Buffer.Length > LongestHead ? read.Buffer.Slice(0, LongestHead).ToArray() : read.Buffer.ToArray();
            var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
            // most requests are told by their first line
            var other = bytes.AsSpan().IndexOf("\r\n"u8) is > 0 and var line && !Encoding.ASCII.GetString(bytes, 0, line).Contains("/exec/", StringComparison.Ordinal);
            if (end >= 0 || other || read.IsCompleted || bytes.Length == LongestHead)
            {
                input.AdvanceTo(read.Buffer.Start);
                return end < 0 ? (null, 0) : (Encoding.ASCII.GetString(bytes, 0, end), end + 4);
            }
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async Task SkipAsync(PipeReader input, long count, CancellationToken cancellation)
    {
        while (count > 0)
        {
            var read = await input.ReadAsync(cancellation);
            var taken = Math.Min(count, read.Buffer.Length);
            input.AdvanceTo(read.Buffer.GetPosition(taken));
            count -= taken;
            if (read.IsCompleted) return;
        }
    }

    [GeneratedRegex(@"^POST (?:/v[\d.]+)?/exec/(?<id>\w+)/start ")]
    private static partial Regex Start();

    [GeneratedRegex(@"\r\ncontent-length: *(\d{1,6})(?:\r|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Length();
}
