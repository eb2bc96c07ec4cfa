using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Checks;
using OpsPortal.Checks.Judging;
using OpsPortal.Checks.Probing;
using OpsPortal.Storage;
using Xunit;

namespace OpsPortal.Tests.Checks;

public class SpecTests
{
    public static TheoryData<CheckSpec, string?> Specs => new()
    {
        { new HttpCheck("https://shop.example.com/health"), null },
        { new HttpCheck("shop.example.com"), "url" },
        { new HttpCheck("file:///etc/passwd"), "url" },
        { new HttpCheck("https://ann:secret@shop.example.com/"), "url" },
        { new HttpCheck("https://shop.example.com", Status: "2xx"), "status" },
        { new HttpCheck("https://shop.example.com", Pointer: "status"), "pointer" },
        { new HttpCheck("https://shop.example.com", Expect: "ok"), "pointer" },
        { new TcpCheck("shop.example.com", 0), "port" },
        { new TcpCheck("http://shop", 80), "host" },
        { new SqlCheck("select 1"), null },
        { new SqlCheck("delete from jobs"), "query" },
        { new SqlCheck("select pg_terminate_backend(1)"), "query" },
        { new RedisCheck("INFO memory", "used_memory"), null },
        { new RedisCheck("FLUSHALL"), "command" },
        { new RedisCheck("MONITOR"), "command" },
        { new KubernetesCheck("sleeping"), "condition" },
        { new BackupCheck("files", "backups/*.gz"), "text" },
        { new BackupCheck("files", "/backups/*.gz"), null },
        { new BackupCheck("sql", "drop table backups"), "text" },
        { new HeartbeatCheck(-1), "grace" },
        { new StepCheckSpec("shop", ""), "step" },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void What_cannot_be_asked_is_refused_with_the_field(CheckSpec spec, string? field) => Assert.Equal(field, SpecRules.Wrong(spec)?.Field);

    [Fact]
    public void Every_kind_is_stored_and_read_back()
    {
        foreach (var spec in new CheckSpec[] { new HttpCheck("https://a"), new TcpCheck("a", 1), new TlsCheck("a"), new PrometheusCheck("up"), new SqlCheck("select 1"), new RedisCheck(), new KubernetesCheck("pods"), new BackupCheck("sql", "select 1"), new HeartbeatCheck(), new StepCheckSpec("a", "b") })
        {
            var json = JsonSerializer.Serialize(spec, StoredJson.Options);
            Assert.Equal(spec, JsonSerializer.Deserialize<CheckSpec>(json, StoredJson.Options));
            Assert.Equal(CheckKind.NameOf(spec), JsonNode.Parse(json)!["kind"]!.ToString());
        }
        Assert.Equal(10, CheckKind.All.Count);
    }

    [Theory]
    [InlineData(null, 204, true)]
    [InlineData("200", 204, false)]
    [InlineData("200,204", 204, true)]
    [InlineData("200-299, 401", 401, true)]
    public void Statuses_are_ranges(string? text, int status, bool holds) => Assert.Equal(holds, StatusRange.Read(text)!.Holds(status));

    [Theory]
    [InlineData("/status", "ok")]
    [InlineData("/checks/0/name", "db")]
    [InlineData("/a~1b", "1")]
    [InlineData("/checks/9", null)]
    [InlineData("/status/deeper", null)]
    public void A_pointer_finds_what_stands_there(string pointer, string? found) => Assert.Equal(found, JsonPlace.Read("""{"status":"ok","a/b":1,"checks":[{"name":"db"}]}""", pointer));

    [Fact]
    public void A_deployment_is_judged_by_its_condition_and_its_replicas()
    {
        static JsonObject Deployment(int wanted, int there, bool available) => JsonNode.Parse(
            $$$"""{"spec":{"replicas":{{{wanted}}}},"status":{"availableReplicas":{{{there}}},"conditions":[{"type":"Available","status":"{{{(available ? "True" : "False")}}}"}]}}""")!.AsObject();
        var thresholds = new Thresholds(">=", 100, 60, "%");
        Assert.Equal(CheckOutcome.Passed, ClusterProbe.Deployment(Deployment(3, 3, true), thresholds).Outcome);
        Assert.Equal((CheckOutcome.Warned, 66.7), ClusterProbe.Deployment(Deployment(3, 2, true), thresholds) is var two ? (two.Outcome, two.Value!.Value) : default);
        Assert.Equal(CheckOutcome.Failed, ClusterProbe.Deployment(Deployment(3, 0, false), thresholds).Outcome);
        Assert.Equal(CheckOutcome.Failed, ClusterProbe.Deployment(Deployment(0, 0, true), thresholds).Outcome);
    }
}
