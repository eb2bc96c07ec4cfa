using OpsPortal.Incidents.Alerts.Diagnostics;
using OpsPortal.Incidents.Alerts.Grouping;
using OpsPortal.Incidents.Alerts.Silences;
using OpsPortal.Runbooks;
using OpsPortal.Systems.Facts;
using OpsPortal.Targets.Http;
using Xunit;

namespace OpsPortal.Tests.Incidents.Alerts;

public class PlacingTests
{
    [Theory]
    [InlineData("https://portal/runbooks/platform-service#high.error", "platform-service#high.error")]
    [InlineData("/runbooks/platform-service?x=1", "platform-service#")]
    [InlineData("https://github.com/org/docs/blob/main/Platform%20Service.md#high-error-rate", "platform-service#high-error-rate")]
    [InlineData("platform-service", "platform-service#")]
    public void An_address_names_a_runbook(string address, string first)
    {
        var (slug, place) = RunbookAddress.Read(address).First();
        Assert.Equal(first, $"{slug}#{place}");
    }

    [Fact]
    public void Labels_fill_parameters_in_whatever_spelling()
    {
        var values = LabelParameters.Of(
            [new("POD_NAME", "text", false), new("namespace", "kubernetes.namespace", false), new("which", "kubernetes.deployment", false), new("service-name", "text", false), new("token", "text", true), new("else", "text", false)],
            new Dictionary<string, string> { ["pod"] = "cart-0", ["exported_namespace"] = "shop", ["deployment"] = "cart", ["service"] = "checkout", ["token"] = "never" });
        Assert.Equal(("cart-0", "shop", "cart", "checkout"), (values["POD_NAME"], values["namespace"], values["which"], values["service-name"]));
        Assert.False(values.ContainsKey("token"));
        Assert.False(values.ContainsKey("else"));
    }

    [Theory]
    [InlineData("critical", "P1")]
    [InlineData("P3", "P3")]
    [InlineData("error", "P2")]
    [InlineData("page", "P1")]
    [InlineData("info", "P4")]
    [InlineData("purple", "P2")]
    [InlineData(null, "P2")]
    public void A_severity_is_said_in_the_systems_words(string? word, string name)
    {
        List<SeverityLevel> levels = [.. new[] { "P1", "P2", "P3", "P4" }.Select(p => new SeverityLevel(p.ToLowerInvariant(), p, null, null, null, null, null, null))];
        Assert.Equal(name, AlertSeverity.Of(new(levels, [], [], [], [], [], [], []), word));
    }

    [Theory]
    [InlineData("warning", "critical", true)]
    [InlineData("warning", "warning", true)]
    [InlineData("warning", "info", false)]
    [InlineData("warning", null, true)]
    [InlineData("warning", "purple", true)]
    [InlineData(null, "info", true)]
    public void Mild_alerts_declare_nothing(string? from, string? severity, bool declares) => Assert.Equal(declares, AlertSeverity.Declares(new() { DeclareFrom = from }, severity));

    [Theory]
    [InlineData("high-error-rate", "high-error-rate/diagnosis")]
    [InlineData("high-error-rate.diagnosis", "high-error-rate/diagnosis")]
    [InlineData("memory", "memory")]
    [InlineData("nothing-like-it", "")]
    public void The_diagnosis_of_an_alert_is_found(string place, string sections)
    {
        var runbook = RunbookCompiler.Compile("# R\n\n## High error rate\n\n### Diagnosis\n\n```bash\nkubectl get pods\n```\n\n### Resolution\n\n```bash\nkubectl get nodes\n```\n\n## Memory\n\n```bash\nkubectl top pods\n```\n", "R");
        Assert.Equal(sections, string.Join(",", DiagnosticSections.Of(runbook, place)));
    }

    [Theory]
    [InlineData("a=1", "a", "1", true)]
    [InlineData("a!=1", "a", "1", false)]
    [InlineData("a!=1", "a", "", true)]
    [InlineData("a=~\"x|y\"", "a", "y", true)]
    [InlineData("a=~x", "a", "xy", false)]
    [InlineData("a !~ x.*", "a", "xy", false)]
    public void Matchers_hold_as_in_Alertmanager(string text, string label, string value, bool holds) =>
        Assert.Equal(holds, LabelMatcher.Read(text).Value!.Single().Matches(value.Length == 0 ? new Dictionary<string, string>() : new() { [label] = value }));

    [Theory]
    [InlineData("no matcher")]
    [InlineData("1a=2")]
    public void What_is_no_matcher_is_said(string text) => Assert.Contains("is no matcher", LabelMatcher.Read(text).Problem?.Detail);

    [Theory]
    [InlineData("http://alertmanager:9093", true)]
    [InlineData("http://127.0.0.1:9093/am/", true)]
    [InlineData("http://[fe80::1]/", false)]
    [InlineData("http://metadata.google.internal/", false)]
    [InlineData("file:///etc/passwd", false)]
    public void Addresses_that_the_portal_asks(string address, bool fine) => Assert.Equal(fine, GuardedHttp.Refuse(address) is null);
}
