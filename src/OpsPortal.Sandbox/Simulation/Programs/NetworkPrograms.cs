using System.Globalization;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Programs;

/// <summary>Programs that talk to other pods, in the words of curl, busybox and iputils.</summary>
internal static class NetworkPrograms
{
    /// <summary>What waiting for a refused packet takes here; real clients take minutes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static async Task<int> Curl(ProgramCall call)
    {
        var options = CurlOptions.Of(call.Arguments);
        if (options.Url is null) return await call.Fail("curl: try 'curl --help' for more information", 2);
        var (host, port, path) = Parts(options.Url);
        var (code, error, body) = await Fetch(call, host, port, path, options.Fail);
        if (code != 0) return options.Silent ? code : await call.Fail($"curl: ({code}) {error}", code);
        if (options.Headers) await call.Say("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r");
        return await call.Say(body);
    }

    public static async Task<int> Wget(ProgramCall call)
    {
        var (host, port, path) = Parts(call.Arguments.LastOrDefault(a => !a.StartsWith('-')) ?? "");
        var (code, error, body) = await Fetch(call, host, port, path, fail: true);
        return code == 0 ? await call.Say(body) : await call.Fail($"wget: {error}");
    }

    public static Task<int> Lookup(ProgramCall call)
    {
        var host = call.Arguments.FirstOrDefault(a => !a.StartsWith('-')) ?? "";
        const string Server = "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n";
        return ClusterNames.Service(call.World.Store, call.World.Namespace, host) is { } service
            ? call.Say($"{Server}Name:\t{service.Name}.{service.Namespace}.svc.{ClusterNames.Domain}\nAddress: {service.Text("spec", "clusterIP")}\n")
            : FailLookup(call, $"{Server}** server can't find {host}: NXDOMAIN\n");
    }

    public static async Task<int> Ping(ProgramCall call)
    {
        var host = call.Arguments.LastOrDefault(a => !a.StartsWith('-') && !int.TryParse(a, CultureInfo.InvariantCulture, out _)) ?? "";
        var target = call.World.Store.View(ResourceTypes.Pods, call.World.Namespace).Items.FirstOrDefault(p => p.Name == host || p.Text("status", "podIP") == host);
        var address = target?.Text("status", "podIP") ?? ClusterNames.Service(call.World.Store, call.World.Namespace, host)?.Text("spec", "clusterIP");
        if (address is null) return await call.Fail($"ping: {host}: Name or service not known", 2);
        var asked = call.Arguments.ToList().IndexOf("-c") is var at and >= 0 && at + 1 < call.Arguments.Count && int.TryParse(call.Arguments[at + 1], CultureInfo.InvariantCulture, out var n) ? n : 4;
        await call.Say($"PING {host} ({address}) 56(84) bytes of data.");
        for (var i = 1; i <= asked; i++)
        {
            if (i > 1) await Task.Delay(TimeSpan.FromSeconds(1), call.World.Store.Time, call.Cancellation);
            await call.Say($"64 bytes from {address}: icmp_seq={i} ttl=63 time=0.{210 + (i * 37 % 90)} ms");
            await call.Output.FlushAsync(call.Cancellation);
        }
        return await call.Say($"\n--- {host} ping statistics ---\n{asked} packets transmitted, {asked} received, 0% packet loss, time {(asked - 1) * 1001}ms");
    }

    private static async Task<(int Code, string Error, string Body)> Fetch(ProgramCall call, string host, int port, string path, bool fail)
    {
        var reach = Reach.To(call.World, host, port);
        switch (reach.Outcome)
        {
            case ReachOutcome.UnknownHost: return (6, $"Could not resolve host: {host}", "");
            case ReachOutcome.Refused: return (7, $"Failed to connect to {host} port {port} after 2 ms: Couldn't connect to server", "");
            case ReachOutcome.TimedOut:
                await Task.Delay(Patience, call.World.Store.Time, call.Cancellation);
                return (28, "Connection timed out", "");
        }
        var profile = reach.Pod is null ? null : call.World.ProfileOf(reach.Pod);
        if (profile is null || profile.Database is not null || profile.Redis) return (52, "Empty reply from server", "");
        if (profile.Http.TryGetValue(path.Split('?')[0], out var body)) return (0, "", body);
        return fail ? (22, "The requested URL returned error: 404", "") : (0, "", "{\"error\":\"Not Found\"}");
    }

    private static (string Host, int Port, string Path) Parts(string url)
    {
        var absolute = url.Contains("://", StringComparison.Ordinal) ? url : $"http://{url}";
        return Uri.TryCreate(absolute, UriKind.Absolute, out var parsed) ? (parsed.Host, parsed.Port, parsed.AbsolutePath) : (url, 80, "/");
    }

    private static async Task<int> FailLookup(ProgramCall call, string text)
    {
        await call.Say(text);
        return 1;
    }
}

/// <summary>The options of curl that change what is seen; those with a value are known so that the value is not taken for the address.</summary>
internal sealed record CurlOptions(string? Url, bool Silent, bool Fail, bool Headers)
{
    private static readonly HashSet<string> WithValue =
        ["-X", "--request", "-H", "--header", "-d", "--data", "--data-urlencode", "-o", "--output", "-m", "--max-time", "--connect-timeout", "-w", "--write-out", "-u", "--user", "-A"];

    public static CurlOptions Of(IReadOnlyList<string> arguments)
    {
        var options = new CurlOptions(null, false, false, false);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (WithValue.Contains(argument)) i++;
            else if (argument.StartsWith("--", StringComparison.Ordinal))
                options = options with { Silent = options.Silent || argument == "--silent", Fail = options.Fail || argument == "--fail", Headers = options.Headers || argument == "--include" };
            else if (argument.StartsWith('-'))
                options = options with
                {
                    Silent = options.Silent || (argument.Contains('s') && !argument.Contains('S')),
                    Fail = options.Fail || argument.Contains('f'),
                    Headers = options.Headers || argument.Contains('i'),
                };
            else options = options with { Url = argument };
        }
        return options;
    }
}
