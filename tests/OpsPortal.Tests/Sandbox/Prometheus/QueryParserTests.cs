using OpsPortal.Sandbox.Prometheus.Language;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Prometheus;

public class QueryParserTests
{
    [Theory]
    [InlineData("", "unknown position: parse error: no expression found in input")]
    [InlineData("sum(", "1:5: parse error: unclosed left parenthesis")]
    [InlineData("sum)", "1:4: parse error: unexpected right parenthesis ')'")]
    [InlineData("rate(http_requests_total)", "1:6: parse error: expected type range vector in call to function \"rate\", got instant vector")]
    [InlineData("sum(http_requests_total[5m])", "1:5: parse error: expected type instant vector in aggregation expression, got range vector")]
    [InlineData("frob(up)", "1:1: parse error: unknown function with name \"frob\"")]
    [InlineData("abs()", "1:1: parse error: expected 1 argument(s) in call to \"abs\", got 0")]
    [InlineData("round()", "1:1: parse error: expected at least 1 argument(s) in call to \"round\", got 0")]
    [InlineData("round(up, 1, 2)", "1:1: parse error: expected at most 2 argument(s) in call to \"round\", got 3")]
    [InlineData("1 > 2", "1:3: parse error: comparisons between scalars must use BOOL modifier")]
    [InlineData("1 and up", "1:1: parse error: set operator \"and\" not allowed in binary scalar expression")]
    [InlineData("up + up[5m]", "1:6: parse error: binary expression must contain only scalar and instant vector types")]
    [InlineData("up{job=\"a\"", "1:11: parse error: unexpected end of input inside braces")]
    [InlineData("up{job}", "1:7: parse error: unexpected \"}\" in label matching, expected label matching operator")]
    [InlineData("{job=\"\"}", "1:1: parse error: vector selector must contain at least one non-empty matcher")]
    [InlineData("up{job=\"a}", "1:8: parse error: unterminated quoted string")]
    [InlineData("up[5m", "1:6: parse error: unclosed left bracket")]
    [InlineData("up[5x]", "1:4: parse error: bad number or duration syntax: \"5x\"")]
    [InlineData("up\n  offset", "2:9: parse error: unexpected end of input in offset, expected number, duration, step(), or range()")]
    [InlineData("up $", "1:4: parse error: unexpected character: '$'")]
    [InlineData("topk(up)", "1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1")]
    [InlineData("sum(up) by job", "1:12: parse error: unexpected identifier \"job\" in grouping opts, expected \"(\"")]
    [InlineData("up offset 5m offset 5m", "1:1: parse error: offset may not be set multiple times")]
    [InlineData("sum(up)[5m]", "1:1: parse error: ranges only allowed for vector selectors")]
    [InlineData("up{job=~\"(\"}", "1:9: parse error: error parsing regexp: invalid expression: `(`")]
    public void What_is_no_query_is_refused_in_the_words_of_Prometheus(string query, string expected) =>
        Assert.Equal(expected, Assert.Throws<QueryParseException>(() => QueryParser.Parse(query)).Message);

    [Fact]
    public void Deep_nesting_is_refused_instead_of_followed_to_the_end_of_the_stack() =>
        Assert.Contains("nested too deeply", Assert.Throws<QueryParseException>(() => QueryParser.Parse(new string('(', 5000) + "up" + new string(')', 5000))).Message);

    [Theory]
    [InlineData("5m", 300_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("250ms", 250)]
    [InlineData("30m1h", null)]
    [InlineData("5", null)]
    [InlineData("", null)]
    public void Durations_name_larger_units_first(string text, int? milliseconds) => Assert.Equal(milliseconds, (int?)QueryDuration.Parse(text));
}
