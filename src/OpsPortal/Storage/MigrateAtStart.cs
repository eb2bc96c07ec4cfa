using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Audit;

namespace OpsPortal.Storage;

/// <summary>
/// Brings the schema up to date before anything else starts. Several processes that start at once take turns. With
/// <c>ConnectionStrings:Owner</c> it is done as that role, and the portal's own role gets what it needs and no more.
/// </summary>
public sealed class MigrateAtStart(NpgsqlDataSource source, IDbContextFactory<OpsPortalDbContext> contexts, IConfiguration configuration, PatientStart start) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellation) => start.DoAsync(MigrateAsync, cancellation);

    private async Task MigrateAsync(CancellationToken cancellation)
    {
        var owner = configuration.GetConnectionString("Owner");
        if (owner is null && !await IsBehindAsync(cancellation)) return;
        await using var connection = owner is null ? await source.OpenConnectionAsync(cancellation) : await OpenAsync(owner, cancellation);
        await using var turn = new NpgsqlCommand("select pg_advisory_lock($1)", connection) { Parameters = { new() { Value = (long)AdvisoryLock.Migrations } } };
        await turn.ExecuteNonQueryAsync(cancellation);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            if (owner is not null) db.Database.SetDbConnection(new NpgsqlConnection(owner), contextOwnsConnection: true);
            await db.Database.MigrateAsync(cancellation);
            if (owner is not null) await GrantAsync(connection, cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege && owner is null)
        {
            throw new InvalidOperationException(
                "The database's schema is not up to date, and the portal's role may not change it. Run the portal once with the argument \"migrate\" and the owner's connection in ConnectionStrings__Owner.", e);
        }
        finally
        {
            turn.CommandText = "select pg_advisory_unlock($1)";
            await turn.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    public Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellation) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellation) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>A role that only runs the portal may read the history of migrations, not lock it.</summary>
    private async Task<bool> IsBehindAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return (await db.Database.GetPendingMigrationsAsync(cancellation)).Any();
    }

    private async Task GrantAsync(NpgsqlConnection owner, CancellationToken cancellation)
    {
        var portal = new NpgsqlConnectionStringBuilder(source.ConnectionString).Username ?? "";
        if (portal == new NpgsqlConnectionStringBuilder(owner.ConnectionString).Username) return;
        await using var grant = new NpgsqlCommand(AuditGuardSql.Grants.Replace("{0}", $"\"{portal.Replace("\"", "\"\"")}\""), owner);
        await grant.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }
}
