using OpsPortal.Runbooks.Expectations;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Expectations;

public sealed class FailureAndGrowthTests
{
    [Theory]
    [InlineData("Should fail", "! curl: (7) Failed to connect to api port 8000: Connection refused", 7, VerdictKind.Met)]
    [InlineData("Should fail", "! curl: (28) Connection timed out after 5000 ms", 28, VerdictKind.Met)]
    [InlineData("Should fail", "! command terminated with exit code 7", 7, VerdictKind.Met)]
    [InlineData("Should fail", "! command terminated with exit code 127", 127, VerdictKind.Judge)]
    [InlineData("Should fail", "! Error from server (NotFound): pods \"a\" not found", 1, VerdictKind.Judge)]
    [InlineData("Should fail", "! curl: (6) Could not resolve host: api", 6, VerdictKind.Judge)]
    [InlineData("Should fail", "! exec: \"curl\": executable file not found in $PATH", 126, VerdictKind.Judge)]
    [InlineData("Should fail", "! something odd", 1, VerdictKind.Judge)]
    [InlineData("connection refused", "! connect: connection refused", 1, VerdictKind.Met)]
    [InlineData("connection refused", "! operation timed out", 1, VerdictKind.Judge)]
    [InlineData("should be denied", "! Error from server (Forbidden): pods is forbidden", 1, VerdictKind.Met)]
    [InlineData("should be blocked", "! connection timed out", 28, VerdictKind.Met)]
    public void A_failure_is_met_by_the_failure_that_is_meant(string words, string output, int exitCode, VerdictKind kind) => Assert.Equal(kind, Judged.Failing(words, output, exitCode).Kind);

    [Theory]
    [InlineData("{\"ok\":true}", VerdictKind.NotMet)]
    [InlineData("", VerdictKind.NotMet)]
    [InlineData("curl: (7) Connection refused", VerdictKind.Judge)]
    [InlineData("403 Forbidden", VerdictKind.Judge)]
    public void A_success_is_no_failure(string output, VerdictKind kind) => Assert.Equal(kind, Judged.Kind("Should fail", output));

    [Fact]
    public void The_sentence_of_a_target_tells_as_well() =>
        Assert.Equal("It failed as expected: access was denied.", Judged.Failing("should be denied", "", null, "That is forbidden for this account.").Text);

    [Theory]
    [InlineData("http_requests_total{code=\"200\"} 120", "http_requests_total{code=\"200\"} 100", VerdictKind.Met, "rose from 100 to 120")]
    [InlineData("http_requests_total 100", "http_requests_total 100", VerdictKind.NotMet, "still 100")]
    [InlineData("http_requests_total 5", "http_requests_total 100", VerdictKind.Judge, "a restart sets counters back")]
    [InlineData("a 2\nb 1", "a 1\nb 1", VerdictKind.Met, "1 of 2 numbers rose")]
    [InlineData("a 2\nb 0", "a 1\nb 1", VerdictKind.Judge, "restart")]
    [InlineData("c 2", "a 1", VerdictKind.Judge, "other numbers")]
    [InlineData("12", "10", VerdictKind.Met, "rose from 10 to 12")]
    [InlineData("no number", "10", VerdictKind.Judge, "No number")]
    public void A_counter_is_compared_with_the_run_before(string now, string before, VerdictKind kind, string part)
    {
        var verdict = Judged.Of("Increasing counter", "# HELP a b\n" + now, s => s with { Previous = before.Split('\n') });
        Assert.Equal(kind, verdict.Kind);
        Assert.Contains(part, verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_run_cannot_tell() => Assert.Equal("One run cannot tell. Run it once more to compare.", Judged.Of("Increasing counter", "a 1").Text);

    [Fact]
    public void Any_other_expectation_fails_with_the_step()
    {
        var verdict = Judged.Failing("status: \"healthy\"", "{\"status\":\"healthy\"}\n! exit");
        Assert.Equal(VerdictKind.NotMet, verdict.Kind);
        Assert.Equal(2, Assert.Single(verdict.Evidence).Line);
    }
}
