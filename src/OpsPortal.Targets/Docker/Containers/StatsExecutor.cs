using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Printing;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker.Containers;

/// <summary><c>docker stats</c>: one table, or a new one each second until it is stopped.</summary>
internal sealed class StatsExecutor : DockerExecutor<DockerStats>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly DockerListing Listing = new("{{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}", new Dictionary<string, string>
    {
        ["ID"] = "CONTAINER ID",
        ["Container"] = "CONTAINER",
        ["Name"] = "NAME",
        ["CPUPerc"] = "CPU %",
        ["MemUsage"] = "MEM USAGE / LIMIT",
        ["MemPerc"] = "MEM %",
        ["NetIO"] = "NET I/O",
        ["BlockIO"] = "BLOCK I/O",
        ["PIDs"] = "PIDS",
    });

    protected override async Task<ActionOutcome> ExecuteAsync(DockerStats action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        for (var round = 0; ; round++)
        {
            if (round > 0)
            {
                await Task.Delay(Pause, context.Time, cancellation);
                await context.Output.OutAsync("", cancellation);
            }
            var containers = action.Containers.Count > 0 ? action.Containers : await AllAsync(action, api, cancellation);
            // the Engine takes two readings a second apart for each, so all are asked at once
            List<JsonObject> rows = [.. await Task.WhenAll(containers.Select(c => RowAsync(api, c, action.NoTruncation, cancellation)))];
            foreach (var line in Listing.Print(action.Format, rows)) await context.Output.OutAsync(line, cancellation);
            await context.ShowAsync(new ResultGrid(null, [new("Name"), new("CPU", null, true), new("Memory / limit"), new("Memory", null, true), new("Network"), new("Disk"), new("Processes", null, true)],
                [.. rows.Select(r => (IReadOnlyList<string?>)[.. new[] { "Name", "CPUPerc", "MemUsage", "MemPerc", "NetIO", "BlockIO", "PIDs" }.Select(f => r.TextAt(f))])]), cancellation);
            if (action.Once) return new(true, $"CPU and memory of {rows.Count} container{(rows.Count == 1 ? "" : "s")}", 0);
        }
    }

    private static async Task<IReadOnlyList<string>> AllAsync(DockerStats action, DockerApi api, CancellationToken cancellation) =>
        [.. (await api.GetAsync($"/containers/json{DockerPath.Query(("all", action.All ? "1" : null))}", cancellation) as JsonArray ?? []).Select(c => c.TextAt("Id")!)];

    private static async Task<JsonObject> RowAsync(DockerApi api, string container, bool whole, CancellationToken cancellation)
    {
        var reading = await api.GetAsync(DockerPath.Container(container, "/stats?stream=false"), cancellation);
        var (id, used, limit) = (reading.TextAt("id") ?? container, Memory(reading), reading.NumberAt("memory_stats", "limit") ?? 0);
        var stopped = (reading.NumberAt("cpu_stats", "cpu_usage", "total_usage") ?? 0) == 0 && limit == 0;
        var networks = (reading.At("networks") as JsonObject ?? []).Select(n => n.Value).ToList();
        var blocks = reading.Objects("blkio_stats", "io_service_bytes_recursive").ToList();
        long Block(string operation) => blocks.Where(b => string.Equals(b.TextAt("op"), operation, StringComparison.OrdinalIgnoreCase)).Sum(b => b.NumberAt("value") ?? 0);
        return new JsonObject
        {
            ["BlockIO"] = stopped ? "--" : $"{DockerText.Size(Block("read"))} / {DockerText.Size(Block("write"))}",
            ["CPUPerc"] = stopped ? "--" : Percent(Cores(reading)),
            ["Container"] = container,
            ["ID"] = whole ? id : DockerText.ShortId(id),
            ["MemPerc"] = stopped ? "--" : Percent(limit == 0 ? 0 : 100.0 * used / limit),
            ["MemUsage"] = stopped ? "-- / --" : $"{DockerText.BinarySize(used)} / {DockerText.BinarySize(limit)}",
            ["Name"] = (reading.TextAt("name") ?? "").TrimStart('/'),
            ["NetIO"] = stopped ? "--" : $"{DockerText.Size(networks.Sum(n => n.NumberAt("rx_bytes") ?? 0))} / {DockerText.Size(networks.Sum(n => n.NumberAt("tx_bytes") ?? 0))}",
            ["PIDs"] = stopped ? "--" : $"{reading.NumberAt("pids_stats", "current") ?? 0}",
        };
    }

    /// <summary>Without the page cache that can be given back (cgroup v2 calls it inactive_file, v1 total_inactive_file).</summary>
    private static long Memory(JsonNode? reading)
    {
        var used = reading.NumberAt("memory_stats", "usage") ?? 0;
        var cache = reading.NumberAt("memory_stats", "stats", "total_inactive_file") ?? reading.NumberAt("memory_stats", "stats", "inactive_file") ?? 0;
        return cache < used ? used - cache : used;
    }

    private static double Cores(JsonNode? reading)
    {
        var used = (reading.NumberAt("cpu_stats", "cpu_usage", "total_usage") ?? 0) - (reading.NumberAt("precpu_stats", "cpu_usage", "total_usage") ?? 0);
        var passed = (reading.NumberAt("cpu_stats", "system_cpu_usage") ?? 0) - (reading.NumberAt("precpu_stats", "system_cpu_usage") ?? 0);
        var processors = reading.NumberAt("cpu_stats", "online_cpus") ?? 1;
        return used > 0 && passed > 0 ? 100.0 * used / passed * processors : 0;
    }

    private static string Percent(double value) => value.ToString("F2", CultureInfo.InvariantCulture) + "%";
}
