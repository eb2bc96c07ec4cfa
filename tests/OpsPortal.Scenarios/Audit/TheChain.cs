using Microsoft.EntityFrameworkCore;
using OpsPortal.Audit;
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
    [InlineData("delete from audit_entries where id = 3")]
    public async Task Tampering_shows_from_the_tampered_entry_on(string tampering)
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        for (var i = 0; i < 5; i++) await portal.ClickAsync("scale");
        await using var db = await portal.DatabaseAsync();

        await db.Database.ExecuteSqlRawAsync(tampering.Replace("{", "{{").Replace("}", "}}"));
        var verdict = await portal.Get<AuditLog>().VerifyAsync(CancellationToken.None);

        Assert.False(verdict.Intact);
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
}
