using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Access;

/// <summary>Single sign-on with a provider that speaks the real protocol, and with one that tries to cheat.</summary>
public sealed class SignsInWithAProvider : IAsyncLifetime
{
    private IdentityProvider provider = null!;
    private PortalProcess portal = null!;

    public async Task InitializeAsync()
    {
        provider = await IdentityProvider.StartAsync();
        portal = await PortalProcess.StartAsync(await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync(), settings:
        [
            ("Oidc__Authority", provider.Address), ("Oidc__ClientId", IdentityProvider.ClientId), ("Oidc__ClientSecret", IdentityProvider.Secret), ("Oidc__Name", "Example ID"),
            ("Oidc__Roles__ops-people", "responder"), ("Oidc__Roles__ops-writers", "author"),
        ]);
        provider.Person = Person("ann", "ops-people");
    }

    public async Task DisposeAsync()
    {
        await portal.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task A_person_gets_an_account_and_its_groups_are_taken_over_at_each_sign_in()
    {
        var group = await portal.Client.PostAsJsonAsync("/api/v1/groups/", new { name = "night-shift" });
        Assert.Equal(HttpStatusCode.Created, group.StatusCode);
        provider.Person = Person("ann", "ops-people", "night-shift", "unheard-of");
        using var ann = new SignedIn(portal.Client.BaseAddress!);
        Assert.Contains("Example ID", await ann.Client.GetStringAsync("/sign-in"));

        Assert.Equal("/runbooks", await SignInAsync(ann, "/runbooks"));
        var me = await MeAsync(ann);
        Assert.Equal(("Ann Example", "responder"), ((string?)me["name"], (string?)me["role"]));
        Assert.Equal(["night-shift"], me["groups"]!.AsArray().Select(g => (string)g!));

        provider.Person = Person("ann", "ops-writers");
        using var again = new SignedIn(portal.Client.BaseAddress!);
        await SignInAsync(again);
        me = await MeAsync(ann);
        Assert.Equal("author", (string?)me["role"]);
        Assert.Empty(me["groups"]!.AsArray());
        Assert.Single((await portal.Client.GetFromJsonAsync<JsonArray>("/api/v1/accounts/"))!, a => (string?)a!["email"] == "ann@example.org");
    }

    [Fact]
    public async Task Groups_may_come_from_user_info_and_a_confirmation_asks_for_a_new_proof()
    {
        provider.Person = new() { ["sub"] = "late", ["name"] = "Late", ["email"] = "late@example.org" };
        provider.UserInfo = new() { ["sub"] = "late", ["groups"] = new[] { "ops-people" } };
        using var late = new SignedIn(portal.Client.BaseAddress!);
        Assert.Equal("/", await SignInAsync(late));
        Assert.Null(provider.Prompt);
        Assert.Equal("responder", (string?)(await MeAsync(late))["role"]);
        await SignInAsync(late, "/me");
        Assert.Equal("login", provider.Prompt);
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("aud")]
    [InlineData("iss")]
    [InlineData("exp")]
    [InlineData("nbf")]
    [InlineData("azp")]
    [InlineData("key")]
    public async Task A_token_that_is_not_what_it_should_be_lets_nobody_in(string wrong)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        provider.ForeignKey = wrong == "key";
        if (wrong != "key") provider.Tamper = claims => claims[wrong] = wrong switch { "exp" => now - 3600, "nbf" => now + 3600, _ => "somebody-else" };
        using var ann = new SignedIn(portal.Client.BaseAddress!);
        Assert.Equal("/sign-in?sso=failed", await SignInAsync(ann));
        Assert.Equal(HttpStatusCode.Redirect, (await ann.Client.GetAsync("/runbooks")).StatusCode);
        Assert.Contains("did not work", await ann.Client.GetStringAsync("/sign-in?sso=failed"));
        var failed = await FailureAsync();
        Assert.Equal(("provider", "Example ID"), ((string?)failed["subjectKind"], (string?)failed["subjectId"]));
        Assert.NotEqual("", (string?)failed["detail"]!["why"]);
    }

