using System.Net;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets;
using OpsPortal.Targets.Http;
using OpsPortal.Tests.Runbooks.Compiling;
using Xunit;

namespace OpsPortal.Tests.Targets.Web;

public sealed class HttpReachTests
{
    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://2852039166/")]
    [InlineData("http://0xa9fea9fe/")]
    [InlineData("http://0251.0376.0251.0376/")]
    [InlineData("http://169.254.43518/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://[::ffff:a9fe:a9fe]/")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/")]
    [InlineData("http://[2002:a9fe:a9fe::]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[fd00:ec2::254]/")]
    [InlineData("http://[fd00:0ec2:0:0::254]/")]
    [InlineData("http://100.100.100.200/")]
    [InlineData("http://168.63.129.16/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://[::]/")]
    [InlineData("http://metadata.google.internal/")]
    [InlineData("http://METADATA.google.internal./")]
    [InlineData("http://metadata/")]
    [InlineData("http://instance-data/")]
    [InlineData("http://user@169.254.169.254/")]
    public async Task What_lies_next_to_the_machine_is_refused_even_where_everything_is_allowed(string url)
    {
        var bench = new WebBench { Targets = new() { Http = new() { Allow = ["*"] } } };
        var outcome = await bench.RunAsync($"curl -m 2 '{url}'");
        Assert.False(outcome.Succeeded);
        Assert.Contains("runbooks may not ask it", outcome.Reason);
    }

    [Theory]
    [InlineData("169.254.1.1", true)]
    [InlineData("169.253.1.1", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1%1", true)]
    [InlineData("febf::1", true)]
    [InlineData("fec0::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("fd00:ec2::254", true)]
    [InlineData("fd00::1", false)]
    [InlineData("224.0.0.1", true)]
    public void Addresses(string address, bool forbidden) => Assert.Equal(forbidden, ForbiddenPlaces.IsAddress(IPAddress.Parse(address)));

    [Fact]
    public void An_address_that_is_named_exactly_is_let_through()
    {
        Assert.True(new HttpReach(new() { Allow = ["169.254.169.254:80"] }).Find("169.254.169.254", 80).Named);
        Assert.False(new HttpReach(new() { Allow = ["*"] }).Find("169.254.169.254", 80).Named);
        Assert.True(new HttpReach(new() { Routes = [new("shop", "169.254.20.10:8080")] }).Find("shop", 80).Named);
    }

    [Theory]
    [InlineData("api.example.com", "api.example.com", 443, true)]
    [InlineData("API.example.com", "api.EXAMPLE.com.", 80, true)]
    [InlineData("api.example.com:443", "api.example.com", 443, true)]
    [InlineData("api.example.com:443", "api.example.com", 80, false)]
    [InlineData("*.example.com", "api.example.com", 80, true)]
    [InlineData("*.example.com", "a.b.example.com", 80, true)]
    [InlineData("*.example.com", "example.com", 80, false)]
    [InlineData("*.example.com", "evilexample.com", 80, false)]
    [InlineData("*.example.com", "api.example.com.evil.test", 80, false)]
    [InlineData("*.example.com:9090", "p.example.com", 9090, true)]
    [InlineData("*.example.com:9090", "p.example.com", 80, false)]
    [InlineData("[::1]:80", "::1", 80, true)]
    [InlineData("::1", "[::1]", 8080, true)]
    [InlineData("", "x", 80, false)]
    public void The_allow_list(string entry, string host, int port, bool allowed)
    {
        var reach = new HttpReach(new() { Allow = [entry] });
        if (allowed) Assert.Equal(port, reach.Find(host, port).Port);
        else Assert.Contains("http.allow", Assert.Throws<ReachRefusedException>(() => reach.Find(host, port)).Message);
    }

    [Fact]
    public void A_route_needs_no_entry_and_leads_elsewhere()
    {
        var reach = new HttpReach(new() { Routes = [new("shop:443", "127.0.0.1:8443"), new("prometheus", "10.0.0.5")] }, new("http://metrics:9090/prom"));
        Assert.Equal(new("127.0.0.1", 8443, true), reach.Find("shop", 443));
        Assert.Equal(("10.0.0.5", 9090), (reach.Find("prometheus", 9090).Host, reach.Find("prometheus", 9090).Port));
        Assert.Equal("metrics", reach.Find("metrics", 9090).Host);
        Assert.Throws<ReachRefusedException>(() => reach.Find("shop", 80));
        Assert.Throws<ReachRefusedException>(() => reach.Find("metrics", 9091));
    }

    [Theory]
    [InlineData("curl -X POST http://h/audit/cleanup", Risk.Destructive)]
    [InlineData("curl -X POST http://h/audit/cleanup?x=1", Risk.Destructive)]
    [InlineData("curl -X POST http://h//audit/%63leanup", Risk.Destructive)]
    [InlineData("curl -X POST http://h/other/../audit/cleanup/all", Risk.Destructive)]
    [InlineData("curl -X PUT http://h/Audit/Cleanup", Risk.Destructive)]
    [InlineData("curl -X POST http://h/audit/export", Risk.Change)]
    [InlineData("curl http://h/audit/cleanup", Risk.Read)]
    [InlineData("curl -X DELETE http://h/x", Risk.Destructive)]
    public void An_environment_names_paths_that_destroy(string command, Risk risk) =>
        Assert.Equal(risk, DestructivePaths.RiskIn((StepAction)Compiled.Of(command).Action!, new() { DestructivePaths = ["/audit/cleanup"] }));

    [Fact]
    public void Targets_stay_none_by_default() => Assert.Contains("http.allow", Assert.Throws<ReachRefusedException>(() => new HttpReach(TargetSettings.None.Http).Find("h", 80)).Message);
}
