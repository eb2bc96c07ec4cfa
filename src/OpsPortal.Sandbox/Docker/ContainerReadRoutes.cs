using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Docker;

/// <summary>What tells of containers.</summary>
internal static class ContainerReadRoutes
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static void Map(WebApplication app, DockerEngine engine)
    {
        app.MapGet("/containers/json", async http =>
        {
            var filters = http.Filters;
            var all = http.Switch("all") || filters.Asks("status") || http.Query("limit") is not null;
            var most = int.TryParse(http.Query("limit"), CultureInfo.InvariantCulture, out var limit) && limit > 0 ? limit : int.MaxValue;
            var shown = engine.All().Where(c => engine.StateOf(c) is var state && (all || state.Runs || state.Status == "restarting") && filters.Container(c, state)).Take(most);
            await http.AnswerAsync(DockerHttp.Array(shown.Select(c => (JsonNode?)DockerView.Summary(engine, c))));
        });
        app.MapGet("/containers/{id}/json", async http => await http.AnswerAsync(DockerView.Detail(engine, engine.Find(http.Route("id")))));
        app.MapGet("/containers/{id}/logs", http => LogsAsync(http, engine));
        app.MapGet("/containers/{id}/stats", http => StatsAsync(http, engine));
        app.MapGet("/containers/{id}/top", async http =>
        {
            var container = engine.Find(http.Route("id"));
            var state = engine.StateOf(container);
            if (!state.Runs) throw DockerError.NotRunning(container.Id);
            var process = (int)(Naming.Hash(container.Id) % 30_000) + 1000;
            await http.AnswerAsync(new JsonObject
            {
                ["Titles"] = new JsonArray("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"),
                ["Processes"] = new JsonArray(new JsonArray("root", $"{process}", $"{process - 21}", "0", (state.StartedAt ?? engine.Now).ToString("HH:mm"), "?", "00:00:03", string.Join(' ', container.Command))),
            });
        });
        app.MapGet("/containers/{id}/archive", http => throw new DockerError(501, "The sandbox's containers have no files that could be copied."));
        app.MapMethods("/containers/{id}/archive", ["HEAD"], http => throw new DockerError(501, "The sandbox's containers have no files that could be copied."));
        app.MapPut("/containers/{id}/archive", http => throw new DockerError(501, "The sandbox's containers take no files."));
    }

    private static async Task LogsAsync(HttpContext http, DockerEngine engine)
    {
        var container = engine.Find(http.Route("id"));
        if (!http.Switch("stdout") && !http.Switch("stderr")) throw new DockerError(400, "Bad parameters: you must choose at least one stream");
        var (since, until, stamps) = (Moment(http.Query("since")), Moment(http.Query("until")), http.Switch("timestamps"));
        var follow = http.Switch("follow") && until is null;
        http.Response.ContentType = "application/vnd.docker.multiplexed-stream";
        await http.Response.StartAsync(http.RequestAborted);
        // the simulated programs write to their standard output alone
        if (!http.Switch("stdout")) return;
        using var turn = new SemaphoreSlim(1);
        await using var frames = new FrameStream(http.Response.Body, 1, turn);
        ValueTask WriteAsync(PodLogLine line) => frames.WriteAsync(Encoding.UTF8.GetBytes($"{(stamps ? DockerView.Nano(line.At) + " " : "")}{line.Text}\n"), http.RequestAborted);
        if (int.TryParse(http.Query("tail"), CultureInfo.InvariantCulture, out var most) && most >= 0)
        {
            var last = new Queue<PodLogLine>();
            await foreach (var line in engine.LogAsync(container, since, follow: false, http.RequestAborted))
            {
                if (line.At > until) break;
                last.Enqueue(line);
                if (last.Count > most) last.Dequeue();
            }
            foreach (var line in last) await WriteAsync(line);
            since = last.Count > 0 ? last.Last().At + TimeSpan.FromTicks(1) : engine.Now;
            if (!follow) return;
        }
        await foreach (var line in engine.LogAsync(container, since, follow, http.RequestAborted))
        {
            if (line.At > until) break;
            await WriteAsync(line);
        }
    }

    private static async Task StatsAsync(HttpContext http, DockerEngine engine)
    {
        var container = engine.Find(http.Route("id"));
        http.Response.ContentType = "application/json";
        var stream = http.Query("stream") is not ("0" or "false" or "False");
        do
        {
            await http.Response.WriteAsync(Reading(engine, container).ToJsonString() + "\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            if (stream) await Task.Delay(Second, engine.Machine.Store.Time, http.RequestAborted);
        }
        while (stream);
    }

    private static JsonObject Reading(DockerEngine engine, DockerContainer container)
    {
        var state = engine.StateOf(container);
        var used = state is { Runs: true, Pod: { } pod } ? engine.Machine.Runtime.Usage(engine.Machine.Namespace, pod)?.Values.FirstOrDefault() ?? (0, 0) : (0, 0);
        var (cores, bytes) = state.Runs ? (Math.Max(used.Item1, 1_000_000), Math.Max(used.Item2, 8L << 20)) : (0, 0);
        var up = state.StartedAt is { } started ? Math.Max(1, (engine.Now - started).TotalSeconds) : 1;
        const int Processors = 4;
        JsonObject Cpu(double seconds) => new()
        {
            ["cpu_usage"] = new JsonObject { ["total_usage"] = (long)(cores * seconds), ["usage_in_kernelmode"] = 0, ["usage_in_usermode"] = 0 },
            ["system_cpu_usage"] = (long)(1e9 * seconds * Processors),
            ["online_cpus"] = Processors,
        };
        var reading = new JsonObject
        {
            ["id"] = container.Id,
            ["name"] = $"/{container.Name}",
            ["read"] = DockerView.Nano(engine.Now),
            ["preread"] = DockerView.Nano(engine.Now - Second),
            ["cpu_stats"] = state.Runs ? Cpu(up + 1) : new JsonObject(),
            ["precpu_stats"] = state.Runs ? Cpu(up) : new JsonObject(),
            ["memory_stats"] = state.Runs ? new JsonObject { ["usage"] = bytes, ["limit"] = 8L << 30, ["stats"] = new JsonObject { ["inactive_file"] = 0 } } : new JsonObject(),
            ["pids_stats"] = state.Runs ? new JsonObject { ["current"] = 4 + (int)(Naming.Hash(container.Name) % 20) } : new JsonObject(),
            ["num_procs"] = 0,
            ["storage_stats"] = new JsonObject(),
        };
        if (!state.Runs) return reading;
        reading["networks"] = new JsonObject { ["eth0"] = new JsonObject { ["rx_bytes"] = (long)(up * 2100), ["tx_bytes"] = (long)(up * 1400) } };
        reading["blkio_stats"] = new JsonObject
        {
            ["io_service_bytes_recursive"] = new JsonArray(
                new JsonObject { ["major"] = 8, ["minor"] = 0, ["op"] = "read", ["value"] = 12_300_000 }, new JsonObject { ["major"] = 8, ["minor"] = 0, ["op"] = "write", ["value"] = (long)(up * 90) }),
        };
        return reading;
    }

    /// <summary>Seconds since 1970 with a fraction; zero means not asked.</summary>
    private static DateTimeOffset? Moment(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 && seconds < 1e11m ? DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;
}
