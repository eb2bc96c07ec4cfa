using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using OpsPortal.Sandbox.Http;
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
        var (code, error, answer) = await Fetch(call, options);
        if (code == 0 && options.Fail && answer!.Status >= 400) (code, error) = (22, $"The requested URL returned error: {answer.Status}");
        if (code != 0) return options.Silent ? code : await call.Fail($"curl: ({code}) {error}", code);
        if (options.Headers) await call.Output.WriteAsync(Head(answer!));
        if (options.Method != "HEAD")
            foreach (var piece in answer!.Body) await call.Output.WriteAsync(piece);
        return 0;
    }

    public static async Task<int> Wget(ProgramCall call)
    {
        var options = CurlOptions.Of([call.Arguments.LastOrDefault(a => !a.StartsWith('-')) ?? ""]);
        var (code, error, answer) = await Fetch(call, options);
        if (code == 0 && answer!.Status >= 400) (code, error) = (1, $"server returned error: HTTP/1.1 {answer.Status} {ReasonPhrases.GetReasonPhrase(answer.Status)}");
        return code == 0 ? await call.Say(string.Concat(answer!.Body)) : await call.Fail($"wget: {error}");
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

    private static async Task<(int Code, string Error, ServiceAnswer? Answer)> Fetch(ProgramCall call, CurlOptions options)
    {
        if (options.Address is not { } address) return (3, "URL using bad/illegal format or missing URL", null);
        var (host, port) = (address.Host, address.Port);
        var reach = Reach.To(call.World, host, port);
        switch (reach.Outcome)
        {
            case ReachOutcome.UnknownHost: return (6, $"Could not resolve host: {host}", null);
            case ReachOutcome.Refused: return (7, $"Failed to connect to {host} port {port} after 2 ms: Couldn't connect to server", null);
            case ReachOutcome.TimedOut:
                await Task.Delay(Patience, call.World.Store.Time, call.Cancellation);
                return (28, "Connection timed out", null);
        }
        var profile = reach.Pod is null ? null : call.World.ProfileOf(reach.Pod);
        if (profile is null || profile.Database is not null || profile.Redis) return (52, "Empty reply from server", null);
        var request = new ServiceRequest(options.Method, address.Authority, address.AbsolutePath, address.Query, options.RequestHeaders, options.Body);
        if (call.World.Apis.Value.AskPod(reach.Pod!, request) is not { } answer)
            answer = profile.Http.TryGetValue(address.AbsolutePath, out var body) ? ServiceAnswer.Text(body, "application/json") : ServiceAnswer.NotFound(address.AbsolutePath);
        if (answer.Delay > TimeSpan.Zero) await Task.Delay(answer.Delay, call.World.Store.Time, call.Cancellation);
        return (0, "", answer);
    }

    private static string Head(ServiceAnswer answer)
    {
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} {ReasonPhrases.GetReasonPhrase(answer.Status)}\r\nContent-Type: {answer.ContentType}\r\n");
        foreach (var (name, value) in answer.Headers) head.Append(name).Append(": ").Append(value).Append("\r\n");
        return head.Append("\r\n").ToString();
    }

    private static async Task<int> FailLookup(ProgramCall call, string text)
    {
        await call.Say(text);
        return 1;
    }
}
