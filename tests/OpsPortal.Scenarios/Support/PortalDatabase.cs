using Npgsql;

namespace OpsPortal.Scenarios.Support;

/// <summary>Databases with the portal's schema, one runbook, and the environment "sandbox": copies of one that was prepared once.</summary>
public static class PortalDatabase
{
    public static Guid EnvironmentId { get; } = Guid.Parse("e0000000-0000-0000-0000-000000000001");

    private static readonly Lazy<Task<string>> Template = new(PrepareAsync);

    /// <returns>A connection string.</returns>
    public static async Task<string> CreateAsync() => await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync(await Template.Value);

    private static async Task<string> PrepareAsync()
    {
        var connectionString = await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync();
        await using (var host = await PortalHost.StartAsync(connectionString, new() { Roles = "web" }))
        await using (var db = await host.DatabaseAsync())
        {
            var system = Guid.NewGuid();
            db.Systems.Add(new() { Id = system, Slug = "shop", Name = "Shop" });
            db.Runbooks.Add(new() { Id = FakeRunbooks.RunbookId, Slug = "shop", Title = "Shop", SystemId = system, CurrentVersion = 1 });
            db.Environments.Add(new() { Id = EnvironmentId, Name = "sandbox", ProtectedKubeconfig = "protected", DefaultNamespace = "default" });
            db.Environments.Add(new() { Id = Guid.NewGuid(), Name = "empty" });
            await db.SaveChangesAsync();
        }
        // A template must have no connections, pooled ones included.
        NpgsqlConnection.ClearAllPools();
        return new NpgsqlConnectionStringBuilder(connectionString).Database!;
    }
}
