using Npgsql;

namespace OpsPortal.Sandbox.Data;

/// <summary>Makes the databases of a system. A database that was filled to its end says so in its comment; one that was not is made anew.</summary>
internal sealed class DatabaseSeed(string superuser, List<string> notices)
{
    private const string Filled = "Data of the OpsPortal sandbox";

    public string ConnectionString(string user, string database, string? application) => new NpgsqlConnectionStringBuilder(superuser)
    {
        Username = user,
        Database = database,
        ApplicationName = application,
        Pooling = false,
    }.ConnectionString;

    public async Task PrepareAsync(SystemData system, CancellationToken cancellation)
    {
        await using var server = await OpenAsync("postgres", cancellation);
        // the password of the private server's superuser, if it has one, is good for its guests too
        var password = new NpgsqlConnectionStringBuilder(superuser).Password is { } secret ? $" password '{secret.Replace("'", "''")}'" : "";
        if (await ScalarAsync(server, $"select 1 from pg_roles where rolname = '{system.User}'", cancellation) is null)
            await ExecuteAsync(server, $"create role {system.User} login superuser{password}", cancellation);
        foreach (var database in system.Databases)
        {
            var comment = await ScalarAsync(server, $"select coalesce(shobj_description(oid, 'pg_database'), '') from pg_database where datname = '{database}'", cancellation);
            if (comment is Filled) continue;
            if (comment is not null) await ExecuteAsync(server, $"drop database {database} with (force)", cancellation);
            await ExecuteAsync(server, $"create database {database} owner {system.User} template template0 encoding 'UTF8'", cancellation);
            await FillAsync(database, cancellation);
            await ExecuteAsync(server, $"comment on database {database} is '{Filled}'", cancellation);
        }
    }

    private async Task FillAsync(string database, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(database, cancellation);
        try
        {
            await ExecuteAsync(connection, "create extension pg_stat_statements", cancellation);
        }
        catch (PostgresException missing)
        {
            notices.Add($"{database} has no pg_stat_statements: {missing.MessageText}.");
        }
        using var script = new StreamReader(typeof(DatabaseSeed).Assembly.GetManifestResourceStream($"Data/{database}.sql") ?? throw new InvalidOperationException($"Data/{database}.sql is not in this assembly."));
        await ExecuteAsync(connection, await script.ReadToEndAsync(cancellation), cancellation);
    }

    private async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(superuser) { Database = database, Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }
}
