using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Audit;
using OpsPortal.Audit.Chain;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Audit;

public sealed class OldEntriesAreSealed : IDisposable
{
    private readonly DirectoryInfo archive = Directory.CreateTempSubdirectory("opsportal-audit-");

    public void Dispose() => archive.Delete(recursive: true);

    [Fact]
    public async Task They_are_moved_out_twice_and_the_chain_goes_on_from_the_seal()
    {
        var database = await PortalDatabase.CreateAsync();
        byte[] exported;
        await using (var then = await StartAsync(database, daysAgo: 400))
        {
            for (var i = 0; i < 6; i++) await TheChain.AppendAsync(then, People.Ann);
            exported = await ExportAsync(then);
        }
        await using (var later = await StartAsync(database, daysAgo: 200))
        {
            await TheChain.AppendAsync(later, People.Bob);
            Assert.Equal(6, (await later.Get<SealAudit>().InvokeAsync(default)).Value);
            Assert.Equal(0, (await later.Get<SealAudit>().InvokeAsync(default)).Value);

            var verdict = await later.Get<AuditLog>().VerifyAsync(default);
            Assert.True(verdict.Intact, verdict.Sentence);
            Assert.Equal((2, 6L), (verdict.IntactEntries, verdict.Seal!.LastId));

            // What was exported before is what the seal tells of, byte by byte.
            Assert.Equal(verdict.Seal.Digest, Convert.ToHexStringLower(SHA256.HashData(exported)));
            Assert.Equal(exported, await File.ReadAllBytesAsync(Path.Combine(archive.FullName, "audit-1-6.jsonl")));
            var before = AuditLine.Parse(System.Text.Encoding.UTF8.GetString(exported).Split('\n')[5]);
            Assert.True((await later.Get<AuditLog>().VerifyAsync(default, new AuditAnchor(6, before.Hash))).Intact);
            Assert.False((await later.Get<AuditLog>().VerifyAsync(default, new AuditAnchor(6, new('0', 64)))).Intact);
        }
        await using var now = await StartAsync(database, daysAgo: 0);
        await TheChain.AppendAsync(now, People.Ann);
        Assert.Equal(2, (await now.Get<SealAudit>().InvokeAsync(default)).Value);
        var last = await now.Get<AuditLog>().VerifyAsync(default);
        Assert.True(last.Intact, last.Sentence);
        Assert.Equal((7L, 8L), (last.Seal!.FirstId, last.Seal.LastId));
    }

    [Fact]
    public async Task Nothing_is_sealed_that_is_not_intact()
    {
        var database = await PortalDatabase.CreateAsync();
        await using var then = await StartAsync(database, daysAgo: 400);
        for (var i = 0; i < 3; i++) await TheChain.AppendAsync(then, People.Ann);
        await using (var source = NpgsqlDataSource.Create(database))
        await using (var tamper = source.CreateCommand("alter table audit_entries disable trigger all; update audit_entries set actor_name = 'Mallory' where id = 2; alter table audit_entries enable always trigger audit_check_removal"))
            await tamper.ExecuteNonQueryAsync();
        await using var now = await StartAsync(database, daysAgo: 0);

        var refused = await now.Get<SealAudit>().InvokeAsync(default);

        Assert.Contains("not intact", refused.Problem!.Detail);
        await using var db = await now.DatabaseAsync();
        Assert.Equal(3, await db.AuditEntries.CountAsync());
    }

    private Task<PortalHost> StartAsync(string database, int daysAgo) => PortalHost.StartAsync(database, new()
    {
        Roles = "web",
        Time = new FastTime(1, TimeSpan.FromDays(-daysAgo)),
        Settings = new() { ["Audit:KeepDays"] = "90", ["Audit:ArchiveDirectory"] = archive.FullName },
    });

    private static async Task<byte[]> ExportAsync(PortalHost portal)
    {
        using var to = new MemoryStream();
        await AuditExport.WriteJsonLinesAsync(portal.Get<AuditQueries>().AllAsync(new(), default), to, default);
        return to.ToArray();
    }
}
