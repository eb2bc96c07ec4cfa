using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OpsPortal.Tests.Targets.Data;

/// <summary>A Redis of the test run's own, on a free port of 127.0.0.1, gone when the process ends.</summary>
public sealed class RedisInstance
{
    public const string Password = "for-tests-only";

    private static readonly Lazy<Task<RedisInstance>> Shared = new(StartAsync);

    // the first ones are the sandbox's
    private static int numbers = 15;

    private readonly int port = FreePort();

    public static Task<RedisInstance> RunningAsync() => Shared.Value;

    /// <summary>A database nobody else uses.</summary>
    public static int NextDatabase() => Interlocked.Increment(ref numbers);

    public string Address(int database) => $"127.0.0.1:{port},password={Password},db={database}";

    /// <summary>The real redis-cli.</summary>
    public async Task<(int Code, string Out)> CliAsync(int database, params string[] arguments)
    {
        var start = new ProcessStartInfo("redis-cli", ["-p", $"{port}", "-n", $"{database}", .. arguments]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["REDISCLI_AUTH"] = Password;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    private static async Task<RedisInstance> StartAsync()
    {
        var instance = new RedisInstance();
        var server = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{instance.port}", "--bind", "127.0.0.1", "--requirepass", Password, "--save", "", "--databases", "512", "--dir", Path.GetTempPath()]) { RedirectStandardOutput = true })!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Kill();
        while (await server.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Ready to accept connections", StringComparison.Ordinal)) { }
        _ = server.StandardOutput.ReadToEndAsync();
        return instance;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
