using System.Diagnostics;
using Npgsql;

namespace OpsPortal.Tests.Targets.Data;

/// <summary>A PostgreSQL of the test run's own, over a Unix socket, started at first use and gone when the process ends.</summary>
public sealed class PostgresInstance
{
    private const string Port = "5498";
    private static readonly Lazy<Task<PostgresInstance>> Shared = new(StartAsync);
    private static int databases;

    private readonly string directory = Path.Combine(Path.GetTempPath(), $"opsportal-sql-{Guid.NewGuid().ToString("N")[..8]}");
    private readonly string binaries = FindBinaries();

    public static Task<PostgresInstance> RunningAsync() => Shared.Value;

    public string Host => Path.Combine(directory, "s");

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder { Host = Host, Port = int.Parse(Port), Username = "tester", Database = database }.ConnectionString;

    /// <summary>A new database; returns its name.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"db{Interlocked.Increment(ref databases)}";
        await ExecuteAsync("postgres", $"create database {name}");
        return name;
    }

    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The real program, connected to a database.</summary>
    public async Task<(int Code, string Out, string Errors)> RunAsync(string program, IEnumerable<string> arguments, string database, string input = "")
    {
        var start = new ProcessStartInfo(Path.Combine(binaries, program)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new[] { ("PGHOST", Host), ("PGPORT", Port), ("PGUSER", "tester"), ("PGDATABASE", database), ("LC_ALL", "C.UTF-8"), ("PSQLRC", "/dev/null") }) start.Environment[name] = value;
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    private static async Task<PostgresInstance> StartAsync()
    {
        var instance = new PostgresInstance();
        await instance.DoAsync("mkdir", "-m", "700", instance.directory, instance.Host);
        await instance.DoAsync(instance.Binary("initdb"), "-D", instance.Data, "-U", "tester", "-E", "UTF8", "--locale=C.UTF-8", "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "--no-instructions");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => instance.Destroy();
        await instance.DoAsync(instance.Binary("pg_ctl"), "-D", instance.Data, "-l", Path.Combine(instance.directory, "log"), "-w", "-s", "start", "-o",
            $"-p {Port} -c listen_addresses='' -c unix_socket_directories='{instance.Host}' -c fsync=off -c timezone=UTC -c shared_preload_libraries=pg_stat_statements");
        return instance;
    }

    private async Task DoAsync(params string[] command)
    {
        var words = As(command);
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}.");
    }

    private void Destroy()
    {
        var stop = string.Join(' ', As(Binary("pg_ctl"), "-D", Data, "-m", "immediate", "-w", "-s", "stop"));
        Process.Start("setsid", ["sh", "-c", $"{stop}; rm -rf {directory}"]).Dispose();
    }

    private string Data => Path.Combine(directory, "data");

    private string Binary(string name) => Path.Combine(binaries, name);

    private static string[] As(params string[] command) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--reset-env", "--", .. command]
        : command;

    private static string FindBinaries() =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0).Select(d => Path.Combine(d, "bin")) : [])
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)).FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "psql")))
        ?? throw new InvalidOperationException("These tests need PostgreSQL (initdb, pg_ctl, psql). Install the package postgresql, or put its programs on the PATH.");
}
