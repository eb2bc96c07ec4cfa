using Npgsql;
using OpsPortal.Audit;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Audit;

/// <summary>Not the portal's good will keeps the audit log, but the database: from the role that the portal runs as, and from the owner.</summary>
public sealed class TheDatabaseRefuses
{
    private static readonly string[] Changes =
    [
        "update audit_entries set actor_name = 'Mallory'",
        "update audit_entries set actor_name = 'Mallory' where id = 999",
        "delete from audit_entries",
        "delete from audit_entries where id = 1",
        "truncate audit_entries",
        "truncate audit_entries cascade",
    ];

    [Fact]
    public async Task The_owner_is_refused_even_as_a_replica_would_write()
    {
        var database = await PortalDatabase.CreateAsync();
        await using var portal = await PortalHost.StartAsync(database, new() { Roles = "web" });
        await TheChain.AppendAsync(portal, People.Ann);
        await using var source = NpgsqlDataSource.Create(database);

        foreach (var change in Changes.Append("set session_replication_role = replica; update audit_entries set actor_name = 'Mallory'"))
        {
            await using var command = source.CreateCommand(change);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Contains("append-only", refused.MessageText);
        }
        Assert.Equal(1, (await portal.Get<AuditLog>().VerifyAsync(CancellationToken.None)).IntactEntries);
        Assert.Equal(GuardState.Droppable, (await portal.Get<AuditGuard>().LookAsync(default)).State);
    }

    [Fact]
    public async Task The_role_that_the_portal_runs_as_may_only_append_and_cannot_end_that()
    {
        var postgres = await PrivatePostgres.RunningAsync();
        var owner = await postgres.CreateDatabaseAsync();
        var role = $"portal_{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(owner);
        await using (var create = source.CreateCommand($"create role {role} login")) await create.ExecuteNonQueryAsync();
        var restricted = new NpgsqlConnectionStringBuilder(owner) { Username = role }.ConnectionString;
        // once with the owner's connection, as `OpsPortal migrate` does; from then on without
        await using (var portal = await PortalHost.StartAsync(restricted, new() { Roles = "web", Settings = new() { ["ConnectionStrings:Owner"] = owner } }))
            await TheChain.AppendAsync(portal, People.Ann);

        await using var alone = await PortalHost.StartAsync(restricted);
        await TheChain.AppendAsync(alone, People.Bob);
        var report = await alone.Get<AuditGuard>().LookAsync(default);
        Assert.True(report.State == GuardState.Firm, report.Sentence);

        await using var portals = NpgsqlDataSource.Create(restricted);
        foreach (var change in Changes.Concat(["alter table audit_entries disable trigger all", "drop trigger audit_refuse_update on audit_entries", "drop function audit_refuse() cascade", "set session_replication_role = replica"]))
        {
            await using var command = portals.CreateCommand(change);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
        // There is nothing that a seal tells of, so the function that may remove removes nothing.
        await using (var remove = portals.CreateCommand("select audit_remove_sealed()")) Assert.Equal(0L, await remove.ExecuteScalarAsync());
        Assert.Equal(2, (await alone.Get<AuditLog>().VerifyAsync(CancellationToken.None)).IntactEntries);
    }

    [Fact]
    public async Task A_guard_that_was_taken_away_is_told()
    {
        var database = await PortalDatabase.CreateAsync();
        await using var portal = await PortalHost.StartAsync(database, new() { Roles = "web" });
        await using var source = NpgsqlDataSource.Create(database);
        await using (var disable = source.CreateCommand("alter table audit_entries disable trigger audit_refuse_update")) await disable.ExecuteNonQueryAsync();

        var report = await portal.Get<AuditGuard>().LookAsync(default);

        Assert.Equal(GuardState.Missing, report.State);
        Assert.Contains("restore the triggers", report.Sentence);
    }

    [Fact]
    public async Task A_seal_that_lies_removes_nothing()
    {
        var database = await PortalDatabase.CreateAsync();
        await using var portal = await PortalHost.StartAsync(database, new() { Roles = "web", Time = new FastTime(1, TimeSpan.FromDays(-400)) });
        for (var i = 0; i < 4; i++) await TheChain.AppendAsync(portal, People.Ann);
        await using var source = NpgsqlDataSource.Create(database);
        await using var forge = source.CreateCommand("""
            insert into audit_entries (id, at, actor_id, actor_name, action, subject_kind, subject_id, detail, previous_hash, hash)
            select 5, now(), actor_id, 'Mallory', 'audit.sealed', 'audit', 'seal', '{"firstId":"1","lastId":"3","lastHash":"wrong"}', hash, 'forged' from audit_entries where id = 4;
            select audit_remove_sealed()
            """);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => forge.ExecuteNonQueryAsync());

        Assert.Contains("append-only", refused.MessageText);
    }
}
