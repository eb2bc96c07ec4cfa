using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace OpsPortal.Storage;

/// <summary>Brings the schema up to date before anything else starts. Several processes that start at once take turns.</summary>
internal sealed class MigrateAtStart(NpgsqlDataSource source, IDbContextFactory<OpsPortalDbContext> contexts) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var turn = new NpgsqlCommand("select pg_advisory_lock($1)", connection) { Parameters = { new() { Value = (long)AdvisoryLock.Migrations } } };
        await turn.ExecuteNonQueryAsync(cancellation);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            await db.Database.MigrateAsync(cancellation);
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
}
