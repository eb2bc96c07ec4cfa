using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Documents;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Markdown;

public sealed class FactsTests
{
    [Fact]
    public void Alert_rules_are_read_even_beside_broken_ones()
    {
        var rules = Read("""
            ```yaml
            groups:
              - name: shop
                rules:
                  # too many
                  - alert: ManyErrors
                    expr: |
                      sum(rate(errors_total[5m]))
                        / sum(rate(requests_total[5m])) > 0.05
                    for: 10m
                    labels:
                      severity: critical
                      team: "shop"
                    annotations:
                      summary: {{ $labels.instance }} is failing   # no valid YAML
                  - labels: { severity: info }
                    alert: Odd
                    expr: up == 0
                  - alert: Incomplete
            ```
            """).AlertRules;
        Assert.Equal(["ManyErrors", "Odd"], rules.Select(r => r.Name));
        Assert.Equal("sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.05", rules[0].Expression);
        Assert.Equal((TimeSpan.FromMinutes(10), "critical", "shop", "{{ $labels.instance }} is failing", 8), (rules[0].For!.Value, rules[0].Severity!, rules[0].Labels["team"], rules[0].Summary!, rules[0].Line));
        Assert.Equal(("up == 0", 19), (rules[1].Expression, rules[1].Line));
    }

    [Theory]
    [InlineData("- **Response Time**: <200ms p95 target, <500ms p95 acceptable", "Response Time", "<", 200.0, 500.0, "ms")]
    [InlineData("- **Request Rate**: >100 req/sec normal, >500 req/sec high load", "Request Rate", ">", 100.0, null, "req/sec")]
    [InlineData("- **CPU Utilization**: <70% target, scale at >80%", "CPU Utilization", "<", 70.0, null, "%")]
    [InlineData("| Metric | Healthy | Unhealthy → action |\n|---|---|---|\n| Lag | < 10 s | > 60 s: restart |", "Lag", "<", 10.0, null, "s")]
    [InlineData("| Metric | Target | Acceptable |\n|---|---|---|\n| Queue | 100 | 500 |", "Queue", "=", 100.0, 500.0, null)]
    public void Values_that_metrics_should_have(string markdown, string metric, string comparison, double target, double? acceptable, string? unit)
    {
        var threshold = Assert.Single(Read(markdown).Thresholds);
        Assert.Equal((metric, comparison, target, acceptable, unit), (threshold.Metric, threshold.Comparison, threshold.Target, threshold.Acceptable, threshold.Unit));
    }

    [Theory]
    [InlineData("- **Symptom**: more than 5 errors")]
    [InlineData("- **P1**: Response within 15 minutes")]
    [InlineData("- Memory usage > 90%")]
    public void Other_numbers_are_no_thresholds(string markdown) => Assert.Empty(Read(markdown).Thresholds);

    [Theory]
    [InlineData("- **On-call**: [Slack channel / Phone]", "On-call", null)]
    [InlineData("- **On-call**: #incidents", "On-call", "#incidents")]
    [InlineData("- Database Team: dba@shop.test", "Database Team", "dba@shop.test")]
    [InlineData("| Team | Contact |\n|---|---|\n| Security | TBD |", "Security", null)]
    [InlineData("```\nHotline:   +1-XXX-XXX-XXXX\n```", "Hotline", null)]
    [InlineData("```\nSlack Channel:    #ops\n```", "Slack Channel", "#ops")]
    public void Contacts_have_a_detail_or_a_place_for_it(string markdown, string role, string? detail)
    {
        var contact = Assert.Single(Read($"## Emergency Contacts\n\n{markdown}").Contacts);
        Assert.Equal((role, detail), (contact.Role, contact.Detail));
    }

    [Theory]
    [InlineData("- On-call: +49 30 901820", "On-call", "+49 30 901820")]
    [InlineData("1. Escalate to the database team (Slack #dba)", "database team", "Slack #dba")]
    [InlineData("2. Call the duty manager at +44 20 7946 0018.", "duty manager", "+44 20 7946 0018")]
    [InlineData("* **Night shift**: [page them](https://pager.shop.test/night)", "Night shift", "page them (https://pager.shop.test/night)")]
    [InlineData("- Head of operations – ops@shop.test", "Head of operations", "ops@shop.test")]
    [InlineData("- Network (#net-help)", "Network", "#net-help")]
    [InlineData("- **Hotline**: +49-XXX-XXXXXX", "Hotline", null)]
    [InlineData("| Who | Phone |\n|---|---|\n| Plant security | 0800 55 66 77 |", "Plant security", "0800 55 66 77")]
    [InlineData("```\nPhone:   +43 1 58858 0\n```", "Phone", "+43 1 58858 0")]
    public void Contacts_stand_under_other_headings_too(string markdown, string role, string? detail)
    {
        foreach (var heading in (string[])["In an Emergency", "On-Call", "Whom to Call"])
        {
            var runbook = Read($"## {heading}\n\n{markdown}");
            var contact = Assert.Single(runbook.Contacts);
            Assert.Equal((role, detail), (contact.Role, contact.Detail));
            Assert.Empty(runbook.Steps);
        }
    }

