using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Audit.Chain;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Audit;

public sealed class TheChain
{
    [Fact]
    public async Task It_holds_every_act_and_is_intact()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        var ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => portal.ClickAsync(i % 2 == 0 ? "scale" : "pods")));
        foreach (var id in ids) await portal.EndOfAsync(id);

        var verdict = await portal.Get<AuditLog>().VerifyAsync(CancellationToken.None);

        Assert.True(verdict.Intact, verdict.Sentence);
        // Each request, and the end of each change.
        Assert.Equal(12 + 6, verdict.IntactEntries);
    }

    [Theory]
    [InlineData("update audit_entries set actor_name = 'Mallory' where id = 3")]
    [InlineData("update audit_entries set detail = detail || '{\"risk\":\"Read\"}' where id = 3")]
    [InlineData("update audit_entries set at = at + interval '1 second' where id = 3")]
    [InlineData("update audit_entries set address = '10.0.0.1' where id = 3")]
    [InlineData("update audit_entries set client = null where id = 3")]
    [InlineData("update audit_entries set hash_version = 1 where id = 3")]
    [InlineData("delete from audit_entries where id = 3")]
    public async Task Tampering_shows_from_the_tampered_entry_on(string tampering)
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        for (var i = 0; i < 5; i++) await AppendAsync(portal, People.Ann with { From = new("192.0.2.7", "Firefox 145 on Linux") });

        await UnguardedAsync(portal, tampering);
        var verdict = await portal.Get<AuditLog>().VerifyAsync(CancellationToken.None);

        Assert.False(verdict.Intact);
        Assert.Equal(2, verdict.IntactEntries);
    }

    [Fact]
    public async Task A_beginning_that_was_removed_without_a_seal_shows()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        for (var i = 0; i < 5; i++) await AppendAsync(portal, People.Ann);

        await UnguardedAsync(portal, "delete from audit_entries where id <= 2");

        Assert.Contains("no seal tells of the 2 entries", (await portal.Get<AuditLog>().VerifyAsync(CancellationToken.None)).Sentence);
    }

    [Fact]
    public async Task An_end_that_was_cut_off_shows_against_a_head_that_was_written_down()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        for (var i = 0; i < 5; i++) await AppendAsync(portal, People.Ann);
        var head = AuditAnchor.Parse((await portal.Get<AuditLog>().VerifyAsync(CancellationToken.None)).Head!);

        await UnguardedAsync(portal, "delete from audit_entries where id > 3");

        Assert.True((await portal.Get<AuditLog>().VerifyAsync(CancellationToken.None)).Intact);
        Assert.Contains("its end was cut off", (await portal.Get<AuditLog>().VerifyAsync(CancellationToken.None, head)).Sentence);
    }

    [Fact]
    public async Task Entries_that_were_hashed_the_first_way_go_on_to_verify()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        var old = new AuditLine
        {
            Id = 1,
            Version = 1,
            At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            ActorId = People.Ann.Id,
            Actor = "Ann",
            Action = "test.done",
            SubjectKind = "test",
            SubjectId = "1",
            Detail = new() { ["b"] = "2", ["a"] = "1" },
            PreviousHash = AuditLine.Start,
        };
        // as the portal made it before entries had an origin
        Assert.Equal("4b2ec705", old.ComputeHash()[..8]);
        await UnguardedAsync(portal,
            $"insert into audit_entries (id, at, actor_id, actor_name, action, subject_kind, subject_id, detail, previous_hash, hash) values (1, '2026-01-02T03:04:05Z', '{old.ActorId}', 'Ann', 'test.done', 'test', '1', '{{\"a\":\"1\",\"b\":\"2\"}}', '{old.PreviousHash}', '{old.ComputeHash()}')");
        await AppendAsync(portal, People.Bob);

        var verdict = await portal.Get<AuditLog>().VerifyAsync(CancellationToken.None);

        Assert.True(verdict.Intact, verdict.Sentence);
        Assert.Equal(2, verdict.IntactEntries);
    }

    [Fact]
    public async Task What_is_rolled_back_leaves_no_entry()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        await using (var db = await portal.DatabaseAsync())
        await using (await db.Database.BeginTransactionAsync())
            await portal.Get<AuditLog>().AppendAsync(db, People.Ann, "test.done", "test", "1", null, CancellationToken.None);

        Assert.Equal(0, (await portal.Get<AuditLog>().VerifyAsync(CancellationToken.None)).IntactEntries);
    }

    internal static async Task AppendAsync(PortalHost portal, Actor actor, IReadOnlyDictionary<string, string>? detail = null)
    {
        await using var db = await portal.DatabaseAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await portal.Get<AuditLog>().AppendAsync(db, actor, "test.done", "test", "1", detail, CancellationToken.None);
        await transaction.CommitAsync();
    }

    /// <summary>What somebody does who owns the database and has taken the guard away.</summary>
    private static async Task UnguardedAsync(PortalHost portal, string sql)
    {
        await using var db = await portal.DatabaseAsync();
        await db.Database.ExecuteSqlRawAsync("alter table audit_entries disable trigger all");
        await db.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{").Replace("}", "}}"));
    }
}
