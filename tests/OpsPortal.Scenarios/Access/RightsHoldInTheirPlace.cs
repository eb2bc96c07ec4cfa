using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Access;

/// <summary>Somebody with rights in one place sees and does nothing elsewhere, and nothing at all the moment they are taken away.</summary>
[Collection(nameof(SandboxPortal))]
public class RightsHoldInTheirPlace(SandboxPortal box)
{
    [Fact]
    public async Task A_responder_in_one_environment_does_not_see_the_other()
    {
        await box.Client.AddEnvironmentAsync("fenced", box.Server.Kubeconfig);
        var steps = await box.Client.ImportCommandsAsync("places", "kubectl get pods -n platform");
        var (elsewhere, _) = await box.Client.CompleteAsync("places", steps[0], "box");
        using var ann = await SignedIn.JoinAsync(box.Client, "ann-places", "none");
        Assert.Empty(await ann.ListAsync("/api/v1/environments/"));
        Assert.Empty(await ann.ListAsync("/api/v1/runbooks/"));

        await GiveAsync(new { role = "responder", account = ann.Id, environment = "fenced" });

        Assert.Equal(["fenced"], (await ann.ListAsync("/api/v1/environments/")).Select(e => (string)e!["name"]!));
        var (here, lines) = await ann.Client.CompleteAsync("places", steps[0], "fenced");
        Assert.Equal("succeeded", (string?)here["state"]);
        Assert.NotEmpty(lines);
        foreach (var address in (string[])["", "/output", "/artifacts/x"])
            Assert.Equal(HttpStatusCode.NotFound, (await ann.Client.GetAsync($"/api/v1/executions/{elsewhere.Id()}{address}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ann.Client.PostAsync($"/api/v1/executions/{elsewhere.Id()}/cancel", null)).StatusCode);
        var seen = (await ann.Client.GetFromJsonAsync<JsonObject>("/api/v1/executions"))!["items"]!.AsArray();
        Assert.All(seen, e => Assert.Equal("fenced", (string)e!["environment"]!));
        using var refused = await ann.Client.PostAsJsonAsync("/api/v1/executions", new { runbook = "places", step = steps[0], environment = "box", confirmed = true });
        Assert.Contains("There is no environment", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_right_that_is_taken_back_is_gone_at_the_next_click()
    {
        var steps = await box.Client.ImportCommandsAsync("taken", "kubectl get pods -n platform");
        using var bob = await SignedIn.JoinAsync(box.Client, "bob-taken", "viewer");
        using var refused = await bob.Client.PostAsJsonAsync("/api/v1/executions", new { runbook = "taken", step = steps[0], environment = "box", confirmed = true });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("you need the role responder", await refused.Content.ReadAsStringAsync());

        var group = await PostAsync("/api/v1/groups/", new { name = "on-duty" });
        (await box.Client.PutAsync($"/api/v1/groups/{group["id"]}/members/{bob.Id}", null)).EnsureSuccessStatusCode();
        var grant = await GiveAsync(new { role = "responder", group = (Guid)group["id"]!, system = "taken" });
        await bob.Client.RunAsync("taken", steps[0], "box");

        (await box.Client.DeleteAsync($"/api/v1/grants/{grant["id"]}")).EnsureSuccessStatusCode();
        using var again = await bob.Client.PostAsJsonAsync("/api/v1/executions", new { runbook = "taken", step = steps[0], environment = "box", confirmed = true });
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
    }

    [Fact]
    public async Task A_disabled_account_is_out_at_once_and_the_last_administrator_stays()
    {
        using var cleo = await SignedIn.JoinAsync(box.Client, "cleo", "administrator");
        Assert.Equal(HttpStatusCode.OK, (await cleo.Client.GetAsync("/api/v1/accounts/")).StatusCode);
        using var last = await box.Client.PatchAsJsonAsync($"/api/v1/accounts/{cleo.Id}", new { role = "viewer" });
        Assert.Equal(HttpStatusCode.Conflict, last.StatusCode);
        Assert.Contains("last administrator", await last.Content.ReadAsStringAsync());

        using var dan = await SignedIn.JoinAsync(box.Client, "dan", "author");
        Assert.Equal(HttpStatusCode.OK, (await dan.Client.GetAsync("/runbooks")).StatusCode);
        (await box.Client.PatchAsJsonAsync($"/api/v1/accounts/{dan.Id}", new { disabled = true })).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Unauthorized, (await dan.Client.GetAsync("/api/v1/runbooks/")).StatusCode);
        Assert.Equal("/sign-in", (await dan.Client.GetAsync("/runbooks")).Headers.Location!.AbsolutePath);
        using var back = await dan.SignInAsync("dan@example.org", "four words make sense");
        Assert.Contains("The address or the password is not right", await back.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_not_only_the_cookie()
    {
        using var eve = await SignedIn.JoinAsync(box.Client, "eve", "viewer");
        Assert.Equal(HttpStatusCode.OK, (await eve.Client.GetAsync("/me")).StatusCode);
        using var stolen = new SignedIn(box.Client.BaseAddress!);
        stolen.Take(eve.Cookies);
        Assert.Equal(HttpStatusCode.OK, (await stolen.Client.GetAsync("/me")).StatusCode);
        (await eve.Client.PostAsync("/sign-out", null)).Dispose();
        Assert.Equal(HttpStatusCode.Redirect, (await stolen.Client.GetAsync("/me")).StatusCode);
    }

    [Fact]
    public async Task Too_many_wrong_passwords_lock_known_and_unknown_addresses_alike()
    {
        using var fay = await SignedIn.JoinAsync(box.Client, "fay", "viewer");
        foreach (var address in (string[])["fay@example.org", "nobody-at-all@example.org"])
        {
            using var stranger = new SignedIn(box.Client.BaseAddress!);
            List<string> said = [];
            for (var i = 0; i < 8; i++)
            {
                using var answer = await stranger.SignInAsync(address, "wrong wrong wrong");
                said.Add(await answer.Content.ReadAsStringAsync());
            }
            Assert.All(said[..7], s => Assert.Contains("The address or the password is not right", s));
            Assert.Contains("Try again in 10 min", said[7]);
        }
    }

    private Task<JsonObject> GiveAsync(object grant) => PostAsync("/api/v1/grants/", grant);

    private async Task<JsonObject> PostAsync(string address, object body)
    {
        using var answer = await box.Client.PostAsJsonAsync(address, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }
}
