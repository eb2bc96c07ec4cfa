using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpsPortal.Scenarios.Support;

/// <summary>Somebody at a browser: cookies, forms, no script.</summary>
public sealed partial class SignedIn : IDisposable
{
    private readonly HttpClientHandler handler = new() { AllowAutoRedirect = false };

    public SignedIn(Uri address) => Client = new(handler) { BaseAddress = address };

    public HttpClient Client { get; }
    public Guid Id { get; private set; }

    /// <summary>Whoever has them is this browser.</summary>
    public CookieCollection Cookies => handler.CookieContainer.GetCookies(Client.BaseAddress!);

    public void Take(CookieCollection cookies) => handler.CookieContainer.Add(Client.BaseAddress!, cookies);

    /// <summary>Invites somebody as the administrator behind <paramref name="administrator"/>, and lets them choose their password.</summary>
    public static async Task<SignedIn> JoinAsync(HttpClient administrator, string name, string role, string password = "four words make sense")
    {
        using var invited = await administrator.PostAsJsonAsync("/api/v1/accounts", new { name, email = $"{name}@example.org", role });
        var invitation = JsonNode.Parse(await invited.Content.ReadAsStringAsync())!;
        var link = (string?)invitation["link"] ?? throw new InvalidOperationException($"No invitation: {invitation}");
        var person = new SignedIn(administrator.BaseAddress!) { Id = (Guid)invitation["account"]! };
        using var joined = await person.PostFormAsync(link, ("Form.Password", password));
        Assert.Equal(HttpStatusCode.Redirect, joined.StatusCode);
        return person;
    }

    /// <summary>Fills in the form of a page and sends it.</summary>
    public async Task<HttpResponseMessage> PostFormAsync(string page, params (string Name, string Value)[] fields)
    {
        var html = await Client.GetStringAsync(page);
        var form = Hidden().Matches(html).Select(m => KeyValuePair.Create(m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value)))
            .Where(p => p.Key is "_handler" or "__RequestVerificationToken").DistinctBy(p => p.Key);
        return await Client.PostAsync(page, new FormUrlEncodedContent(form.Concat(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)))));
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password) => PostFormAsync("/sign-in", ("Form.Email", email), ("Form.Password", password));

    /// <summary>The list at an address of the API.</summary>
    public async Task<JsonArray> ListAsync(string address) => (await Client.GetFromJsonAsync<JsonArray>(address))!;

    public void Dispose()
    {
        Client.Dispose();
        handler.Dispose();
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)" ?/?>""")]
    private static partial Regex Hidden();
}
