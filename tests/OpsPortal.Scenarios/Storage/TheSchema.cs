using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Storage;

public sealed class TheSchema
{
    [Fact]
    public async Task Model_and_migrations_agree()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        await using var db = await portal.DatabaseAsync();

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public async Task Several_processes_may_start_at_once_on_an_empty_database()
    {
        var empty = await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync();

        var portals = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PortalHost.StartAsync(empty, new() { Roles = "web" })));

        foreach (var portal in portals) await portal.DisposeAsync();
    }

    [Theory]
    [InlineData("state = 'Running'")]
    [InlineData("state = 'Succeeded'")]
    [InlineData("state = 'Paused'")]
    [InlineData("claim_id = gen_random_uuid()")]
    [InlineData("lease_until = now()")]
    [InlineData("finished_at = now()")]
    [InlineData("reason = ''")]
    [InlineData("cancel_requested_at = now()")]
    [InlineData("state = 'OutcomeUnknown', finished_at = now()")]
    [InlineData("state = 'Failed', finished_at = now(), protected_parameters = 'secret'")]
    public async Task An_impossible_state_cannot_be_stored(string change)
    {
        var database = await PortalDatabase.CreateAsync();
        await using var portal = await PortalHost.StartAsync(database, new() { Roles = "web" });
        await portal.ClickAsync("pods");
        await using var source = NpgsqlDataSource.Create(database);
        await using var update = source.CreateCommand($"update executions set {change}");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => update.ExecuteNonQueryAsync());

        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);
    }

    [Fact]
    public async Task What_one_process_encrypts_another_one_can_read()
    {
        var database = await PortalDatabase.CreateAsync();
        await using var first = await PortalHost.StartAsync(database, new() { Roles = "web" });
        await using var second = await PortalHost.StartAsync(database, new() { Roles = "web" });

        var text = first.Get<IDataProtectionProvider>().CreateProtector("test").Protect("kubeconfig");

        Assert.Equal("kubeconfig", second.Get<IDataProtectionProvider>().CreateProtector("test").Unprotect(text));
    }
}