    [Theory]
    [InlineData("## In an Emergency\n\n- **Action**: Stop the import\n- Time: 20 minutes\n- Look at 12 of 15 pods\n- Last drill: 2026-03-08\n- Gateway: 10.20.30.40")]
    [InlineData("## On-Call Handover\n\n| Day | Task |\n|---|---|\n| Monday | Read the log |")]
    [InlineData("## In an Emergency\n\n```\nstatus: red\n```")]
    [InlineData("## Escalation\n\n- **P1**: tell #incidents within 5 minutes\n- Channel: #incidents")]
    [InlineData("## Restart\n\n- On-call: +49 30 901820")]
    public void What_tells_nobody_where_to_call_is_no_contact(string markdown) => Assert.Empty(Read(markdown).Contacts);

    [Fact]
    public void Work_in_an_emergency_stays_work()
    {
        var runbook = Read("## In an Emergency\n\n1. Stop the import\n2. Call the duty manager at +44 20 7946 0018\n");
        Assert.Equal(2, runbook.Steps.Count);
    }

    [Fact]
    public void An_escalation_names_whom_it_asks()
    {
        var contact = Assert.Single(Read("## Escalation\n\n- Escalate to the platform team (Slack #platform)\n- Wait 10 minutes\n").Contacts);
        Assert.Equal(("platform team", "Slack #platform"), (contact.Role, contact.Detail));
    }

    [Fact]
    public void Links_are_named_and_of_a_kind()
    {
        var links = Read("- [Move](./maintenance/Move.md)\n- **Grafana:** http://localhost:3000 (admin)\n- Wiki: <https://wiki/x>\n- [Plan](plan.pdf), [above](#top)\n- `http://code`\n\n1. Open Jaeger: https://jaeger/x\n").Links;
        Assert.Equal(
            [("Move", "./maintenance/Move.md", LinkKind.Runbook), ("Grafana", "http://localhost:3000", LinkKind.Url), ("Wiki", "https://wiki/x", LinkKind.Url), ("Plan", "plan.pdf", LinkKind.File), ("above", "#top", LinkKind.Section), ("Open Jaeger", "https://jaeger/x", LinkKind.Url)],
            links.Select(l => (l.Text, l.Target, l.Kind)));
    }

    [Fact]
    public void A_maintenance_window_has_a_day_hours_and_tasks()
    {
        var window = Assert.Single(Read("## Maintenance Windows\n\n### Monthly Maintenance\n\n- **Time**: First Saturday 2:00 AM - 6:30 PM UTC\n- **Tasks**:\n  - Patches\n  - Backups\n- **Owner**: us\n").MaintenanceWindows);
        Assert.Equal(("Monthly Maintenance", "monthly", DayOfWeek.Saturday, 1, new TimeOnly(2, 0), new TimeOnly(18, 30), "UTC"), (window.Name, window.Recurrence, window.Day, window.Week, window.Start!.Value, window.End!.Value, window.TimeZone));
        Assert.Equal(["Patches", "Backups"], window.Tasks);
    }

    [Theory]
    [InlineData("1. **Schedule**\n\n   - Announce 2 weeks in advance\n", 14 * 24)]
    [InlineData("1. **Announce** (24h before):\n   - Post it\n", 24)]
    [InlineData("```bash\n# 1. Notify stakeholders (24h advance)\n# 2. Go on\nkubectl get pods\n```\n", 24)]
    public void People_are_told_before_it(string markdown, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), Assert.Single(Read($"## Planned Maintenance\n\n{markdown}").MaintenanceWindows).AnnounceBefore);

    [Fact]
    public void Levels_of_escalation_follow_each_other()
    {
        var levels = Read("## Escalation Path\n\n### Level 1: On-Call Engineer\n- **Contact:** Rotation\n- **Responsibility:** First fixes\n- **Escalate after:** 30 minutes without resolution\n\n### Level 2: Lead\n- **Escalate after:** Major incident declared\n").Escalation;
        Assert.Equal(new EscalationLevel(1, "On-Call Engineer", "Rotation", "First fixes", TimeSpan.FromMinutes(30), "30 minutes without resolution", 5), levels[0]);
        Assert.Equal((2, "Lead", null, "Major incident declared"), (levels[1].Level, levels[1].Name, levels[1].EscalateAfter, levels[1].EscalateWhen));
    }

    [Theory]
    [InlineData("- `rate(http_requests_total[5m])` - Request rate", "Request rate")]
    [InlineData("- Latency: `histogram_quantile(0.95, rate(x_bucket[5m]))`", "Latency")]
    [InlineData("- **Queries**:\n  - `sum by (job) (up{job=\"a\"})` – What is up", "What is up")]
    public void A_query_with_its_description_is_a_step(string markdown, string title)
    {
        var step = Assert.Single(Read(markdown).Steps);
        Assert.Equal(title, step.Title);
    }

    [Theory]
    [InlineData("- `rate(x)` - no range and no label")]
    [InlineData("- `sum(a)` - what any language says")]
    [InlineData("- The alert fires when `rate(x[5m])` is above the limit")]
    [InlineData("- `rate(x[5m]` - not closed")]
    [InlineData("- `my_metric` - a name")]
    public void Other_code_is_no_query(string markdown) => Assert.Empty(Read(markdown).Steps);

    private static CompiledRunbook Read(string markdown) => RunbookCompiler.Compile($"# T\n\n{markdown}\n");
}
