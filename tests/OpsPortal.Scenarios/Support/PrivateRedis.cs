using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OpsPortal.Scenarios.Support;

/// <summary>A Redis of a test's own on 127.0.0.1, kept in memory, ended by its process id.</summary>
public sealed class PrivateRedis : IAsyncDisposable
{
    private readonly Process process;

    private PrivateRedis(Process process, int port) => (this.process, Connection) = (process, $"127.0.0.1:{port},password=sandbox-redis");

    /// <summary><c>host:port,password=…</c>.</summary>
    public string Connection { get; }

    public static async Task<PrivateRedis> StartAsync()
    {
        var port = FreePort();
        var process = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--requirepass", "sandbox-redis"]) { RedirectStandardOutput = true })!;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is null) ready.TrySetException(new InvalidOperationException("redis-server ended at once; install the package redis-server."));
            else if (e.Data.Contains("Ready to accept connections", StringComparison.Ordinal)) ready.TrySetResult();
        };
        process.BeginOutputReadLine();
        await ready.Task;
        return new(process, port);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
