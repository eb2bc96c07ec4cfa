using System.Net;
using System.Net.Sockets;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets;
using OpsPortal.Tests.Runbooks.Compiling;
using OpsPortal.Tests.Targets.Kubernetes.Client;
using Xunit;

namespace OpsPortal.Tests.Targets.Web;

public sealed class HttpSendTests : IAsyncLifetime
{
    private readonly WebBench bench = new();
    private WebServer server = null!;

    public async Task InitializeAsync() => server = await WebServer.StartAsync();

    public Task DisposeAsync() => server.DisposeAsync().AsTask();

    private string At(string path) => $"http://127.0.0.1:{server.Port}{path}";

    [Fact]
    public async Task A_500_is_no_failure_and_is_told()
    {
        Assert.Equal(new(true, "500 Internal Server Error", 0) { HttpStatus = 500 }, await bench.RunAsync($"curl {At("/status/500")}"));
        Assert.Equal("status 500", bench.Output.Out);
    }

    [Theory]
    [InlineData("curl -s", "/status/403", 403)]
    [InlineData("curl -sf", "/status/404", 404)]
    [InlineData("wget -qO-", "/json", 200)]
    [InlineData("curl -s", "/json | head -1 && echo done", null)]
    public async Task The_status_of_the_last_answer_is_known(string program, string path, int? status) =>
        Assert.Equal(status, (await bench.RunAsync($"{program} {At(path)}")).HttpStatus);

    [Fact]
    public async Task Without_an_answer_there_is_no_status() => Assert.Null((await bench.RunAsync("curl -s http://127.0.0.1:1/")).HttpStatus);

    [Fact]
    public async Task A_route_keeps_the_name_of_the_host()
    {
        bench.Targets = new() { Http = new() { Routes = [new("platform-service:80", $"127.0.0.1:{server.Port}")] } };
        Assert.True((await bench.RunAsync("curl -s http://platform-service/json")).Succeeded);
        Assert.Equal("""{"status":"healthy","uptime":5}""", bench.Output.Out);
    }

    [Fact]
    public async Task A_host_that_nobody_allowed_is_not_asked()
    {
        var outcome = await bench.RunAsync("curl http://evil.test/x");
        Assert.False(outcome.Succeeded);
        Assert.Contains("evil.test:80 may not be asked from this environment", outcome.Reason);
        Assert.Empty(bench.Output.Errors);
    }

    [Fact]
    public async Task A_redirect_does_not_lead_out_of_what_is_allowed()
    {
        server.Away = "http://169.254.169.254/latest/";
        Assert.Contains("may not", (await bench.RunAsync($"curl -L {At("/away")}")).Reason);
        server.Away = "http://evil.test/";
        Assert.Contains("evil.test:80 may not be asked", (await bench.RunAsync($"curl -sL {At("/away")}")).Reason);
        server.Away = "file:///etc/passwd";
        Assert.Equal(1, (await bench.RunAsync($"curl -sL {At("/away")}")).ExitCode);
        Assert.Equal("", bench.Output.Out);
    }

    [Fact]
    public async Task An_override_of_the_address_has_to_be_allowed_itself()
    {
        Assert.Contains("may not", (await bench.RunAsync($"curl --connect-to 127.0.0.1:80:169.254.169.254:80 http://127.0.0.1/")).Reason);
        Assert.Contains("10.9.9.9:80 may not be asked", (await bench.RunAsync($"curl --resolve localhost:80:10.9.9.9 http://localhost/")).Reason);
    }

    [Fact]
    public async Task Credentials_do_not_follow_to_another_host()
    {
        await using var other = await WebServer.StartAsync();
        server.Away = $"http://127.0.0.1:{other.Port}/echo";
        await bench.RunAsync($"curl -sL -u me:secret -H 'Authorization: Bearer abc' -H 'X-Api-Key: k' -H 'X-Plain: 1' -b c=1 {At("/away")}");
        Assert.Equal($"GET /echo\nAccept: */*\nX-Plain: 1\n\n", bench.Output.Out);
    }

