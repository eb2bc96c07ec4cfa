using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpsPortal.Access;
using OpsPortal.Browser.Support;
using OpsPortal.Scenarios.Canaries;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Access;

/// <summary>Whoever reads the database, or a backup of it, finds nothing there that lets them in by a code.</summary>
public sealed class KeepsSecondFactorsSecret : IAsyncLifetime
{
    private const string Password = "four words make sense";

    private string database = "";
    private WebApplicationFactory<Actor> portal = null!;
    private HttpClient administrator = null!;

    public async Task InitializeAsync()
    {
        database = await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync();
        portal = new WebApplicationFactory<Actor>().WithWebHostBuilder(host => host
            .UseSetting("ConnectionStrings:OpsPortal", database).UseSetting("OPSPORTAL_ADMIN_TOKEN", PortalProcess.AdminToken).UseSetting("SignIn:PerMinute", "1000").UseSetting("Sandbox:Enabled", "false"));
        portal.UseKestrel(0);
        portal.StartServer();
        administrator = new() { BaseAddress = portal.ClientOptions.BaseAddress, DefaultRequestHeaders = { Authorization = new("Bearer", PortalProcess.AdminToken) } };
    }

    public async Task DisposeAsync()
    {
        administrator.Dispose();
        await portal.DisposeAsync();
    }

    [Fact]
    public async Task Neither_the_key_of_the_app_nor_a_recovery_code_is_found_and_both_still_work()
    {
        var (key, codes) = await SetUpAsync();
        await AssertNothingIsFoundAsync(key, codes);
        Assert.Equal("/", await SignInAsync(Totp.Now(key)));
        Assert.Equal("/", await SignInAsync(codes[0], recovery: true));
        Assert.NotEqual("/", await SignInAsync(codes[0], recovery: true));
        Assert.NotEqual("/", await SignInAsync("000000"));
        await AssertNothingIsFoundAsync(key, codes);
    }

    [Fact]
    public async Task Those_that_were_stored_before_work_and_are_encrypted_when_they_are_used()
    {
        var (key, codes) = await SetUpAsync();
        await SqlAsync("update user_tokens set value = $1 where name = 'AuthenticatorKey'", key);
        await SqlAsync("update user_tokens set value = $1 where name = 'RecoveryCodes'", string.Join(';', codes));
        Assert.Equal("/", await SignInAsync(Totp.Now(key)));
        Assert.Equal("/", await SignInAsync(codes[1], recovery: true));
        await AssertNothingIsFoundAsync(key, codes);
        Assert.Equal("/", await SignInAsync(Totp.Now(key)));
        Assert.NotEqual("/", await SignInAsync(codes[1], recovery: true));
    }

    [Fact]
    public async Task Where_the_keys_are_gone_no_code_is_right_and_nothing_breaks()
    {
        var (key, codes) = await SetUpAsync();
        await SqlAsync("update user_tokens set value = 'protected:' || $1", "CfDJ8nothingThatAnyKeyOpens");
        Assert.NotEqual("/", await SignInAsync(Totp.Now(key)));
        Assert.NotEqual("/", await SignInAsync(codes[0], recovery: true));
    }

    private async Task<(string Key, IReadOnlyList<string> Codes)> SetUpAsync()
    {
        using var ada = await SignedIn.JoinAsync(administrator, "ada", "responder", Password);
        var actor = new Actor(ada.Id, "ada", Role.Responder) { Session = await SessionAsync(ada.Id) };
        var own = portal.Services.GetRequiredService<OwnAuthenticator>();
        var begun = await own.BeginAsync(actor, default);
        Assert.True(begun.Succeeded, begun.Problem?.Detail);
        var key = begun.Value.Key.Replace(" ", "").ToUpperInvariant();
        var codes = await own.EnableAsync(actor, Totp.Now(key), default);
        Assert.True(codes.Succeeded, codes.Problem?.Detail);
        return (key, codes.Value);
    }

    private async Task AssertNothingIsFoundAsync(string key, IReadOnlyList<string> codes)
    {
        var sweep = new Sweep([new(key, "base 32", "an authenticator app"), .. codes.Select(c => new Canary(c, "recovery code", "an account"))]);
        await sweep.SearchDatabaseAsync(database, new Dictionary<string, string>());
        Assert.True(sweep.Places > 20, $"only {sweep.Places} places");
        Assert.True(sweep.Leaks.Count == 0, string.Join('\n', sweep.Leaks));
    }

    /// <summary>By password, then by the code; where it ends.</summary>
    private async Task<string> SignInAsync(string code, bool recovery = false)
    {
        using var ada = new SignedIn(portal.ClientOptions.BaseAddress);
        using var asked = await ada.SignInAsync("ada@example.org", Password);
        var next = asked.Headers.Location!.ToString();
        Assert.Contains("/sign-in/code", next);
        using var answer = await ada.PostFormAsync(recovery ? $"{next}&recovery=1" : next, ("Form.Code", code));
        return answer.StatusCode == HttpStatusCode.Redirect ? new Uri(portal.ClientOptions.BaseAddress, answer.Headers.Location!).PathAndQuery : $"refused: {answer.StatusCode}";
    }

    private async Task<Guid> SessionAsync(Guid user)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var find = source.CreateCommand("select id from sign_in_sessions where user_id = $1");
        find.Parameters.Add(new() { Value = user });
        return (Guid)(await find.ExecuteScalarAsync())!;
    }

    private async Task SqlAsync(string sql, string value)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = value });
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }
}
