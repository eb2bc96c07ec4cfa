using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios;

/// <summary>Headers for browsers, limits for everybody, and proxies only where they are known.</summary>
[Collection(nameof(SandboxPortal))]
public sealed class HoldsARequestBack(SandboxPortal box)
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/api/v1/runbooks")]
    [InlineData("/healthz")]
    [InlineData("/not/there")]
    public async Task Every_answer_tells_browsers_what_they_may(string path)
    {
        using var answer = await box.Client.GetAsync(path);
        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(' ', values) : answer.Content.Headers.TryGetValues(name, out values) ? string.Join(' ', values) : "";
        var policy = Header("Content-Security-Policy");
        Assert.Contains("default-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("object-src 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.DoesNotContain("*", policy);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Contains("camera=()", Header("Permissions-Policy"));
        Assert.Equal("", Header("Server"));
        if (path.StartsWith("/api/", StringComparison.Ordinal)) Assert.Equal("no-store", Header("Cache-Control"));
    }

    [Fact]
    public async Task A_page_has_no_script_and_no_style_of_its_own()
    {
        using var stranger = new HttpClient { BaseAddress = box.Client.BaseAddress };
        var html = await stranger.GetStringAsync("/sign-in");
        Assert.DoesNotMatch("<script(?![^>]*\\bsrc=)", html.Replace("<script type=\"importmap\">", ""));
        Assert.DoesNotContain("<style", html);
        Assert.DoesNotMatch("\\sstyle=\"", html);
        Assert.DoesNotMatch("\\son[a-z]+=\"", html);
    }

    [Fact]
    public async Task A_form_without_the_token_of_its_page_is_refused()
    {
        using var foreign = new HttpClient { BaseAddress = box.Client.BaseAddress };
        using var answer = await foreign.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "sign-in", ["Form.Email"] = "a@example.com", ["Form.Password"] = "x" }));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_before_it_is_read()
    {
        using var client = new HttpClient { BaseAddress = box.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = box.Client.DefaultRequestHeaders.Authorization;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/executions") { Content = new StringContent($"{{\"runbook\":\"{new string('a', (int)Hardening.MaxApiBody)}\"}}", Encoding.UTF8, "application/json") };
        request.Headers.ExpectContinue = true;
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, box.Client.BaseAddress!.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /healthz HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: y\r\n"))}\r\n"));
        using var reader = new StreamReader(stream);
        Assert.Contains(" 431 ", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_back_and_others_are_not_held_up()
    {
        await using var portal = await PortalProcess.StartAsync(await box.CreateDatabaseAsync(), "web", settings: ("Api__PerMinute", "20"));
        HttpResponseMessage answer;
        var asked = 0;
        do
        {
            answer = await portal.Client.GetAsync("/api/v1/runbooks");
            Assert.True(++asked < 100, "nobody was held back");
        }
        while (answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("Wait ", (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!);
        Assert.Equal(21, asked);

        // Somebody else, who is nobody yet, has an allowance of their own; and the health of the process is always told.
        using var stranger = new HttpClient { BaseAddress = portal.Client.BaseAddress };
        using var refused = await stranger.GetAsync("/api/v1/runbooks");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Healthy", await stranger.GetStringAsync("/healthz"));

        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "guess");
        List<HttpStatusCode> guesses = [];
        for (var i = 0; i < 20; i++)
            using (var guess = await stranger.GetAsync("/api/v1/runbooks")) guesses.Add(guess.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, guesses[^1]);
    }

    [Theory]
    [InlineData(null, "127.0.0.1")]
    [InlineData("10.9.9.9", "127.0.0.1")]
    [InlineData("127.0.0.1", "198.51.100.7")]
    [InlineData("127.0.0.0/8", "198.51.100.7")]
    public async Task Only_a_known_proxy_says_for_whom_it_asks(string? known, string recorded)
    {
        await using var portal = await PortalProcess.StartAsync(await box.CreateDatabaseAsync(), "web", settings: known is null ? [] : [("Proxies__Known", known)]);
        portal.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9, 198.51.100.7");

        await portal.Client.ImportAsync("shop", "# Shop\n\n1. Wait\n");

        var entries = await portal.Client.GetFromJsonAsync<JsonObject>("/api/v1/audit?action=runbook&limit=1");
        var entry = entries!["items"]![0]!;
        Assert.Equal((recorded, "API token OPSPORTAL_ADMIN_TOKEN", 2), ((string?)entry["address"], (string?)entry["client"], (int?)entry["version"]));
    }
}
