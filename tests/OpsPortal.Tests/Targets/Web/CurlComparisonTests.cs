using System.Diagnostics;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Shell;
using OpsPortal.Tests.Runbooks.Compiling;
using Xunit;

namespace OpsPortal.Tests.Targets.Web;

/// <summary>The real curl and ours, asked the same of the same server: what is printed and the exit code agree.</summary>
public sealed partial class CurlComparisonTests : IAsyncLifetime
{
    private WebServer server = null!;

    public async Task InitializeAsync() => server = await WebServer.StartAsync();

    public Task DisposeAsync() => server.DisposeAsync().AsTask();

    [Theory]
    [InlineData("-s URL/json")]
    [InlineData("-s URL/plain")]
    [InlineData("-s URL/lines")]
    [InlineData("-s URL/empty")]
    [InlineData("-s URL/long")]
    [InlineData("-s URL/status/404")]
    [InlineData("-s URL/status/500 -w '%{http_code}'")]
    [InlineData("-f URL/status/503")]
    [InlineData("-sf URL/status/404")]
    [InlineData("-sSf URL/status/404")]
    [InlineData("-s --fail-with-body URL/status/500")]
    [InlineData("-s -o /dev/null -w '%{http_code}' URL/status/418")]
    [InlineData("-s -o /dev/null -w '%{http_code} %{content_type} %{size_download} %{num_redirects} %{url_effective}\\n' URL/json")]
    [InlineData("-s -w '\\n%{http_code}\\n' URL/plain")]
    [InlineData("-s -w '%{method} %{scheme} %{http_version} %{urlnum} %{exitcode} %{errormsg}|%%|%header{content-type}' URL/json")]
    [InlineData("-s -w '%{onerror}bad' URL/plain")]
    [InlineData("-sf -w '%{onerror}bad %{exitcode}' URL/status/500")]
    [InlineData("-si URL/json")]
    [InlineData("-sI URL/json")]
    [InlineData("-sfi URL/status/404")]
    [InlineData("-s -D - -o /dev/null URL/json")]
    [InlineData("-s -d a=1 -d b=2 URL/echo")]
    [InlineData("-s -d 'a=1&b=x y' URL/echo")]
    [InlineData("-s --data-raw '@a' URL/echo")]
    [InlineData("-s --data-urlencode 'q=a b&c/ä' --data-urlencode 'plain text' --data-urlencode '=x=y' URL/echo")]
    [InlineData("-sG -d a=1 --data-urlencode 'q=rate(x{a=~\"5..\"}[5m])' URL/echo")]
    [InlineData("-sG -d a=1 'URL/echo?b=2'")]
    [InlineData("-s --url-query 'a=b c' -d x=1 URL/echo")]
    [InlineData("-s --json '{\"a\": 1}' URL/echo")]
    [InlineData("-s --json '{\"a\":' --json '1}' URL/echo")]
    [InlineData("-s -X POST -H 'Content-Type: application/json' -d '{\n  \"a\": [1, 2]\n}' URL/echo")]
    [InlineData("-s -X POST URL/echo")]
    [InlineData("-s -XPUT -d x URL/echo")]
    [InlineData("-s -X DELETE URL/echo")]
    [InlineData("-s -X PATCH --data-binary 'a\nb\n' URL/echo")]
    [InlineData("-s -H 'X-A: 1' -H 'X-B;' -H 'Accept:' URL/echo")]
    [InlineData("-s -u me:secret URL/echo")]
    [InlineData("-s -u me: URL/echo")]
    [InlineData("-s --oauth2-bearer abc URL/echo")]
    [InlineData("-s -b 'a=1; b=2' -e http://from/ -r 0-5 URL/echo")]
    [InlineData("-s -F a=1 -F 'b=x y;type=text/plain' --form-string 'c=@d' URL/form")]
    [InlineData("-s -F 'f=@FILE;filename=n.txt' -F 'g=<FILE' URL/form")]
    [InlineData("-s -d @FILE URL/echo")]
    [InlineData("-s --data-binary @FILE URL/echo")]
    [InlineData("-s --data-urlencode n@FILE URL/echo")]
    [InlineData("-s -T FILE URL/echo")]
    [InlineData("-s URL/to/302")]
    [InlineData("-sL URL/to/302")]
    [InlineData("-siL URL/to/302")]
    [InlineData("-sL -d a=1 URL/to/301")]
    [InlineData("-sL -d a=1 URL/to/302")]
    [InlineData("-sL -d a=1 URL/to/303")]
    [InlineData("-sL -d a=1 URL/to/307")]
    [InlineData("-sL -d a=1 URL/to/308")]
    [InlineData("-sL -X POST -d a=1 URL/to/302")]
    [InlineData("-sL -X PUT -d a=1 URL/to/303")]
    [InlineData("-sL -o /dev/null -w '%{num_redirects} %{url_effective} %{http_code}' URL/to/302/to/302")]
    [InlineData("-s -o /dev/null -w '%{redirect_url}' URL/to/302")]
    [InlineData("-sSL --max-redirs 3 URL/loop")]
    [InlineData("-sL -c /dev/null URL/cookie")]
    [InlineData("-sS -m 0.3 -o /dev/null URL/hang -w '%{http_code}'")]
    [InlineData("-s URL/plain URL/json URL/lines")]
    [InlineData("-s --compressed URL/json")]
    [InlineData("-sS http://127.0.0.1:1/x")]
    [InlineData("-sS 'URL/echo?a=%20b&c=d+e#frag'")]
    [InlineData("-s --connect-to shop:80:127.0.0.1:PORT http://shop/echo")]
    [InlineData("-s --resolve shop:PORT:127.0.0.1 http://shop:PORT/echo")]
    [InlineData("-s --retry 3 --retry-delay 0 URL/flaky")]
    public async Task Prints_and_ends_as_curl_does(string arguments)
    {
        var file = Path.Combine(Path.GetTempPath(), $"curl-{server.Port}.txt");
        await File.WriteAllTextAsync(file, "first line\nsecond ä\n");
        try
        {
            var text = arguments.Replace("URL", server.Address.ToString().TrimEnd('/')).Replace("PORT", $"{server.Port}").Replace("FILE", file);
            var (output, error, code) = await RealAsync(text);
            var bench = new WebBench { Targets = new() { Http = new() { Allow = ["127.0.0.1", "shop"] } } };
            bench.Files[file] = await File.ReadAllBytesAsync(file);
            var compiled = Compiled.Of($"curl {text}");
            Assert.True(compiled.Mode == StepMode.Native, compiled.ManualReason);
            // a risk that is not a read would not be left open
            var ours = await EndAsync(bench, compiled);
            Assert.Equal(Plain(output), Plain(bench.Output.Out));
            Assert.Equal(code, ours);
            if (!arguments.Contains(" -m ") && !arguments.Contains(":1/")) Assert.Equal(Plain(error), Plain(bench.Output.Errors));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<int> EndAsync(WebBench bench, OpsPortal.Runbooks.Compiling.CompiledCommand compiled)
    {
        var outcome = await bench.RunAsync(compiled, default);
        Assert.True(outcome.Succeeded == (outcome.ExitCode == 0), outcome.Reason);
        return outcome.ExitCode ?? -1;
    }

    private static async Task<(string Output, string Error, int Code)> RealAsync(string arguments)
    {
        var pipeline = Assert.IsType<Pipeline>(Assert.Single(ShellParser.Parse($"curl {arguments}")));
        var start = new ProcessStartInfo("curl") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-q");
        // without a terminal it would draw a meter
        start.ArgumentList.Add("--no-progress-meter");
        foreach (var word in pipeline.Commands[0].Words.Skip(1)) start.ArgumentList.Add(word.Constant!);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (await output, await error, process.ExitCode);
    }

    [GeneratedRegex(@"^HTTP/[^\n]*\n(?:[A-Za-z-]+: [^\n]*\n)+", RegexOptions.Multiline)]
    private static partial Regex Head();

    // older ones write small letters
    [GeneratedRegex("%[0-9a-f]{2}")]
    private static partial Regex Hex();

    /// <summary>Dates differ, and the runtime keeps two groups of headers, so their order does.</summary>
    private static string Plain(string text) => Head().Replace(Hex().Replace(text, h => h.Value.ToUpperInvariant()).Replace("\r\n", "\n").TrimEnd('\n') + "\n", head =>
    {
        var lines = head.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('\n', lines.Take(1).Concat(lines.Skip(1).Where(l => !l.StartsWith("Date:", StringComparison.Ordinal)).Order(StringComparer.Ordinal))) + "\n";
    }).TrimEnd('\n');
}
