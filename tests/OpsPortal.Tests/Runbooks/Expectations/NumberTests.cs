using OpsPortal.Runbooks.Expectations;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Expectations;

public sealed class NumberTests
{
    [Theory]
    [InlineData("< 10", "3", VerdictKind.Met, "3 is below 10.")]
    [InlineData("< 10", "12", VerdictKind.NotMet, "12 is not below 10.")]
    [InlineData("< 10", "10", VerdictKind.NotMet, "10 is not below 10.")]
    [InlineData("<= 10", "10", VerdictKind.Met, "10 is at most 10.")]
    [InlineData("at least 3", "3", VerdictKind.Met, "3 is at least 3.")]
    [InlineData("3 or more", "2", VerdictKind.NotMet, "2 is not at least 3.")]
    [InlineData("more than 3", "3", VerdictKind.NotMet, "3 is not above 3.")]
    [InlineData("between 2 and 4", "4", VerdictKind.Met, "4 is between 2 and 4.")]
    [InlineData("2-4", "5", VerdictKind.NotMet, "5 is not between 2 and 4.")]
    [InlineData("should be 0 (all published)", "0", VerdictKind.Met, "0 is 0.")]
    [InlineData("should be 0 (all published)", "7", VerdictKind.NotMet, "7 is not 0.")]
    [InlineData("should not be 0", "0", VerdictKind.NotMet, "0 is not other than 0.")]
    [InlineData("non-zero", "4", VerdictKind.Met, "4 is other than 0.")]
    [InlineData("should not exceed 5", "6", VerdictKind.NotMet, "6 is not at most 5.")]
    [InlineData("1,000", "1000", VerdictKind.Met, "1000 is 1000.")]
    [InlineData("< 200ms", "0.15 s", VerdictKind.Met, "0.15 s is below 200 ms.")]
    [InlineData("< 200ms", "250ms", VerdictKind.NotMet, "250 ms is not below 200 ms.")]
    [InlineData("below 1MB", "120 kB", VerdictKind.Met, "120 kB is below 1 MB.")]
    [InlineData("below 1MB", "3 GB", VerdictKind.NotMet, "3 GB is not below 1 MB.")]
    [InlineData("< 5%", "3%", VerdictKind.Met, "3% is below 5%.")]
    [InlineData("lag below 10", "lag: 3", VerdictKind.Met, "Lag: 3 is below 10.")]
    [InlineData("lag below 10", "size: 90\nlag: 30", VerdictKind.NotMet, "Lag: 30 is not below 10.")]
    [InlineData("3 rows", "id\n----\n 1\n 2\n 3\n(3 rows)", VerdictKind.Met, "3 is 3.")]
    [InlineData("3 rows", "id\n----\n 1\n(1 row)", VerdictKind.NotMet, "1 is not 3.")]
    [InlineData("< 100", " count \n-------\n    42\n(1 row)", VerdictKind.Met, "42 is below 100.")]
    [InlineData("lag below 1MB", " slot | lag\n------+--------\n a    | 12 kB\n b    | 8 GB\n(2 rows)", VerdictKind.NotMet, "Lag: 1 of 2 numbers is not below 1 MB: 8 GB.")]
    [InlineData("lag below 1MB", " slot | lag\n------+--------\n a    | 12 kB\n b    | 8 kB\n(2 rows)", VerdictKind.Met, "Lag: all 2 numbers are below 1 MB.")]
    [InlineData("replicas: 3", "{\"replicas\": 3}", VerdictKind.Met, "Replicas: 3 is 3.")]
    [InlineData("0 errors", "", VerdictKind.Met, "There are no errors: nothing was printed.")]
    [InlineData("0 errors", "5 errors found", VerdictKind.NotMet, "5 is not 0.")]
    [InlineData("< 0.1", "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"0.05\"]}]}}", VerdictKind.Met, "0.05 is below 0.1.")]
    public void The_number_that_was_printed_is_compared(string words, string output, VerdictKind kind, string sentence)
    {
        var verdict = Judged.Of(words, output);
        Assert.Equal((kind, sentence), (verdict.Kind, verdict.Text));
    }

    [Theory]
    [InlineData("< 10", "")]
    [InlineData("< 10", "3 files, 7 errors")]
    [InlineData("< 10", "10.0.0.1")]
    [InlineData("< 10", "v1.2")]
    [InlineData("< 10", "5 ms")]
    [InlineData("< 5%", "0.03")]
    [InlineData("< 1MB", "1048000")]
    [InlineData("< 1 MB", "1010 kB")]
    [InlineData("about 100", "90")]
    [InlineData("0 errors", "5 warnings")]
    [InlineData("0 errors", "! something went wrong")]
    [InlineData("lag below 1MB", " slot | lag\n------+--------\n a    | 12 kB\n b    | \n(2 rows)")]
    [InlineData("lag below 1MB", " slot | lag\n------+--------\n(0 rows)")]
    [InlineData("< 0.1", "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}")]
    [InlineData("< 0.1", "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"NaN\"]}]}}")]
    public void What_is_not_plain_is_for_a_person(string words, string output) => Assert.Equal(VerdictKind.Judge, Judged.Kind(words, output));

    [Fact]
    public void The_status_of_an_answer_counts_as_a_number()
    {
        Assert.Equal(VerdictKind.Met, Judged.Of("200", "{\"a\": 1}", s => s with { HttpStatus = 200 }).Kind);
        Assert.Equal("The answer's status is 503, not 200.", Judged.Of("200 OK", "<html>", s => s with { HttpStatus = 503 }).Text);
        Assert.Equal(VerdictKind.Met, Judged.Kind("200", "HTTP/1.1 301 Moved\nLocation: /x\nHTTP/1.1 200 OK\nDate: now"));
        Assert.Equal(VerdictKind.NotMet, Judged.Kind("200", "HTTP/2 404 \ndate: now"));
    }

    [Theory]
    [InlineData("Expected: 200", 200, true, VerdictKind.Met)]
    [InlineData("Expected: 200", 502, true, VerdictKind.NotMet)]
    [InlineData("should return 403", 403, true, VerdictKind.Met)]
    [InlineData("should return 403", 200, true, VerdictKind.NotMet)]
    [InlineData("should return 403", 403, false, VerdictKind.Met)]
    [InlineData("should return 403", 404, false, VerdictKind.NotMet)]
    [InlineData("should fail with 403 Forbidden", 403, true, VerdictKind.Met)]
    [InlineData("403 Forbidden", 403, false, VerdictKind.Met)]
    [InlineData("403 Forbidden", 401, true, VerdictKind.NotMet)]
    public void A_status_is_compared_whether_or_not_the_program_calls_it_a_failure(string words, int status, bool succeeded, VerdictKind kind) =>
        Assert.Equal(kind, Judged.Of(words, "{}", s => s with { HttpStatus = status, Succeeded = succeeded, ExitCode = succeeded ? 0 : 22 }).Kind);
}