    [Fact]
    public async Task A_person_of_unknown_groups_is_refused_and_gets_no_account()
    {
        provider.Person = Person("eve", "cleaners");
        using var eve = new SignedIn(portal.Client.BaseAddress!);
        Assert.Equal("/sign-in?sso=groups", await SignInAsync(eve));
        Assert.DoesNotContain("eve@example.org", await portal.Client.GetStringAsync("/api/v1/accounts/"));
        var failed = await FailureAsync();
        Assert.Equal(("id-of-eve", provider.Address, "none of the groups may use OpsPortal"), ((string?)failed["detail"]!["subject"], (string?)failed["detail"]!["issuer"], (string?)failed["detail"]!["why"]));
        Assert.DoesNotContain("eve@example.org", failed.ToJsonString());
    }

    [Fact]
    public async Task A_person_who_had_an_account_and_lost_the_groups_is_named_in_the_log_and_a_stranger_to_the_flow_is_not_in_it()
    {
        using var ann = new SignedIn(portal.Client.BaseAddress!);
        await SignInAsync(ann);
        var id = (string?)(await MeAsync(ann))["id"];
        provider.Person = Person("ann", "cleaners");
        using var again = new SignedIn(portal.Client.BaseAddress!);
        Assert.Equal("/sign-in?sso=groups", await SignInAsync(again));
        var failed = await FailureAsync();
        Assert.Equal(("user", id, "Ann Example"), ((string?)failed["subjectKind"], (string?)failed["subjectId"], (string?)failed["actor"]));

        using var stranger = new SignedIn(portal.Client.BaseAddress!);
        using var invented = await stranger.Client.GetAsync("/sign-in/sso/callback?code=x&state=y");
        Assert.Single(await FailuresAsync());
    }

    [Fact]
    public async Task An_address_that_is_not_verified_opens_nobody_elses_account()
    {
        using var boss = await SignedIn.JoinAsync(portal.Client, "boss", "administrator");
        provider.Person = new(Person("boss", "ops-people")) { ["email_verified"] = false };
        using var thief = new SignedIn(portal.Client.BaseAddress!);
        Assert.Equal("/sign-in?sso=account", await SignInAsync(thief));

        provider.Person["email_verified"] = true;
        Assert.Equal("/", await SignInAsync(thief));
        Assert.Equal("administrator", (string?)(await MeAsync(thief))["role"]);
    }

    private static Dictionary<string, object> Person(string name, params string[] groups) => new()
    {
        ["sub"] = $"id-of-{name}",
        ["name"] = $"{char.ToUpperInvariant(name[0])}{name[1..]} Example",
        ["email"] = $"{name}@example.org",
        ["email_verified"] = true,
        ["groups"] = groups,
    };

    /// <summary>Follows the redirects of a sign-in; where it ends.</summary>
    private static async Task<string> SignInAsync(SignedIn person, string to = "/")
    {
        var next = $"/sign-in/sso?return={Uri.EscapeDataString(to)}";
        while (next.Contains("/sso", StringComparison.Ordinal) && !next.Contains("sso=", StringComparison.Ordinal) || next.Contains("/authorize", StringComparison.Ordinal))
        {
            using var answer = await person.Client.GetAsync(next);
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{next} answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            next = answer.Headers.Location!.ToString();
        }
        return next;
    }

    private async Task<JsonNode> FailureAsync() => Assert.Single(await FailuresAsync());

    private async Task<List<JsonNode>> FailuresAsync()
    {
        var log = JsonNode.Parse(await portal.Client.GetStringAsync("/api/v1/audit?action=signIn.failed"))!;
        return [.. (log as JsonArray ?? log["items"]!.AsArray()).Select(e => e!)];
    }

    private static async Task<JsonObject> MeAsync(SignedIn person) => (await person.Client.GetFromJsonAsync<JsonObject>("/api/v1/me"))!;
}
