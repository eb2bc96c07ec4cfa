using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OpsPortal.Scenarios.Support;

/// <summary>A Redis of a test's own on 127.0.0.1, kept in memory, ended by its process id; it can be killed and started again at the same address.</summary>
public sealed class PrivateRedis : IAsyncDisposable
{
    private readonly int port;
    private Process? process;

    private PrivateRedis(int port) => (this.port, Connection) = (port, $"127.0.0.1:{port},password=sandbox-redis");

    /// <summary><c>host:port,password=…</c>.</summary>
    public string Connection { get; }

    public static async Task<PrivateRedis> StartAsync()
    {
        var redis = new PrivateRedis(FreePort());
        await redis.StartAgainAsync();
        return redis;
    }

    /// <summary>After <see cref="KillAsync"/>; empty, as it keeps nothing.</summary>
    public async Task StartAgainAsync()
    {
        process = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--requirepass", "sandbox-redis"]) { RedirectStandardOutput = true })!;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is null) ready.TrySetException(new InvalidOperationException("redis-server ended at once; install the package redis-server."));
            else if (e.Data.Contains("Ready to accept connections", StringComparison.Ordinal)) ready.TrySetResult();
        };
        process.BeginOutputReadLine();
        await ready.Task;
    }

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        if (process is null) return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
