using System.Net;
using System.Net.Http.Json;
using Npgsql;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Access;

/// <summary>Changing who may do what needs a recent proof of who one is; a token does no more than it says.</summary>
public sealed class GuardsAccounts
{
    [Fact]
    public async Task An_administrator_whose_proof_is_old_confirms_first()
    {
        var database = await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync();
        await using var portal = await PortalProcess.StartAsync(database);
        using var ada = await SignedIn.JoinAsync(portal.Client, "ada", "administrator");
        await SqlAsync(database, "update sign_in_sessions set confirmed_at = confirmed_at - interval '16 minutes'");

        using var refused = await ada.Client.PostAsJsonAsync("/api/v1/groups/", new { name = "x" });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("Confirm first that it is you", await refused.Content.ReadAsStringAsync());

        using var wrong = await ada.PostFormAsync("/confirm?return=/settings/accounts", ("Form.Secret", "not my password"));
        Assert.Contains("That is not your password", await wrong.Content.ReadAsStringAsync());
        using var right = await ada.PostFormAsync("/confirm?return=/settings/accounts", ("Form.Secret", "four words make sense"));
        Assert.Equal("/settings/accounts", right.Headers.Location!.ToString().Replace(portal.Client.BaseAddress!.ToString().TrimEnd('/'), ""));
        using var added = await ada.Client.PostAsJsonAsync("/api/v1/groups/", new { name = "x" });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
    }

    [Fact]
    public async Task A_token_that_may_only_read_does_no_more_and_an_expired_one_nothing()
    {
        var database = await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync();
        await using var portal = await PortalProcess.StartAsync(database);
        using var ada = await SignedIn.JoinAsync(portal.Client, "ada", "administrator");
        await SqlAsync(database, $"insert into api_tokens (id, name, hash, user_id, scopes, environment_ids, created_at) values (gen_random_uuid(), 'reader', encode(sha256('read-only-token'), 'hex'), '{ada.Id}', 'See', array[]::uuid[], now())");
        using var reader = new HttpClient { BaseAddress = portal.Client.BaseAddress, DefaultRequestHeaders = { Authorization = new("Bearer", "read-only-token") } };
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/api/v1/environments/")).StatusCode);
        using var refused = await reader.PostAsJsonAsync("/api/v1/environments/", new { name = "x" });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("This API token may not set up environments", await refused.Content.ReadAsStringAsync());
        await SqlAsync(database, "update api_tokens set expires_at = now() - interval '1 second' where name = 'reader'");
        Assert.Equal(HttpStatusCode.Unauthorized, (await reader.GetAsync("/api/v1/environments/")).StatusCode);
    }

    [Fact]
    public async Task A_reset_signs_everybody_out_and_its_link_works_once()
    {
        await using var portal = await PortalProcess.StartAsync(await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync());
        using var hal = await SignedIn.JoinAsync(portal.Client, "hal", "viewer");
        using var reset = await portal.Client.PostAsync($"/api/v1/accounts/{hal.Id}/reset", null);
        var link = (string)(await reset.Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonObject>())!["link"]!;
        Assert.Equal(HttpStatusCode.Redirect, (await hal.Client.GetAsync("/me")).StatusCode);
        using var weak = await hal.PostFormAsync(link, ("Form.Password", "short"));
        Assert.Contains("at least 12 characters", await weak.Content.ReadAsStringAsync());
        using var chosen = await hal.PostFormAsync(link, ("Form.Password", "another four words"));
        Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await hal.Client.GetAsync("/me")).StatusCode);
        Assert.Contains("This link does not work", await hal.Client.GetStringAsync(link));
    }

    private static async Task SqlAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
