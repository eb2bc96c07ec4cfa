using Npgsql;

namespace OpsPortal.Scenarios.Support;

/// <summary>What carries the hints in a test: a database of its own, and where it is so named a Redis of its own.</summary>
public sealed class BusServer : IAsyncDisposable
{
    private readonly PrivateRedis? redis;

    private BusServer(string database, PrivateRedis? redis) => (Database, this.redis) = (database, redis);

    public static TheoryData<string> Kinds => ["postgres", "redis"];

    /// <summary>Its connection string.</summary>
    public string Database { get; }

    /// <summary>What a portal has to be told.</summary>
    public Dictionary<string, string?> Settings => redis is null ? [] : new() { ["LiveBus:Redis"] = redis.Connection };

    public static async Task<BusServer> StartAsync(string kind) => new(await PortalDatabase.CreateAsync(), kind == "redis" ? await PrivateRedis.StartAsync() : null);

    /// <summary>Cuts every listening connection; the server can be reached again at once.</summary>
    public async Task CutAsync()
    {
        if (redis is not null)
        {
            await redis.KillAsync();
            await redis.StartAgainAsync();
            return;
        }
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        await using var cut = new NpgsqlCommand("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen%'", connection);
        await cut.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (redis is not null) await redis.DisposeAsync();
    }
}