    [Fact]
    public async Task An_answer_goes_into_a_file()
    {
        Assert.Equal("200 OK, 31 bytes in audit-20261121.json", (await bench.RunAsync($"curl -s {At("/json")} -o audit-<day>.json", ("day", "20261121"))).Reason);
        Assert.Equal("""{"status":"healthy","uptime":5}""", bench.File("audit-20261121.json"));
        Assert.Matches("^200 OK, \\d+ bytes in echo.txt$", (await bench.RunAsync($"curl -sO {At("/deep/echo.txt")}")).Reason);
        Assert.Equal(23, (await bench.RunAsync($"curl -sO {At("/")}")).ExitCode);
        Assert.Equal("", bench.Output.Out);
    }

    [Fact]
    public async Task What_is_no_text_is_told_and_not_printed()
    {
        Assert.True((await bench.RunAsync($"curl -s {At("/binary")}")).Succeeded);
        Assert.Equal("", bench.Output.Out);
        Assert.StartsWith("The answer is no text (4 bytes)", bench.Output.Notes);
    }

    [Fact]
    public async Task A_change_is_announced_before_it_is_sent_and_a_read_is_not()
    {
        await bench.RunAsync($"curl -s {At("/json")}");
        Assert.Equal(0, bench.Announced);
        await bench.RunAsync($"curl -s -X POST {At("/echo")}");
        Assert.Equal(1, bench.Announced);
    }

