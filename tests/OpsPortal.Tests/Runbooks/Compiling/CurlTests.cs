using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Runbooks.Risks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class CurlTests
{
    private static HttpSend Send(string command) => Compiled.Native<HttpSend>(command);

    private static string Bound(string command, params (string, string)[] values)
    {
        var send = (HttpSend)Send(command).Bind(values.ToDictionary(v => v.Item1, v => v.Item2));
        return send.Body?.Data is [{ Text: { } body }] ? body.Text() : send.Transfers[0].Url.Text();
    }

    [Theory]
    [InlineData("curl -X GET https://api.example.com/health", "GET", "https://api.example.com/health", Risk.Read)]
    [InlineData("curl https://shop/health", "GET", "https://shop/health", Risk.Read)]
    [InlineData("curl localhost:8001/api", "GET", "http://localhost:8001/api", Risk.Read)]
    [InlineData("curl -f https://shop.example.com/health", "GET", "https://shop.example.com/health", Risk.Read)]
    [InlineData("curl -X POST https://shop/audit/cleanup", "POST", "https://shop/audit/cleanup", Risk.Change)]
    [InlineData("curl -XPOST -sS https://shop/x", "POST", "https://shop/x", Risk.Change)]
    [InlineData("curl -sSfXPUT https://shop/x", "PUT", "https://shop/x", Risk.Change)]
    [InlineData("curl -X DELETE https://shop/x", "DELETE", "https://shop/x", Risk.Destructive)]
    [InlineData("curl -sXDELETE https://shop/x", "DELETE", "https://shop/x", Risk.Destructive)]
    [InlineData("curl --request PATCH https://shop/x", "PATCH", "https://shop/x", Risk.Change)]
    [InlineData("curl -I https://shop/", "HEAD", "https://shop/", Risk.Read)]
    [InlineData("curl -sI https://shop/", "HEAD", "https://shop/", Risk.Read)]
    [InlineData("curl -d a=1 https://shop/x", "POST", "https://shop/x", Risk.Change)]
    [InlineData("curl -G -d a=1 https://shop/x", "GET", "https://shop/x", Risk.Read)]
    [InlineData("curl -sG --data-urlencode 'a=b c' https://shop/x", "GET", "https://shop/x", Risk.Read)]
    [InlineData("curl --json '{\"a\":1}' https://shop/x", "POST", "https://shop/x", Risk.Change)]
    [InlineData("curl -F a=1 https://shop/x", "POST", "https://shop/x", Risk.Change)]
    [InlineData("curl -T report.csv https://shop/x/", "PUT", "https://shop/x/report.csv", Risk.Change)]
    [InlineData("curl -X POST http://e:9200/logs/_search -d '{}'", "POST", "http://e:9200/logs/_search", Risk.Read)]
    [InlineData("curl -X POST http://p/api/v1/admin/tsdb/delete_series", "POST", "http://p/api/v1/admin/tsdb/delete_series", Risk.Change)]
    [InlineData("curl -X POST 'http://p/x?next=/api/v1/query'", "POST", "http://p/x?next=/api/v1/query", Risk.Change)]
    [InlineData("curl -X POST http://localhost:8002/api/v1/promote/{experiment_id}?force=true", "POST", "http://localhost:8002/api/v1/promote/<experiment_id>?force=true", Risk.Change)]
    public void Method_address_and_risk(string command, string method, string url, Risk risk)
    {
        var send = Send(command);
        Assert.Equal((method, url, risk), (send.EffectiveMethod(), ParameterText.Display(send.Transfers[0].Url.Template()), send.Risk));
        Assert.Equal(risk, Compiled.Of(command).Risk);
    }

    [Fact]
    public void A_body_over_several_lines_stays_as_it_is()
    {
        var send = Send("curl -X POST http://localhost:8002/api/v1/things \\\n  -H \"Content-Type: application/json\" \\\n  -d '{\n    \"code\": [\"def f(): pass\"],\n    \"n\": 1\n  }'");
        Assert.Equal("{\n    \"code\": [\"def f(): pass\"],\n    \"n\": 1\n  }", send.Body!.Data[0].Text!.Text());
        Assert.Null(send.Body.ContentType);
        Assert.Equal(new HttpHeader("Content-Type", "application/json"), Assert.Single(send.Headers));
    }

    [Fact]
    public void Switches()
    {
        var send = Send("curl -sSfLikv --compressed -m 5 --connect-timeout 2.5 --retry 3 --retry-delay 1 -w '%{http_code}' -o out.txt -u me:pw -b a=1 -A me https://shop");
        Assert.Equal((false, HttpFailure.WithoutBody, 50, true, true, true, true), (send.Silent, send.Fail, send.MostRedirects, send.Include, send.Insecure, send.Verbose, send.Compressed));
        Assert.Equal(("5", "2.5", 3, 1, "%{http_code}"), (send.Times.Most, send.Times.MostToConnect, send.Retries.Most, send.Retries.Delay, send.WriteOut));
        Assert.Equal(("out.txt", "me:pw", "a=1"), (send.Transfers[0].File, send.User, send.Cookies.Sent));
        Assert.Equal(new HttpHeader("User-Agent", "me"), Assert.Single(send.Headers));
        Assert.Equal("https://shop", send.Transfers[0].Url.Text());
    }

    [Fact]
    public void Files_go_with_addresses_in_turn()
    {
        var send = Send("curl -o a.txt http://shop/a -O http://shop/b.txt http://shop/c");
        Assert.Equal(["a.txt False", " True", " False"], send.Transfers.Select(t => $"{t.File} {t.NamedAsRemote}"));
    }

    [Fact]
    public void Forms_and_files()
    {
        var send = Send("curl -F 'name=x y' -F 'file=@dump.sql;type=text/plain' -F 'note=<note.txt' https://shop/x");
        Assert.Equal([new("name") { Value = "x y" }, new("file") { File = "dump.sql", FileName = "dump.sql", ContentType = "text/plain" }, new("note") { File = "note.txt" }], send.Body!.Fields);
        var data = Send("curl --data-binary @a.json -d @- --data-urlencode q@b https://shop/x").Body!.Data;
        Assert.Equal([new() { File = "a.json" }, new() { File = "-", WithoutLineEnds = true }, new() { Name = "q", File = "b", Encode = true }], data);
    }

    [Theory]
    [InlineData("http://h/run/{id}?force=true", "a/../b?x=1&y", "http://h/run/a%2F..%2Fb%3Fx%3D1%26y?force=true")]
    [InlineData("http://h/run/{id}", "a b", "http://h/run/a%20b")]
    [InlineData("http://h/x?name={id}", "1&admin=true#", "http://h/x?name=1%26admin%3Dtrue%23")]
    [InlineData("http://<id>:8080/x", "shop", "http://shop:8080/x")]
    [InlineData("<id>:8080/x", "shop", "http://shop:8080/x")]
    [InlineData("$id/health", "https://shop.example.com", "https://shop.example.com/health")]
    public void A_value_stays_in_its_place_of_the_address(string url, string value, string expected) => Assert.Equal(expected, Bound($"curl {url}", ("id", value)));

    [Fact]
    public void A_value_cannot_leave_its_folder() =>
        Assert.Contains("lead elsewhere", Assert.Throws<WebTextException>(() => Bound("curl http://h/run/{id}/x", ("id", ".."))).Message);

    [Fact]
    public void A_value_stays_in_its_place_of_the_body()
    {
        Assert.Equal("""{"a": "x\" , \"b\": \"y"}""", Bound("""curl -d '{"a": "<v>"}' http://h/x""", ("v", "x\" , \"b\": \"y")));
        Assert.Equal("""{"n": 5}""", Bound("""curl --json '{"n": <v>}' http://h/x""", ("v", "5")));
        Assert.Equal("""{"n": "5, \"b\": 6"}""", Bound("""curl --json '{"n": <v>}' http://h/x""", ("v", "5, \"b\": 6")));
        Assert.Equal("a=1%26b%3D2", Bound("curl -d 'a=<v>' http://h/x", ("v", "1&b=2")));
    }

    [Theory]
    [InlineData("curl -H 'X-API-Key: YOUR_API_KEY' https://h", "YOUR_API_KEY:text!")]
    [InlineData("curl -H 'Authorization: Bearer <jwt>' https://h", "jwt:text!")]
    [InlineData("curl -u admin:<x> https://h", "x:text!")]
    [InlineData("curl -u '<who>:<x>' https://h", "who:text x:text!")]
    [InlineData("curl https://<who>:<x>@h/y", "who:text x:text!")]
    [InlineData("curl http://h/{experiment_id}", "experiment_id:text")]
    [InlineData("curl --oauth2-bearer $T http://h", "T:text!")]
    public void Parameters(string command, string parameters) => Assert.Equal(parameters, Compiled.Parameters(command));

    [Theory]
    [InlineData("curl", "curl names no address")]
    [InlineData("curl --unknown https://h", "curl knows no option --unknown")]
    [InlineData("curl -x proxy:3128 https://h", "-x of curl is not yet understood")]
    [InlineData("curl ftp://h/x", "curl speaks ftp here")]
    [InlineData("curl 'http://h/{a,b}'", "several addresses at once")]
    [InlineData("curl -m soon https://h", "-m of curl wants a number of seconds")]
    [InlineData("curl -X", "-X has no value")]
    [InlineData("curl -d a=1 -F b=2 https://h", "either data or a form")]
    [InlineData("curl -request POST https://h", "one dash")]
    [InlineData("curl -H @headers.txt https://h", "headers from a file")]
    [InlineData("curl http://", "names no host")]
    public void What_is_left_to_a_person(string command, string reason) => Assert.Contains(reason, Compiled.Manual(command).ManualReason);

    [Theory]
    [InlineData("curl 'http://h/x?q=a b{c=\"d\"}'", "RB1160")]
    [InlineData("curl -d '{\"a\": 1,}' http://h/x", "RB1161")]
    [InlineData("curl -H 'Content-Type: application/json' -d a=b http://h/x", "RB1161")]
    [InlineData("curl -k https://h/x", "RB1162")]
    [InlineData("curl --nope https://h/x", "RB1101")]
    [InlineData("curl --digest https://h/x", "RB1102")]
    public void Diagnostics(string command, string code) => Assert.Equal(code, Assert.Single(Compiled.Of(command).Diagnostics).Code);

    [Fact]
    public void The_sentence_says_what_will_be_done_and_no_secret()
    {
        Assert.Equal("Send POST to http://localhost:8002/promote/<experiment_id>?force=true", Send("curl -X POST http://localhost:8002/promote/{experiment_id}?force=true").Sentence);
        Assert.Equal("Get https://h/x?access_token=…&a=1", Send("curl 'https://u:p@h/x?access_token=abc&a=1'").Sentence);
        Assert.Equal(new StepTarget(null, "host", "localhost:8001"), Send("curl localhost:8001/x").Target);
    }

    [Theory]
    [InlineData("curl -s http://prometheus:9090/api/v1/query --data-urlencode 'query=rate(errors_total[5m])'", "rate(errors_total[5m])")]
    [InlineData("curl -sG http://prometheus:9090/api/v1/query --data-urlencode 'query=up'", "up")]
    [InlineData("curl -X GET https://prometheus.example.com/api/v1/query?query=up", "up")]
    [InlineData("curl -s 'http://localhost:9090/api/v1/query?query=sum(rate(x{status=~\"5..\"}[5m]))' | grep -c a", "sum(rate(x{status=~\"5..\"}[5m]))")]
    [InlineData("curl -s 'http://localhost:9090/api/v1/query?query=histogram_quantile(0.95, sum(rate(b[5m])) by (le))'", "histogram_quantile(0.95, sum(rate(b[5m])) by (le))")]
    [InlineData("curl -s 'http://localhost:9090/api/v1/query?query=a%2Bb'", "a+b")]
    [InlineData("wget -qO- 'http://p:9090/api/v1/query?query=up'", "up")]
    [InlineData("curl -m 5 -d 'query=up' http://p/prom/api/v1/query", "up")]
    public void Questions_to_Prometheus_are_told_apart(string command, string query)
    {
        var compiled = Compiled.Of(command);
        Assert.Equal(query, Assert.IsType<PrometheusQuery>(compiled.Action).Query);
        Assert.Equal(Risk.Read, compiled.Risk);
    }

    [Fact]
    public void A_range_and_a_bare_query()
    {
        var range = Compiled.Native<PrometheusQuery>("curl 'http://p/api/v1/query_range?query=up&start=1&end=2&step=15s'");
        Assert.Equal(new("1", "2", "15s"), range.Range);
        var bare = OpsPortal.Runbooks.Compiling.CommandCompiler.Compile(Assert.Single(OpsPortal.Runbooks.Compiling.FenceReader.Read("sum by (job) (\n  rate(x[5m])\n)", "promql", 1)));
        Assert.Equal((StepMode.Native, Risk.Read), (bare.Mode, bare.Risk));
        Assert.Equal("Ask Prometheus for sum by (job) (   rate(x[5m]) )", bare.Action!.Sentence);
    }
}
