using System.Diagnostics;
using Npgsql;

namespace OpsPortal.Scenarios.Support;

/// <summary>
/// A PostgreSQL cluster of the test run's own, made at first use in a temporary directory, reachable over a Unix socket only, gone
/// when the process ends. Durability is off: nothing in it has to survive.
/// </summary>
public sealed class PrivatePostgres
{
    private const int Port = 5499;
    private static readonly Lazy<Task<PrivatePostgres>> Shared = new(StartAsync);
    private static int databases;

    private readonly string directory;
    private readonly string binaries;

    private PrivatePostgres(string directory, string binaries) => (this.directory, this.binaries) = (directory, binaries);

    /// <summary>Started with the first call.</summary>
    public static Task<PrivatePostgres> RunningAsync() => Shared.Value;

    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder { Host = Path.Combine(directory, "s"), Port = Port, Username = "portal", Database = database, MaxPoolSize = 60 }.ConnectionString;

    /// <summary>A new database; returns its connection string.</summary>
    /// <param name="template">Copied; nobody may be connected to it.</param>
    public async Task<string> CreateDatabaseAsync(string template = "template1")
    {
        var name = $"test{Interlocked.Increment(ref databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name} template {template}", connection);
        await create.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Drops the databases that the sandbox filled; it fills them again when it starts.</summary>
    public async Task ForgetSandboxAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        List<string> filled = [];
        await using (var find = new NpgsqlCommand("select quote_ident(datname) from pg_database where shobj_description(oid, 'pg_database') = 'Data of the OpsPortal sandbox'", connection))
        await using (var rows = await find.ExecuteReaderAsync())
            while (await rows.ReadAsync()) filled.Add(rows.GetString(0));
        foreach (var database in filled)
        {
            await using var drop = new NpgsqlCommand($"drop database {database} with (force)", connection);
            await drop.ExecuteNonQueryAsync();
        }
    }

    /// <summary>One of a test's own, which it may restart. What it has committed survives that.</summary>
    public static Task<PrivatePostgres> StartOwnAsync() => StartAsync(lasting: true);

    /// <summary>Ends every connection as a crash would, and starts again; returns when it answers.</summary>
    public Task RestartAsync() => Programs.RunAsync(As(Binary("pg_ctl"), "-D", Data, "-l", Path.Combine(directory, "log"), "-m", "immediate", "-w", "-s", "restart"), quiet: false);

    /// <summary>It is away until <see cref="RestartAsync"/>.</summary>
    public Task StopAsync() => Programs.RunAsync(As(Binary("pg_ctl"), "-D", Data, "-m", "immediate", "-w", "-s", "stop"), quiet: false);

    private static Task<PrivatePostgres> StartAsync() => StartAsync(lasting: false);

    private static async Task<PrivatePostgres> StartAsync(bool lasting)
    {
        var cluster = new PrivatePostgres(Path.Combine(Path.GetTempPath(), $"opsportal-{Guid.NewGuid().ToString("N")[..8]}"), FindBinaries());
        await Programs.RunAsync(cluster.As("mkdir", "-m", "700", cluster.directory, Path.Combine(cluster.directory, "s")));
        await Programs.RunAsync(cluster.As(cluster.Binary("initdb"), "-D", cluster.Data, "-U", "portal", "-E", "UTF8", "--locale=C.UTF-8", "--auth-local=trust",
            "--auth-host=scram-sha-256", "--no-sync", "--no-instructions"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Destroy();
        await Programs.RunAsync(cluster.As(cluster.Binary("pg_ctl"), "-D", cluster.Data, "-l", Path.Combine(cluster.directory, "log"), "-w", "-s", "start", "-o",
            $"-p {Port} -c listen_addresses='' -c unix_socket_directories='{Path.Combine(cluster.directory, "s")}' -c unix_socket_permissions=0777 " +
            (cluster.HasLibrary("pg_stat_statements") ? "-c shared_preload_libraries=pg_stat_statements " : "") + $"-c max_connections=400 -c fsync=off -c synchronous_commit={(lasting ? "on" : "off")} -c full_page_writes=off -c max_wal_size=512MB"), quiet: false);
        return cluster;
    }

    /// <summary>Left to a process of its own, because this one may be ended while it waits.</summary>
    private void Destroy()
    {
        var stop = string.Join(' ', As(Binary("pg_ctl"), "-D", Data, "-m", "immediate", "-w", "-s", "stop"));
        Process.Start("setsid", ["sh", "-c", $"{stop}; rm -rf {directory}"]).Dispose();
    }

    /// <summary>Beside the programs, or where Debian has them.</summary>
    private bool HasLibrary(string name) =>
        new[] { "../lib", "../lib/postgresql" }.Any(folder => File.Exists(Path.Combine(binaries, folder, $"{name}.so")));

    private string Data => Path.Combine(directory, "data");

    private string Binary(string name) => Path.Combine(binaries, name);

    /// <summary>PostgreSQL refuses to run as root; there its own account runs it.</summary>
    private string[] As(params string[] command) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--reset-env", "--", .. command]
        : command;

    private static string FindBinaries()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0).Select(d => Path.Combine(d, "bin"))
            : [];
        return installed.Concat(onPath).FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "pg_ctl")))
            ?? throw new InvalidOperationException("These tests need PostgreSQL's server programs (initdb, pg_ctl). Install the package postgresql, or put them on the PATH.");
    }
}
