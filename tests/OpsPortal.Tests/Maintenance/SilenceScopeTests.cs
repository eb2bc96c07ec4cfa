using OpsPortal.Incidents.Alerts.Silences;
using Xunit;

namespace OpsPortal.Tests.Maintenance;

public class SilenceScopeTests
{
    private static readonly Guid Live = Guid.NewGuid(), Test = Guid.NewGuid();

    private static Dictionary<string, string> Labels(params (string, string)[] labels) => labels.ToDictionary(l => l.Item1, l => l.Item2);

    [Fact]
    public void Its_place_and_nothing_else_is_quiet()
    {
        var scope = new SilenceScope(["shop"], ["api"], Live, "live", OnlyEnvironment: false);
        Assert.True(scope.Covers("shop", Live, Labels(("component", "API"))));
        Assert.False(scope.Covers("shop", Live, Labels(("component", "web"))));
        Assert.False(scope.Covers("shop", Live, Labels()));
        Assert.False(scope.Covers("other", Live, Labels(("component", "api"))));
        Assert.False(scope.Covers("shop", Test, Labels(("component", "api"))));
        Assert.False(scope.Covers(null, Live, Labels(("component", "api"))));
        // An integration for several environments: the alert says where, else nobody knows.
        Assert.True(scope.Covers("shop", null, Labels(("component", "api"), ("environment", "live"))));
        Assert.False(scope.Covers("shop", null, Labels(("component", "api"), ("env", "test"))));
        Assert.False(scope.Covers("shop", null, Labels(("component", "api"))));
        Assert.True((scope with { OnlyEnvironment = true }).Covers("shop", null, Labels(("component", "api"))));
    }

    [Fact]
    public void What_an_Alertmanager_is_told_silences_no_other_system()
    {
        var scope = new SilenceScope(["shop"], [], Live, "live", OnlyEnvironment: false);
        var all = scope.Matchers(Live).Select(m => new AlertSilence { Reason = "x", CreatedBy = "x", Matchers = m }).ToList();
        bool Quiet(params (string, string)[] labels) => all.Exists(s => s.Matches(Labels(labels)));
        Assert.True(Quiet(("system", "shop"), ("alertname", "X")));
        Assert.True(Quiet(("service", "shop")));
        Assert.True(Quiet(("system", "shop"), ("service", "cart")));
        Assert.False(Quiet(("system", "bank"), ("service", "shop")));
        Assert.False(Quiet(("service", "bank"), ("app", "shop")));
        Assert.False(Quiet(("service", "workshop")));
        Assert.All(scope.Matchers(Live).SelectMany(m => m), m => Assert.Null(m.Check()));
        Assert.Contains("environment=\"live\"", scope.Matchers(null).First().Select(m => m.Text));
    }
}
