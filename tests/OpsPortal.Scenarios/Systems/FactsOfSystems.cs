using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using OpsPortal.Sandbox.Systems;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage;

namespace OpsPortal.Scenarios.Systems;

/// <summary>What systems take from their runbooks, and who changed it.</summary>
public sealed class FactsOfSystems
{
    /// <summary>The last one before systems took anything from their runbooks.</summary>
    private const string BeforeFacts = "20261121163845_AuditTrust";

    [Fact]
    public async Task A_portal_that_is_upgraded_reads_the_facts_of_older_runbooks_once()
    {
        var database = await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync();
        await using (var old = new OpsPortalDbContext(new DbContextOptionsBuilder<OpsPortalDbContext>().UseNpgsql(database).ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning)).Options))
            await old.GetService<IMigrator>().MigrateAsync(BeforeFacts);
        var text = SystemDefinition.LoadAll().First(s => s.Runbook is not null).Runbook!;
        await SqlAsync(database, """
            insert into systems (id, slug, name) values ('50000000-0000-0000-0000-000000000001', 'shop', 'Shop');
            insert into runbooks (id, slug, title, system_id, current_version, updated_at, steps, alerts) values ('b0000000-0000-0000-0000-000000000001', 'shop', 'Shop', '50000000-0000-0000-0000-000000000001', 2, now(), 1, array[]::text[]);
            insert into runbook_versions (runbook_id, number, text, hash, created_at, created_by)
            values ('b0000000-0000-0000-0000-000000000001', 1, '# Old', 'x', now(), 'Ann'), ('b0000000-0000-0000-0000-000000000001', 2, $1, 'y', now(), 'Ann');
            """, text);

        int facts;
        await using (var upgraded = await PortalProcess.StartAsync(database))
        {
            facts = await FactsAsync(database);
            Assert.True(facts > 3, $"only {facts} facts");
            var entry = Assert.Single(await AuditAsync(upgraded, "system.read-from-runbook"));
            Assert.Equal(("OpsPortal", "shop", "shop", $"{facts}"), ((string?)entry["actor"], (string?)entry["subjectId"], (string?)entry["detail"]!["runbook"], (string?)entry["detail"]!["added"]));
            var shop = (await upgraded.Client.GetFromJsonAsync<JsonObject>("/api/v1/systems/shop"))!;
            Assert.NotEmpty(shop["severities"]!.AsArray());
        }

        // What is taken away now is not read a second time.
        await SqlAsync(database, "delete from system_facts");
        await using var again = await PortalProcess.StartAsync(database);
        Assert.Equal(0, await FactsAsync(database));
        Assert.Single(await AuditAsync(again, "system.read-from-runbook"));
    }

    [Fact]
    public async Task Who_adds_changes_and_removes_a_fact_is_on_record_and_addresses_of_people_are_not()
    {
        await using var portal = await PortalProcess.StartAsync(await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync());
        using (var stored = await portal.Client.PutAsync("/api/v1/runbooks/shop?system=shop", new StringContent("# Shop\n\n1. Wait\n"))) stored.EnsureSuccessStatusCode();
        using var ann = await SignedIn.JoinAsync(portal.Client, "ann", "author");
        using var vic = await SignedIn.JoinAsync(portal.Client, "vic", "viewer");

        using (var added = await ann.Client.PostAsJsonAsync("/api/v1/systems/shop/severities", new { name = "P1", respondWithin = "PT15M" })) Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        using (var contact = await ann.Client.PostAsJsonAsync("/api/v1/systems/shop/contacts", new { role = "On call", email = "somebody@example.org", phone = "+49 30 1234567" })) Assert.Equal(HttpStatusCode.Created, contact.StatusCode);
        using (var changed = await ann.Client.PatchAsJsonAsync("/api/v1/systems/shop/severities/p1", new { respondWithin = "PT5M" })) Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        using (var refused = await vic.Client.PatchAsJsonAsync("/api/v1/systems/shop/severities/p1", new { respondWithin = "PT1M" })) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using (var wrong = await ann.Client.PatchAsJsonAsync("/api/v1/systems/shop/severities/p1", new { respondWithin = "soon" })) Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using (var removed = await ann.Client.DeleteAsync("/api/v1/systems/shop/severities/p1")) Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);

        var entries = (await AuditAsync(portal, "system.")).Where(e => (string?)e["action"] is "system.added" or "system.changed" or "system.removed").Reverse().ToList();
        Assert.Equal(["system.added", "system.added", "system.changed", "system.removed"], entries.Select(e => (string)e["action"]!));
        Assert.All(entries, e => Assert.Equal(("ann", $"{ann.Id}", "system", "shop"), ((string?)e["actor"], (string?)e["actorId"], (string?)e["subjectKind"], (string?)e["subjectId"])));
        Assert.Equal(("severity", "p1", "15 min → 5 min"), ((string?)entries[2]["detail"]!["kind"], (string?)entries[2]["detail"]!["key"], (string?)entries[2]["detail"]!["respondWithin"]));
        Assert.Equal(("contact", "role, email, phone"), ((string?)entries[1]["detail"]!["kind"], (string?)entries[1]["detail"]!["fields"]));
        Assert.DoesNotContain("somebody@example.org", string.Concat(entries.Select(e => e.ToJsonString())));
        Assert.DoesNotContain("1234567", string.Concat(entries.Select(e => e.ToJsonString())));
    }

    private static async Task<List<JsonNode>> AuditAsync(PortalProcess portal, string action) =>
        [.. (await portal.Client.GetFromJsonAsync<JsonObject>($"/api/v1/audit?limit=200&action={action}"))!["items"]!.AsArray().Select(e => e!)];

    private static async Task<int> FactsAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var count = source.CreateCommand("select count(*)::int from system_facts");
        return (int)(await count.ExecuteScalarAsync())!;
    }

    private static async Task SqlAsync(string database, string sql, string? value = null)
    {
        await using var source = NpgsqlDataSource.Create(database);
        foreach (var statement in sql.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await using var command = source.CreateCommand(statement);
            if (statement.Contains("$1", StringComparison.Ordinal)) command.Parameters.Add(new() { Value = value });
            await command.ExecuteNonQueryAsync();
        }
    }
}
