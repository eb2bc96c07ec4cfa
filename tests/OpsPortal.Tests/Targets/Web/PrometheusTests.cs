using OpsPortal.Runbooks.Compiling;
using OpsPortal.Targets;
using Xunit;

namespace OpsPortal.Tests.Targets.Web;

public sealed class PrometheusTests : IAsyncLifetime
{
    private readonly WebBench bench = new();
    private WebServer server = null!;

    public async Task InitializeAsync()
    {
        server = await WebServer.StartAsync();
        server.Vector = """{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"up","job":"web","instance":"a:1"},"value":[1795262400.123,"1"]},{"metric":{"__name__":"up","job":"db"},"value":[1795262400.123,"NaN"]}]}}""";
        server.Matrix = """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"up","job":"web"},"values":[[1795262400,"1"],[1795262415,"+Inf"],[1795262430,"0.5"]]}]}}""";
        bench.Targets = new() { Prometheus = new($"http://127.0.0.1:{server.Port}") };
    }

    public Task DisposeAsync() => server.DisposeAsync().AsTask();

    private Task<ActionOutcome> AskAsync(string query) => bench.RunAsync(CommandCompiler.Compile(Assert.Single(FenceReader.Read(query, "promql", 1))), default);

    [Fact]
    public async Task A_bare_query_prints_a_table_and_shows_a_grid_and_the_last_hour()
    {
        Assert.Equal(new(true, "2 series"), await AskAsync("up{job=~\"web|db\"}"));
        Assert.Equal("up{instance=\"a:1\", job=\"web\"}  1\nup{job=\"db\"}                   NaN", bench.Output.Out);
        var grid = Assert.IsType<ResultGrid>(bench.Views[0]);
        Assert.Equal(["metric", "instance", "job", "value"], grid.Columns.Select(c => c.Name));
        Assert.Equal(["up", null, "db", "NaN"], grid.Rows[1]);
        var plot = Assert.IsType<ResultPlot>(bench.Views[1]);
        Assert.Equal([1, null, 0.5], plot.Series[0].Points.Select(p => p.Value));
        Assert.Contains(server.Seen, s => s.StartsWith("GET /api/v1/query?query=up%7Bjob%3D~%22web%7Cdb%22%7D ", StringComparison.Ordinal));
        Assert.Contains(server.Seen, s => s.StartsWith("GET /api/v1/query_range?query=", StringComparison.Ordinal) && s.Contains("&step=15"));
        Assert.Equal(0, bench.Announced);
    }

    [Fact]
    public async Task An_empty_vector_is_no_data()
    {
        server.Vector = """{"status":"success","data":{"resultType":"vector","result":[]}}""";
        Assert.Equal(new(true, "no data"), await AskAsync("nothing"));
        Assert.Equal("no data", bench.Output.Out);
        Assert.Empty(bench.Views);
    }

    [Fact]
    public async Task A_scalar_and_a_refusal()
    {
        server.Vector = """{"status":"success","data":{"resultType":"scalar","result":[1795262400,"42"]},"warnings":["slow"]}""";
        Assert.Equal("42", (await AskAsync("42")).Reason);
        Assert.Equal(("42", "slow"), (bench.Output.Out, bench.Output.Notes));
        server.Vector = """{"status":"error","errorType":"bad_data","error":"parse error"}""";
        Assert.Equal(new(false, "Prometheus refused the query: bad_data: parse error"), await AskAsync("sum("));
        server.Vector = "<html>";
        Assert.Contains("but not as Prometheus does", (await AskAsync("up")).Reason);
    }

    [Fact]
    public async Task Without_a_Prometheus_it_says_who_can_add_one()
    {
        bench.Targets = TargetSettings.None;
        Assert.Contains("has no Prometheus", (await Assert.ThrowsAsync<TargetUnreachableException>(() => AskAsync("up"))).Message);
    }

    [Theory]
    [InlineData("curl -s URL/api/v1/query --data-urlencode 'query=up'", "POST /api/v1/query query=up")]
    [InlineData("curl -sG URL/api/v1/query --data-urlencode 'query=up{a=\"b\"}'", "GET /api/v1/query?query=up%7Ba%3D%22b%22%7D ")]
    [InlineData("curl -s 'URL/api/v1/query?query=histogram_quantile(0.95, sum(rate(b{status=~\"5..\"}[5m])) by (le))'", "GET /api/v1/query?query=histogram_quantile(0.95,%20sum(rate(b%7Bstatus=~%225..%22%7D%5B5m%5D))%20by%20(le)) ")]
    public async Task What_curl_asks_prints_what_curl_prints(string command, string asked)
    {
        var outcome = await bench.RunAsync(command.Replace("URL", $"http://127.0.0.1:{server.Port}"));
        Assert.Equal(new(true, "200 OK, 2 series", 0) { HttpStatus = 200 }, outcome);
        Assert.Equal(server.Vector, bench.Output.Out);
        Assert.Equal(asked, server.Seen.First());
        Assert.Equal(["ResultGrid", "ResultPlot"], bench.Views.Select(v => v.GetType().Name));
        Assert.Equal(0, bench.Announced);
    }

    [Fact]
    public async Task A_range_is_drawn()
    {
        var outcome = await bench.RunAsync($"curl -s 'http://127.0.0.1:{server.Port}/api/v1/query_range?query=up&start=1&end=2&step=15'");
        Assert.Equal("200 OK, 1 series", outcome.Reason);
        Assert.Equal(3, Assert.IsType<ResultPlot>(Assert.Single(bench.Views)).Series[0].Points.Count);
    }
}
