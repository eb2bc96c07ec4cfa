using Npgsql;

namespace OpsPortal.Sandbox.Data;

/// <summary>
/// Databases, roles and caches of the sandbox's systems on servers that are there for the sandbox alone: made where they are missing, kept
/// where they are there. As long as it lives it holds the idle connections that the systems would hold.
/// </summary>
public sealed class SandboxDatabases : IAsyncDisposable
{
    private const int IdleConnections = 3;

    private readonly List<NpgsqlConnection> idle = [];

    private SandboxDatabases()
    {
    }

    public IReadOnlyList<SandboxBinding> Databases { get; private set; } = [];
    public IReadOnlyList<SandboxBinding> Redis { get; private set; } = [];

    /// <summary>What could not be set up as it should, in sentences; the systems work without it.</summary>
    public IReadOnlyList<string> Notices { get; private set; } = [];

    /// <param name="postgres">Npgsql's connection string of a superuser; null leaves PostgreSQL out.</param>
    /// <param name="redis"><c>host:port,password=…</c>; null leaves Redis out.</param>
    /// <param name="systems">Names of systems; unknown ones have no data.</param>
    /// <exception cref="NpgsqlException">PostgreSQL cannot be reached or refuses.</exception>
    /// <exception cref="IOException">Redis cannot be reached or refuses.</exception>
    public static async Task<SandboxDatabases> StartAsync(string? postgres, string? redis, IReadOnlyCollection<string> systems, CancellationToken cancellation)
    {
        var wanted = SystemData.All.Where(s => systems.Contains(s.System)).ToList();
        var started = new SandboxDatabases();
        List<string> notices = [];
        try
        {
            if (postgres is not null)
            {
                var seed = new DatabaseSeed(postgres, notices);
                foreach (var system in wanted) await seed.PrepareAsync(system, cancellation);
                started.Databases = [.. wanted.Select(s => new SandboxBinding($"{s.Databases[0]} of {s.System}", seed.ConnectionString(s.User, s.Databases[0], null), [.. s.DatabaseBinds, s.System]))];
                foreach (var system in wanted) await started.HoldAsync(seed, system, cancellation);
            }
            if (redis is not null)
            {
                foreach (var system in wanted) await CacheSeed.FillAsync(redis, system.Cache, cancellation);
                started.Redis = [.. wanted.Select(s => new SandboxBinding($"cache of {s.System}", CacheSeed.Address(redis, s.Cache), [.. s.CacheBinds, s.System]))];
            }
            started.Notices = notices;
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in idle) await connection.DisposeAsync();
        idle.Clear();
    }

    private async Task HoldAsync(DatabaseSeed seed, SystemData system, CancellationToken cancellation)
    {
        for (var i = 0; i < IdleConnections; i++)
        {
            var connection = new NpgsqlConnection(seed.ConnectionString(system.User, system.Databases[0], $"{system.System}-{i + 1}"));
            idle.Add(connection);
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand(i == 0 ? "select count(*) from pg_catalog.pg_class" : "select now()", connection);
            await command.ExecuteScalarAsync(cancellation);
        }
    }
}
