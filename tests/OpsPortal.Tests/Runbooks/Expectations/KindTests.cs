using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Compiling;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Expectations;

/// <summary>What the words of an expectation are understood as.</summary>
public sealed class KindTests
{
    [Theory]
    [InlineData("All pods Running", "allRunning")]
    [InlineData("all pods should be Ready", "allRunning")]
    [InlineData("All nodes Ready", "allRunning")]
    [InlineData("All services are running", "allRunning")]
    [InlineData("all Running", "allRunning")]
    [InlineData("< 10", "number")]
    [InlineData("should be 0 (all published)", "number")]
    [InlineData("`lag` below 1MB", "number")]
    [InlineData("less than 5% of requests", "number")]
    [InlineData("between 2 and 4", "number")]
    [InlineData("3 rows", "number")]
    [InlineData("at least 3 replicas", "number")]
    [InlineData("not 0", "number")]
    [InlineData("replicas: 3", "number")]
    [InlineData("HTTP 200", "text")]
    [InlineData("version 2", "text")]
    [InlineData("step 3 of the list", "text")]
    [InlineData("Increasing counter", "increases")]
    [InlineData("a growing counter", "increases")]
    [InlineData("should increase over time", "increases")]
    [InlineData("the node should be drained within minutes", "text")]
    [InlineData("Should fail", "fails")]
    [InlineData("connection refused", "fails")]
    [InlineData("This must time out", "fails")]
    [InlineData("should not be reachable", "fails")]
    [InlineData("status: \"healthy\"", "field")]
    [InlineData("Status: Running", "field")]
    [InlineData("status: the service answers", "text")]
    [InlineData("{\"a\": 1}", "json")]
    [InlineData("{whatever}", "text")]
    [InlineData("PONG", "contains")]
    [InlineData("output contains \"accepting connections\"", "contains")]
    [InlineData("no errors", "none")]
    [InlineData("empty", "none")]
    [InlineData("nothing", "none")]
    [InlineData("should be empty", "none")]
    [InlineData("Connection successful", "state")]
    [InlineData("healthy", "state")]
    [InlineData("accepting connections", "state")]
    [InlineData("not healthy", "text")]
    [InlineData("healthy or degraded", "text")]
    [InlineData("look at the trend", "text")]
    public void The_words_tell_how_it_is_compared(string words, string kind) => Assert.Equal(kind, ExpectationReader.Read(words, 1).Kind);

    [Theory]
    [InlineData("**Expected output:** `lag` below 1MB", "number", "`lag` below 1MB")]
    [InlineData("Expected result: 3 rows", "number", "3 rows")]
    [InlineData("You should see `PONG`.", "contains", "`PONG`.")]
    [InlineData("It should return 0.", "number", "It should return 0.")]
    [InlineData("The command should fail.", "fails", "The command should fail.")]
    [InlineData("The expected value is 3", "number", "3")]
    public void A_sentence_behind_the_fence_states_it(string sentence, string kind, string text)
    {
        var expectation = Assert.Single(RunbookCompiler.Compile($"# T\n\n```bash\nkubectl get pods -n a\n```\n\n{sentence}\n").Steps).Expectation;
        Assert.Equal((kind, text), (expectation?.Kind, expectation?.Text));
    }

    [Theory]
    [InlineData("This should fail:", "fails")]
    [InlineData("The following query should return 0:", "number")]
    [InlineData("Then look at the pods:", null)]
    public void A_sentence_before_the_fence_foretells_it(string sentence, string? kind) =>
        Assert.Equal(kind, Assert.Single(RunbookCompiler.Compile($"# T\n\n{sentence}\n\n```bash\nkubectl get pods -n a\n```\n").Steps).Expectation?.Kind);

    [Fact]
    public void Output_that_stands_below_the_command_is_what_to_expect()
    {
        var step = Assert.Single(RunbookCompiler.Compile("# T\n\n```bash\nkubectl get pods -n a\n```\n\nYou should see something like this:\n\n```\nNAME  READY\n```\n").Steps);
        Assert.Equal("output", step.Expectation?.Kind);
    }
}
