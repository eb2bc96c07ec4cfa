using System.Net.Http.Json;
using System.Text.Json;
using OpsPortal.Environments;
using OpsPortal.Scenarios.EveryCommand;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios;

/// <summary>Testing an environment says of each of its targets whether it answers, and of each that does not what to do.</summary>
[Collection(nameof(PracticePortal))]
public class TestsEveryTarget(PracticePortal practice)
{
    [Fact]
    public async Task The_practice_environment_is_green_in_every_line()
    {
        var report = await TestAsync(practice.Systems[0].Name);
        Assert.True(report.GetProperty("succeeded").GetBoolean(), report.ToString());
        var targets = report.GetProperty("targets").EnumerateArray().ToList();
        Assert.Equal(["cluster", "database", "docker", "host", "http", "prometheus", "redis"], targets.Select(t => Text(t, "kind")).Distinct().Order());
        Assert.All(targets, t => Assert.True(Text(t, "state") == "ok", $"{t}"));
        Assert.All(targets.Where(t => Text(t, "kind") == "database"), t => Assert.Matches(@"^PostgreSQL \d+(\.\d+)?, database \S+; the role \S+ may ", Text(t, "message")));
        Assert.All(targets.Where(t => Text(t, "kind") == "redis"), t => Assert.Matches(@"^Redis \d+\.\d+\.\d+ answers\.$", Text(t, "message")));
    }

    [Fact]
    public async Task Whatever_does_not_answer_is_told_with_what_to_do_and_without_its_password()
    {
        const string Secret = "s3cret-of-nobody";
        var form = new EnvironmentForm("dead",
            Databases: [new("orders", $"Host=127.0.0.1;Port=9;Username=ops;Password={Secret};Database=orders")],
            Redis: [new("cache", $"127.0.0.1:9,password={Secret}")],
            Http: new(["no-such-host.invalid"], [new("api:80", "127.0.0.1:9")]),
            Prometheus: new($"http://ops:{Secret}@127.0.0.1:9"),
            Docker: new("tcp://127.0.0.1:9"),
            Programs: ["ls", "no-such-program"],
            Host: new("/no/such/directory"));
        using var added = await practice.Portal.Client.PostAsJsonAsync("/api/v1/environments", form);
        added.EnsureSuccessStatusCode();

        var report = await TestAsync("dead");
        Assert.False(report.GetProperty("succeeded").GetBoolean());
        Assert.DoesNotContain(Secret, report.ToString(), StringComparison.Ordinal);
        Dictionary<string, string> parts = new()
        {
            ["database"] = "orders could not be reached",
            ["redis"] = "cache could not be reached",
            ["http"] = "2 of 2 hosts cannot be asked",
            ["prometheus"] = "Nothing listens at 127.0.0.1:9",
            ["docker"] = "Docker at tcp://127.0.0.1:9/ cannot be reached",
            ["host"] = "Not found: no-such-program. Install it",
        };
        var targets = report.GetProperty("targets").EnumerateArray().ToDictionary(t => Text(t, "kind"));
        Assert.Equal(parts.Keys.Order(), targets.Keys.Order());
        foreach (var (kind, part) in parts)
        {
            Assert.Equal("failed", Text(targets[kind], "state"));
            Assert.Contains(part, Text(targets[kind], "message"), StringComparison.Ordinal);
        }
        Assert.Contains("no-such-host.invalid", Text(targets["http"], "message"), StringComparison.Ordinal);
        Assert.Contains("/no/such/directory is not there", Text(targets["host"], "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_told_as_what_it_is()
    {
        await using var redis = await PrivateRedis.StartAsync();
        using var added = await practice.Portal.Client.PostAsJsonAsync("/api/v1/environments",
            new EnvironmentForm("wrong-password", Redis: [new("none", redis.Connection.Split(',')[0]), new("wrong", redis.Connection.Split(',')[0] + ",password=not-this-one")]));
        added.EnsureSuccessStatusCode();
        var messages = (await TestAsync("wrong-password")).GetProperty("targets").EnumerateArray().Select(t => Text(t, "message")).ToList();
        Assert.Contains("Add password=", messages[0], StringComparison.Ordinal);
        Assert.Contains("Check user, password", messages[1], StringComparison.Ordinal);
        Assert.DoesNotContain("not-this-one", string.Concat(messages), StringComparison.Ordinal);
    }

    private async Task<JsonElement> TestAsync(string environment)
    {
        using var answer = await practice.Portal.Client.PostAsync($"/api/v1/environments/{environment}/test", null);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static string Text(JsonElement target, string name) => target.GetProperty(name).GetString()!;
}
