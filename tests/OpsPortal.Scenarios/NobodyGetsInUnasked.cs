using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios;

/// <summary>Without signing in there is nothing but the sign-in page and the health of the process.</summary>
[Collection(nameof(SandboxPortal))]
public class NobodyGetsInUnasked(SandboxPortal box)
{
    [Fact]
    public async Task Every_endpoint_of_the_api_answers_401_without_a_token()
    {
        var document = await box.Client.GetFromJsonAsync<JsonObject>("/openapi/v1.json");
        using var stranger = new HttpClient { BaseAddress = box.Client.BaseAddress };
        var asked = 0;
        foreach (var (path, verbs) in document!["paths"]!.AsObject())
            foreach (var (verb, _) in verbs!.AsObject())
            {
                // a heartbeat's address is its secret, and status pages are for everybody
                if (!path.StartsWith("/api/v1/", StringComparison.Ordinal) || path.StartsWith("/api/v1/heartbeats/", StringComparison.Ordinal)) continue;
                using var request = new HttpRequestMessage(new HttpMethod(verb.ToUpperInvariant()), path.Replace("{id}", "1").Replace("{slug}", "x").Replace("{name}", "x"));
                if (verb is "post" or "put" or "patch") request.Content = new StringContent("{}", null, "application/json");
                using var answer = await stranger.SendAsync(request);
                Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{verb} {path} answered {answer.StatusCode}");
                asked++;
            }
        Assert.True(asked >= 10, $"only {asked} endpoints in the document");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/runbooks")]
    [InlineData("/runs")]
    [InlineData("/environments")]
    public async Task Every_page_leads_to_the_sign_in(string page)
    {
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = box.Client.BaseAddress };
        using var answer = await stranger.GetAsync(page);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/sign-in", answer.Headers.Location!.AbsolutePath);
    }

    [Fact]
    public async Task A_wrong_token_is_refused_and_says_so()
    {
        using var stranger = new HttpClient { BaseAddress = box.Client.BaseAddress };
        stranger.DefaultRequestHeaders.Authorization = new("Bearer", "wrong");
        using var answer = await stranger.GetAsync("/api/v1/runbooks");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("Authorization: Bearer", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_process_tells_its_health_to_everybody()
    {
        using var stranger = new HttpClient { BaseAddress = box.Client.BaseAddress };
        Assert.Equal("Healthy", await stranger.GetStringAsync("/healthz"));
        var ready = await stranger.GetFromJsonAsync<JsonObject>("/readyz");
        Assert.Equal("ready", (string?)ready!["status"]);
        Assert.Equal(["audit", "bus", "database", "jobEngine"], ready["parts"]!.AsObject().Select(p => p.Key).Order());
    }
}
