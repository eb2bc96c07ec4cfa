using OpsPortal.Runbooks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Markdown;

public sealed class PoliciesTests
{
    [Theory]
    [InlineData("- **P2 (High)**: Response within 30 minutes", "P2", 30, null)]
    [InlineData("1. **P2 Incidents**: Escalate within 15 minutes", "P2", null, 15)]
    [InlineData("1. **P1 Incidents**: Immediate escalation to on-call", "P1", null, 0)]
    [InlineData("- **P3 Incidents**: Address within 1 hour", "P3", 60, null)]
    [InlineData("- **P0 (Critical)**: Immediate response, escalate after 1 hour 30 minutes", "P0", 0, 90)]
    [InlineData("#### P1 - Critical\n\n- Down\n- **Response Time**: 15 minutes\n- **Escalation**: Immediate", "P1", 15, 0)]
    [InlineData("| Severity | Response | Escalation |\n|---|---|---|\n| ðŸ”´ SEV-1 | < 5 min | 2h |", "SEV1", 5, 120)]
    public void A_severity_is_read_wherever_it_is_defined(string markdown, string name, int? respond, int? escalate)
    {
        var rule = Assert.Single(RunbookCompiler.Compile($"# T\n\n{markdown}\n").Severities);
        Assert.Equal(name, rule.Name);
        Assert.Equal(respond, rule.RespondWithin?.TotalMinutes);
        Assert.Equal(escalate, rule.EscalateAfter?.TotalMinutes);
    }

    [Fact]
    public void What_is_said_of_one_severity_in_two_places_is_one_rule()
    {
        var rule = Assert.Single(RunbookCompiler.Compile("# T\n\n- **P1 (Critical)**: All is down\n\n## E\n\n1. **P1 Incidents**: Escalate within 15 minutes\n").Severities);
        Assert.Equal("Critical: All is down", rule.Meaning);
        Assert.Equal(TimeSpan.FromMinutes(15), rule.EscalateAfter);
    }

    [Fact]
    public void An_alert_table_gives_severity_link_and_target_without_decoration()
    {
        var alert = Assert.Single(RunbookCompiler.Compile("# T\n\n| Alert | Severity | Runbook | MTTR Target |\n|--|--|--|--|\n| APIDown | ðŸ”´ Critical | [APIDown](./APIDown.md) | 5 minutes |\n").Alerts);
        Assert.Equal(new AlertLink("APIDown", "critical", "./APIDown.md", TimeSpan.FromMinutes(5), 5), alert);
    }

    [Fact]
    public void Boxes_belong_to_the_phase_above_them()
    {
        var lists = RunbookCompiler.Compile("# T\n\n1. **Pre-maintenance**\n   - [ ] Tell them\n   - [x] Save it\n\n2. **Post-maintenance**\n   - [ ] Look\n\n## Before release\n\n- [ ] Tests pass\n").Checklists;
        Assert.Equal(["Pre-maintenance", "Post-maintenance", "Before release"], lists.Select(l => l.Phase));
        Assert.Equal(["Tell them", "Save it"], lists[0].Items);
    }

    [Fact]
    public void What_is_said_of_a_severity_again_and_again_does_not_grow_without_end()
    {
        var severity = Assert.Single(RunbookCompiler.Compile(string.Concat(Enumerable.Repeat("#### P2 - High\n\n- Many requests fail\n\n", 1_000))).Severities);
        Assert.StartsWith("High: Many requests fail; Many requests fail", severity.Meaning);
        Assert.InRange(severity.Meaning!.Length, 2_000, 2_100);
    }
}
