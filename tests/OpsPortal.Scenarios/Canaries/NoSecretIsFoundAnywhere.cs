using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;
using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Canaries;

/// <summary>
/// Two hundred secrets of all shapes are put wherever one can be, whatever can run is run, and then everything that the portal stores,
/// shows, answers and logs is searched for them, in all their encodings.
/// </summary>
public sealed class NoSecretIsFoundAnywhere
{
    /// <summary>Columns that may show one, and why.</summary>
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["runbook_versions.markdown"] = "what an author wrote in plain text is the runbook; the linter flags it",
    };

    private readonly Aviary birds = new();

    [Fact]
    public async Task Of_two_hundred_none_leaks()
    {
        var cluster = SandboxCluster.Create(TimeProvider.System);
        cluster.Start();
        await using var server = await SandboxServer.StartAsync(cluster, 0, "sandbox-administrator-token", CancellationToken.None);
        await using var echo = await EchoServer.StartAsync();
        var code = birds.Plant("the one-time link", Aviary.IsPlain);
        var gitToken = birds.Plant("the token of a repository", Aviary.IsPlain);
        var wrongToken = birds.Plant("a wrong token of a repository", Aviary.IsPlain);
        await using var git = await GitServer.StartAsync(gitToken);
        await git.CommitAsync(("a.md", "# A\n\n1. Wait\n"));
        var postgres = await PrivatePostgres.RunningAsync();
        var (database, target) = (await postgres.CreateDatabaseAsync(), await postgres.CreateDatabaseAsync());
        var plants = new Plants(birds, echo.Port, target, server.Kubeconfig);
        await plants.PlantInClusterAsync();
        await using var portal = await PortalProcess.StartAsync(database, settings: [("OPSPORTAL_ONE_TIME_CODE", code), ("Git__AllowHttp", "true"), ("Logging__LogLevel__Default", "Debug"), ("Logging__LogLevel__Microsoft.AspNetCore", "Information")]);
        var client = portal.Client;

        var form = plants.Environment();
        await FillAsync(target, form.Databases!.Select(d => new NpgsqlConnectionStringBuilder(d.ConnectionString).Password!).Concat(form.Host!.Variables!.Values));
        foreach (var environment in new[] { form, plants.Unreachable() })
            using (var added = await client.PostAsJsonAsync("/api/v1/environments", environment)) Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
        using (var tested = await client.PostAsync("/api/v1/environments/unreachable/test", null)) { }
        foreach (var token in new[] { wrongToken, gitToken })
            using (var source = await client.PostAsJsonAsync("/api/v1/runbook-sources", new { url = git.Url, token })) { }

        var commands = plants.Commands().ToList();
        var steps = await client.ImportCommandsAsync("canaries", [.. commands.Select(c => c.Command)]);
        var ended = 0;
        foreach (var (step, (command, values)) in steps.Zip(commands))
        {
            var (execution, _) = await client.CompleteAsync("canaries", step, "canaries", values);
            if ((string?)execution["state"] == "succeeded") ended++;
        }
        var dead = await client.ImportAsync("dead", "# Dead\n\n## One\n\n```bash\nkubectl get pods\n```\n\n## Two\n\n```promql\nup\n```\n");
        foreach (var step in dead["steps"]!.AsArray()) await client.CompleteAsync("dead", (string)step!["id"]!, "unreachable");
        // What was run got somewhere: a portal that refuses everything leaks nothing either.
        Assert.True(ended > 30, $"only {ended} of {commands.Count} steps succeeded");

        var sweep = new Sweep(birds.All);
        await sweep.SearchDatabaseAsync(database, Allowed);
        await SearchApiAsync(client, sweep);
        await SearchPagesAsync(portal, code, sweep);
        sweep.Search("the log of the process", portal.Log);
        await cluster.StopAsync();

        Assert.True(birds.All.Count >= 200, $"only {birds.All.Count} canaries");
        Assert.True(sweep.Places > 200, $"only {sweep.Places} places");
        Assert.True(sweep.Leaks.Count == 0, $"{sweep.Leaks.Count} leaks:\n{string.Join('\n', sweep.Leaks.Distinct().Take(40))}");
    }

    private static async Task FillAsync(string database, IEnumerable<string> values)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using (var create = source.CreateCommand("create table canaries (v text)")) await create.ExecuteNonQueryAsync();
        foreach (var value in values)
        {
            await using var insert = source.CreateCommand("insert into canaries values ($1)");
            insert.Parameters.Add(new() { Value = value });
            await insert.ExecuteNonQueryAsync();
        }
    }

    private static async Task SearchApiAsync(HttpClient client, Sweep sweep)
    {
        List<string> addresses =
        [
            "/api/v1/environments", "/api/v1/runbook-sources", "/api/v1/runbooks", "/api/v1/runbooks/canaries", "/api/v1/audit?limit=200", "/api/v1/audit/verify",
            "/api/v1/audit/export?format=csv", "/api/v1/audit/export?format=jsonl", "/openapi/v1.json", "/metrics", "/readyz",
        ];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await client.GetFromJsonAsync<JsonObject>($"/api/v1/executions?limit=50{(cursor.Length > 0 ? $"&cursor={Uri.EscapeDataString(cursor)}" : "")}"))!;
            foreach (var id in page["items"]!.AsArray().Select(e => (long)e!["id"]!))
            {
                addresses.AddRange([$"/api/v1/executions/{id}", $"/api/v1/executions/{id}/output", $"/api/v1/executions/{id}/views"]);
                foreach (var file in (await client.GetFromJsonAsync<JsonArray>($"/api/v1/executions/{id}/artifacts"))!) addresses.Add($"/api/v1/executions/{id}/artifacts/{file!["name"]}");
            }
            cursor = (string?)page["nextCursor"];
        }
        foreach (var address in addresses)
        {
            using var answer = await client.GetAsync(address);
            Assert.True(answer.IsSuccessStatusCode, $"{address} answered {answer.StatusCode}");
            sweep.Search(address, await answer.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Signs in by the one-time link, as the first administrator does.</summary>
    private async Task SearchPagesAsync(PortalProcess portal, string code, Sweep sweep)
    {
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = portal.Client.BaseAddress };
        var form = await browser.GetStringAsync($"/setup?code={code}");
        var hidden = Regex.Matches(form, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"").Select(m => KeyValuePair.Create(m.Groups[1].Value, m.Groups[2].Value));
        using var signedIn = await browser.PostAsync($"/setup?code={code}", new FormUrlEncodedContent(hidden.Concat(
        [
            new("Form.Name", "Ada"), new("Form.Email", "ada@example.com"), new("Form.Password", birds.Plant("the administrator's password", v => v.Length > 12)),
        ])));
        Assert.DoesNotContain("/setup", signedIn.RequestMessage!.RequestUri!.PathAndQuery);
        foreach (var page in new[] { "/", "/runbooks", "/runbooks/canaries", "/runs", "/environments", "/settings/audit", "/settings/audit?action=execution" })
        {
            var html = await browser.GetStringAsync(page);
            Assert.DoesNotContain("<h1>Sign in</h1>", html);
            sweep.Search(page, System.Net.WebUtility.HtmlDecode(html) + html);
        }
        var runs = (await portal.Client.GetFromJsonAsync<JsonObject>("/api/v1/executions?limit=200"))!["items"]!.AsArray();
        foreach (var run in runs.Take(40)) sweep.Search($"/runs/{run!["id"]}", await browser.GetStringAsync($"/runs/{run!["id"]}"));
    }
}
