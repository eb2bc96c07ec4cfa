using OpsPortal.Cli;
using OpsPortal.Tests.OnCall.Channels;
using Xunit;

namespace OpsPortal.Tests.Cli;

[Collection("OPSPORTAL_TOKEN")]
public sealed class RehearseCommandTests : IAsyncDisposable
{
    private readonly HttpSink portal = new();
    private readonly StringWriter stdout = new(), stderr = new();

    public RehearseCommandTests() => Environment.SetEnvironmentVariable("OPSPORTAL_TOKEN", "secret-token");

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("OPSPORTAL_TOKEN", null);
        await portal.DisposeAsync();
        await stdout.DisposeAsync();
        await stderr.DisposeAsync();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public async Task A_broken_step_fails_the_build(int broken, int exit)
    {
        Answer(broken);
        Assert.Equal(exit, await RunAsync("rehearse", "shop", "--environment", "staging", "--portal", portal.Address, "--parameter", "pod=cart-0"));
        var asked = Assert.Single(portal.Requests);
        Assert.Equal(("POST", "/api/v1/rehearsals", """{"runbook":"shop","environment":"staging","parameters":{"pod":"cart-0"}}"""), (asked.Method, asked.Path, asked.Text));
        Assert.Contains($"shop in staging: 1 worked, {broken} broken, 0 need parameters, 0 left out", stdout.ToString(), StringComparison.Ordinal);
        if (broken > 0) Assert.Contains("there is no deployment cart", stdout.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", stdout.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_said()
    {
        (portal.Answer, portal.Says) = ("403 Forbidden\r\nContent-Type: application/problem+json\r\n", """{"detail":"To rehearse runbooks you need the role responder."}""");
        Assert.Equal(2, await RunAsync("rehearse", "shop", "--environment", "staging", "--portal", portal.Address));
        Assert.Contains("you need the role responder", stderr.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_another_text_is_not_rehearsed()
    {
        var folder = Directory.CreateTempSubdirectory("rehearse");
        try
        {
            var file = Path.Combine(folder.FullName, "Shop.md");
            await File.WriteAllTextAsync(file, "# Shop, edited\n");
            portal.Says = "# Shop\n";
            Assert.Equal(2, await RunAsync("rehearse", file, "--environment", "staging", "--portal", portal.Address));
            Assert.Equal("/api/v1/runbooks/shop/text", Assert.Single(portal.Requests).Path);
            Assert.Contains("is not what the portal has as shop. Import it first", stderr.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Theory]
    [InlineData("Say where", "rehearse", "shop")]
    [InlineData("Name a runbook", "rehearse", "--environment", "staging")]
    [InlineData("no format \"xml\"", "rehearse", "shop", "--environment", "staging", "--format", "xml")]
    [InlineData("name=value", "rehearse", "shop", "--environment", "staging", "--parameter", "pod")]
    public async Task A_command_line_that_makes_no_sense_is_told(string why, params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.Contains(why, stderr.ToString(), StringComparison.Ordinal);
    }

    private void Answer(int broken) => (portal.Answer, portal.Says) = ("202 Accepted\r\nContent-Type: application/json\r\n", $$"""
        {"id":7,"runbook":"shop","state":"{{(broken > 0 ? "broken" : "worked")}}","worked":1,"broken":{{broken}},"needsParameters":0,"leftOut":0,
         "steps":[{"number":1,"title":"Pods","outcome":"worked","reason":"It ran."}{{(broken > 0 ? """,{"number":2,"title":"Restart","outcome":"broken","reason":"there is no deployment cart"}""" : "")}}]}
        """);

    private Task<int> RunAsync(params string[] args) => CliProgram.RunAsync(args, stdout, stderr);
}