    [Fact]
    public async Task A_change_whose_answer_is_lost_may_have_been_made()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        async Task HangUpAsync()
        {
            using var client = await silent.AcceptTcpClientAsync();
            _ = await client.GetStream().ReadAsync(new byte[4096]);
        }
        var hungUp = HangUpAsync();
        var lost = await Assert.ThrowsAsync<TargetUnreachableException>(() => bench.RunAsync($"curl -sS -X POST http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/x"));
        await hungUp;
        Assert.True(lost.RequestMayHaveArrived);
        Assert.Equal("curl: (52) Empty reply from server", bench.Output.Errors);
        hungUp = HangUpAsync();
        Assert.Equal(52, (await bench.RunAsync($"curl -s http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/x")).ExitCode);
        await hungUp;
    }

    [Fact]
    public async Task Failures_say_what_to_do_and_hold_no_secret()
    {
        var outcome = await bench.RunAsync("curl -sS -u me:hunter2 'http://u:hunter2@127.0.0.1:1/x?token=hunter2'");
        Assert.Equal(7, outcome.ExitCode);
        Assert.Contains("Nothing listens at 127.0.0.1:1", outcome.Reason);
        Assert.DoesNotContain("hunter2", outcome.Reason + bench.Output.Errors);
        await bench.RunAsync($"curl -sv -u me:hunter2 -H 'X-Auth-Token: hunter2' {At("/json")}");
        Assert.DoesNotContain("hunter2", bench.Output.Errors);
        Assert.Contains("> Authorization: •••", bench.Output.Errors);
        Assert.Contains("< HTTP/1.1 200 OK", bench.Output.Errors);
    }

    [Fact]
    public async Task A_value_cannot_add_a_header()
    {
        var outcome = await bench.RunAsync($"curl -H 'X-Id: <id>' {At("/echo")}", ("id", "1\r\nX-Admin: true"));
        Assert.False(outcome.Succeeded);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task A_value_cannot_leave_its_folder()
    {
        Assert.Contains("lead elsewhere", (await bench.RunAsync($"curl {At("/run/{id}/x")}", ("id", ".."))).Reason);
        Assert.Empty(server.Seen);
        await bench.RunAsync($"curl -s {At("/run/{id}?force=true")}", ("id", "../../admin?x=1#"));
        Assert.Equal("GET /run/..%2F..%2Fadmin%3Fx=1%23?force=true ", Assert.Single(server.Seen));
    }

    [Fact]
    public async Task A_missing_file_is_no_empty_body()
    {
        var outcome = await bench.RunAsync($"curl -s -d @body.json {At("/echo")}");
        Assert.Equal((26, "There is no file body.json here. Attach it to the runbook, or let an earlier step make it."), (outcome.ExitCode, outcome.Reason));
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task What_is_piped_in_is_sent()
    {
        var piped = new WebBench { Input = ["a", "b"] };
        await piped.RunAsync($"curl -s --data-binary @- {At("/echo")}");
        Assert.EndsWith("\na\nb\n", piped.Output.Out);
    }

    [Fact]
    public async Task Cookies_are_kept_in_a_file_and_read_from_it()
    {
        await bench.RunAsync($"curl -sL -c jar {At("/cookie")}");
        Assert.Contains("127.0.0.1\tFALSE\t/\tFALSE\t0\tseen\t1\n", bench.File("jar"));
        await bench.RunAsync($"curl -s -b jar {At("/cookie")}");
        Assert.Equal("seen 1\nseen 1", bench.Output.Out);
    }

    [Fact]
    public async Task Certificates_are_checked_by_the_machines_authorities_and_the_environments()
    {
        var certificates = new TestCertificates();
        await using var secure = await WebServer.StartAsync(certificates.Server());
        var url = $"https://127.0.0.1:{secure.Port}/json";
        var distrusted = await bench.RunAsync($"curl -sS {url}");
        Assert.Equal(60, distrusted.ExitCode);
        Assert.StartsWith("curl: (60) SSL certificate problem: unable to get local issuer certificate", bench.Output.Errors);
        Assert.Contains("let an administrator add its authority", distrusted.Reason);
        Assert.Equal(0, (await bench.RunAsync($"curl -sk {url}")).ExitCode);
        bench.Targets = bench.Targets with { Http = bench.Targets.Http with { Authorities = certificates.Authority.ExportCertificatePem(), Routes = [new("wrong.test", $"127.0.0.1:{secure.Port}"), new("api.test:443", $"127.0.0.1:{secure.Port}")] } };
        Assert.Equal(0, (await bench.RunAsync($"curl -s {url}")).ExitCode);
        Assert.Equal(0, (await bench.RunAsync("curl -s https://api.test/json")).ExitCode);
        Assert.Equal(60, (await bench.RunAsync("curl -sS https://wrong.test/json")).ExitCode);
        Assert.Contains("no alternative certificate subject name matches target host name 'wrong.test'", bench.Output.Errors);
        Assert.Equal(35, (await bench.RunAsync($"curl -s https://127.0.0.1:{server.Port}/json")).ExitCode);
    }

    [Fact]
    public async Task Cancelling_ends_it()
    {
        using var stop = new CancellationTokenSource();
        var running = bench.RunAsync(Compiled.Of($"curl -s {At("/hang")}"), stop.Token);
        while (server.Seen.IsEmpty) await Task.Yield();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_filter_reads_the_body()
    {
        await bench.RunAsync($"curl -s {At("/long")} | grep -c 'line 1'");
        Assert.Equal("11111", bench.Output.Out);
    }

    [Theory]
    [InlineData("wget -qO- URL/status/404", 8)]
    [InlineData("wget -q --spider URL/json", 0)]
    [InlineData("wget -q --spider URL/status/500", 8)]
    [InlineData("wget -qO- http://127.0.0.1:1/", 4)]
    [InlineData("http --check-status URL/status/404", 4)]
    [InlineData("http --check-status URL/status/503", 5)]
    [InlineData("http URL/status/503", 0)]
    public async Task Other_programs_end_with_their_own_codes(string command, int code) =>
        Assert.Equal(code, (await bench.RunAsync(command.Replace("URL", At("").TrimEnd('/')))).ExitCode);

    [Fact]
    public async Task Wget_saves_under_the_name_of_the_address()
    {
        Assert.Equal(Risk.Read, Compiled.Of($"wget {At("/lines")}").Risk);
        Assert.True((await bench.RunAsync($"wget {At("/lines")}")).Succeeded);
        Assert.Equal("one\r\ntwo\nthree\n", bench.File("lines"));
    }
}
