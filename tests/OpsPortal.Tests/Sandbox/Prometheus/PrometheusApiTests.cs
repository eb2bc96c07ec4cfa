using System.Text.Json.Nodes;
using OpsPortal.Tests.Sandbox.Http;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Prometheus;

public sealed class PrometheusApiTests : IAsyncDisposable
{
    private const string Api = "http://prometheus:9090/api/v1/";
    private readonly ServiceDrive drive = new("platform-service");

    public ValueTask DisposeAsync() => drive.DisposeAsync();

    [Theory]
    [InlineData("query?query=1", """{"status":"success","data":{"resultType":"scalar","result":[1795230720,"1"]}}""")]
    [InlineData("query?query=vector(2)&time=12.5", """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[12.500,"2"]}]}}""")]
    [InlineData("query?query=nothing", """{"status":"success","data":{"resultType":"vector","result":[]}}""")]
    [InlineData("query?query=%22text%22&time=2026-11-21T00:00:00Z", """{"status":"success","data":{"resultType":"string","result":[1795219200,"text"]}}""")]
    [InlineData("query_range?query=vector(1)&start=10&end=20&step=5s", """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[10,"1"],[15,"1"],[20,"1"]]}]}}""")]
    [InlineData("query?query=rate(up)", """{"status":"error","errorType":"bad_data","error":"invalid parameter \"query\": 1:6: parse error: expected type range vector in call to function \"rate\", got instant vector"}""")]
    [InlineData("query", """{"status":"error","errorType":"bad_data","error":"invalid parameter \"query\": unknown position: parse error: no expression found in input"}""")]
    [InlineData("query?query=up&time=soon", """{"status":"error","errorType":"bad_data","error":"invalid parameter \"time\": cannot parse \"soon\" to a valid timestamp"}""")]
    [InlineData("query_range?query=up&start=20&end=10&step=1", """{"status":"error","errorType":"bad_data","error":"invalid parameter \"end\": end timestamp must not be before start time"}""")]
    [InlineData("query_range?query=up&start=0&end=20&step=0", """{"status":"error","errorType":"bad_data","error":"invalid parameter \"step\": zero or negative query resolution step widths are not accepted. Try a positive integer"}""")]
    [InlineData("query_range?query=up&start=0&end=20000&step=1", """{"status":"error","errorType":"bad_data","error":"exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)"}""")]
    [InlineData("series", """{"status":"error","errorType":"bad_data","error":"no match[] parameter provided"}""")]
    [InlineData("label/job/values?match[]=redis_up", """{"status":"success","data":["redis"]}""")]
    public void Answers_have_the_shape_that_clients_read(string request, string expected) => Assert.Equal(expected, ServiceDrive.Text(drive.Ask("GET", Api + request)));

    [Fact]
    public void A_query_may_come_as_a_form()
    {
        var answer = drive.Ask("POST", Api + "query", "query=count(up%7Bjob%3D%22platform-service%22%7D)", ("Content-Type", "application/x-www-form-urlencoded"));
        Assert.Equal("3", (string)ServiceDrive.Json(answer)["data"]!["result"]![0]!["value"]![1]!);
    }

    [Fact]
    public void Series_and_labels_can_be_looked_up()
    {
        Assert.Equal(3, drive.Get(Api + "series?match[]=up{job=\"platform-service\"}")["data"]!.AsArray().Count);
        Assert.Contains("handler", drive.Get(Api + "labels")["data"]!.AsArray().Select(l => (string)l!));
        Assert.Contains("http_requests_total", drive.Get(Api + "label/__name__/values")["data"]!.AsArray().Select(l => (string)l!));
        Assert.Equal(422, drive.Ask("GET", Api + "query?query=up*on()up").Status);
    }

    [Fact]
    public void Pages_and_probes_answer()
    {
        Assert.Equal("Prometheus Server is Healthy.\n", ServiceDrive.Text(drive.Ask("GET", "http://localhost:9090/-/healthy")));
        Assert.StartsWith("text/html", drive.Ask("GET", "https://prometheus.example.com/graph").ContentType);
        Assert.Equal(5, ((JsonArray)drive.Get(Api + "rules")["data"]!["groups"]![0]!["rules"]!).Count);
        Assert.Equal(404, drive.Ask("GET", Api + "nothing").Status);
    }
}
