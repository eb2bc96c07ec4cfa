using OpsPortal.Checks;
using OpsPortal.Checks.Judging;
using Xunit;

namespace OpsPortal.Tests.Checks;

public class ProposalTests
{
    private static PrometheusCheck Query(CheckProposal proposal) => Assert.IsType<PrometheusCheck>(proposal.Form.Spec);

    [Fact]
    public void A_rule_that_compares_becomes_a_query_with_the_opposite_threshold()
    {
        var proposal = CheckProposals.Rule("shop", new("high-errors", "HighErrors", "rate(http_requests_total{status=~\"5..\"}[5m]) > 0.1", TimeSpan.FromMinutes(5), "critical", null));
        Assert.Equal(new("rate(http_requests_total{status=~\"5..\"}[5m])"), Query(proposal));
        Assert.Equal(new Thresholds("<=", 0.1), proposal.Form.Thresholds);
        Assert.Equal(new Damping(5, 5, 2), proposal.Form.Damping);
        Assert.Equal(("Rule/high-errors", "critical"), (proposal.Form.Fact, proposal.Form.Severity));
    }

    [Theory]
    [InlineData("up == 0")]
    [InlineData("absent(up{job=\"web\"})")]
    [InlineData("sum(rate(a[5m]) > 0.5)")]
    public void Any_other_rule_is_well_where_nothing_comes_back(string expression) =>
        Assert.Equal(new(expression, NothingPasses: true), Query(CheckProposals.Rule("shop", new("r", "R", expression, null, null, null))));

    [Fact]
    public void A_comparison_behind_brackets_is_found() =>
        Assert.Equal("(container_memory_usage_bytes / container_spec_memory_limit_bytes)",
            Query(CheckProposals.Rule("shop", new("m", "M", "(container_memory_usage_bytes / container_spec_memory_limit_bytes) > 0.9", null, null, null))).Query);

    [Fact]
    public void A_threshold_of_a_runbook_fills_the_form_and_leaves_the_query_to_somebody()
    {
        var proposal = CheckProposals.Threshold("shop", new("response-time", "Response time", "p95", "<", 200, 500, "ms"));
        Assert.Equal("< 200 ms, acceptable < 500 ms (p95)", proposal.Says);
        Assert.Equal(new Thresholds("<", 200, 500, "ms"), proposal.Form.Thresholds);
        Assert.Equal("query", SpecRules.Wrong(proposal.Form.Spec!)!.Field);
    }
}
