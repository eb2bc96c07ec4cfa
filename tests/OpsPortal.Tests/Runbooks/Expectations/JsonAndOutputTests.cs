using OpsPortal.Runbooks.Expectations;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Expectations;

public sealed class JsonAndOutputTests
{
    private const string Health = """{"status":"healthy","timestamp":"2024-01-01T00:00:00Z","version":"1.0.0","uptime":86400}""";

    [Theory]
    [InlineData(Health, """{"status":"healthy","timestamp":"2026-11-21T13:00:00.123Z","version":"2.4.1","uptime":12,"extra":true}""", VerdictKind.Met)]
    [InlineData(Health, """{"status":"unhealthy","timestamp":"2026-11-21T13:00:00Z","version":"1.0.0","uptime":1}""", VerdictKind.NotMet)]
    [InlineData(Health, """{"status":"healthy","version":"1.0.0","uptime":1}""", VerdictKind.NotMet)]
    [InlineData(Health, """{"status":"healthy","timestamp":"2026-11-21T13:00:00Z","version":"1.0.0","uptime":"long"}""", VerdictKind.Judge)]
    [InlineData(Health, "Service Unavailable", VerdictKind.NotMet)]
    [InlineData(Health, "", VerdictKind.NotMet)]
    [InlineData("""{"components":{"db":"healthy"},"metrics":{"response_time":150,"cpu":1.5}}""", """{"components":{"db":"healthy"},"metrics":{"response_time":9,"cpu":30}}""", VerdictKind.Met)]
    [InlineData("""{"components":{"db":"healthy"}}""", """{"components":{"db":"degraded"}}""", VerdictKind.NotMet)]
    [InlineData("""{"pending":0}""", """{"pending":5}""", VerdictKind.NotMet)]
    [InlineData("""{"replicas":3}""", """{"replicas":2}""", VerdictKind.Judge)]
    [InlineData("""{"error_rate":0}""", """{"error_rate":0.4}""", VerdictKind.NotMet)]
    [InlineData("""{"ready":true}""", """{"ready":false}""", VerdictKind.NotMet)]
    [InlineData("""{"message":"Hello"}""", """{"message":"Good day"}""", VerdictKind.Judge)]
    [InlineData("""{"name":"<name>","id":"..."}""", """{"name":"x","id":4}""", VerdictKind.Met)]
    [InlineData("""{"items":[{"status":"ok"}]}""", """{"items":[{"status":"failed"},{"status":"ok"}]}""", VerdictKind.Met)]
    [InlineData("""{"items":[{"status":"ok"}]}""", """{"items":[]}""", VerdictKind.NotMet)]
    [InlineData("""{"items":[]}""", """{"items":[1]}""", VerdictKind.Judge)]
    [InlineData("""{"a":null}""", """{"a":1}""", VerdictKind.Judge)]
    [InlineData("""{"a":1}""", "HTTP/1.1 200 OK\n\n{\"a\":1}", VerdictKind.Met)]
    public void Expected_json_is_a_part_of_the_answer(string expected, string output, VerdictKind kind) =>
        Assert.Equal(kind, Judge("json", expected, output).Kind);

    [Fact]
    public void The_sentence_names_the_place() =>
        Assert.Equal("components.db is \"down\", not \"healthy\".", Judge("json", """{"components":{"db":"healthy"}}""", """{"components":{"db":"down"}}""").Text);

    [Fact]
    public void Json_that_cannot_be_read_is_for_a_person() => Assert.Equal(VerdictKind.Judge, Judge("json", "{ \"a\": 1, … }", "{\"a\":1}").Kind);

    [Theory]
    [InlineData("PONG", "PONG", VerdictKind.Met)]
    [InlineData("PONG", "LOADING", VerdictKind.Judge)]
    [InlineData("NAME     READY   STATUS\nshop-0   1/1     Running", "NAME     READY   STATUS\nshop-0   1/1     Running\nshop-1   0/1     Pending", VerdictKind.Met)]
    [InlineData("NAME     READY   STATUS\nshop-0   1/1     Running", "NAME     READY   STATUS\nshop-0   0/1     CrashLoopBackOff", VerdictKind.NotMet)]
    [InlineData("NAME                      READY   STATUS    RESTARTS   AGE\napi-7d9f8b6c5d-x2x4z      1/1     Running   0          5d", "NAME                      READY   STATUS    RESTARTS   AGE\napi-5b8c9d7f6b-qw2rt      1/1     Running   3          2h", VerdictKind.Met)]
    [InlineData("deployment \"<name>\" successfully rolled out", "deployment \"api\" successfully rolled out", VerdictKind.Judge)]
    [InlineData("deployment.apps/api scaled", "deployment.apps/api scaled", VerdictKind.Met)]
    [InlineData("deployment.apps/api scaled", "deployment.apps/web scaled", VerdictKind.Judge)]
    [InlineData("count: 12", "count: 13", VerdictKind.Judge)]
    [InlineData("a\n...\nz", "a\nb\nc\nz", VerdictKind.Met)]
    [InlineData("z\na", "a\nz", VerdictKind.Judge)]
    [InlineData("a", "", VerdictKind.NotMet)]
    [InlineData("2024-01-01 12:00:00 started", "2026-02-03 01:02:03 started", VerdictKind.Met)]
    public void Pasted_output_is_there_apart_from_what_varies(string expected, string output, VerdictKind kind) =>
        Assert.Equal(kind, Judge("output", expected, output).Kind);

    [Fact]
    public void No_kind_and_no_output_makes_it_throw()
    {
        string[] pieces = ["{", "}", "[", "\"a\":", "1", "< 10", "NAME READY STATUS", "---", "|", "(1 row)", "0/1", "\n", " ", "not ", "healthy", "...", "<x>", "E", "1e999", "\0", "\uD800", "[\"\\ud800\"]", "not", "=", "status: \"x\""];
        string[] kinds = ["text", "number", "contains", "field", "state", "none", "increases", "json", "output", "fails", "allRunning", "other"];
        var random = new Random(4);
        string Text() => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => pieces[random.Next(pieces.Length)]));
        for (var i = 0; i < 6000; i++)
        {
            var output = Text();
            var verdict = Judge(kinds[i % kinds.Length], Text(), output, s => s with { Previous = [Text()], Succeeded = i % 5 > 0 });
            Assert.False(string.IsNullOrWhiteSpace(verdict.Text));
            Assert.True(verdict.Kind != VerdictKind.Met || kinds[i % kinds.Length] != "text");
        }
    }

    private static Verdict Judge(string kind, string expected, string output, Func<ExpectationSubject, ExpectationSubject>? change = null)
    {
        var subject = new ExpectationSubject { Lines = output.Length == 0 ? [] : [.. output.Split('\n').Select((l, i) => new SubjectLine(i + 1, l))] };
        return ExpectationJudge.Judge(new(kind, expected, 1), change is null ? subject : change(subject));
    }
}
