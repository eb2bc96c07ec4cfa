using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Printing;
using OpsPortal.Targets.Docker.Templates;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker.Resources;

/// <summary><c>docker system df</c>, <c>docker info</c> and <c>docker version</c>. There is no client of docker's own here, so only the server is told of.</summary>
internal sealed class AboutExecutor : DockerExecutor<DockerAbout>
{
    private static readonly DockerListing Usage = new("{{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}", new Dictionary<string, string>
    {
        ["Type"] = "TYPE",
        ["TotalCount"] = "TOTAL",
        ["Active"] = "ACTIVE",
        ["Size"] = "SIZE",
        ["Reclaimable"] = "RECLAIMABLE",
    });

    protected override async Task<ActionOutcome> ExecuteAsync(DockerAbout action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var answer = await api.GetAsync(action.What switch { "df" => "/system/df", "info" => "/info", _ => "/version" }, cancellation);
        IEnumerable<string> lines = action switch
        {
            { What: "df" } => Usage.Print(action.Format, DiskUsage.Of(answer)),
            { Format: { } format } => GoTemplate.Parse(format == "json" ? "{{json .}}" : format).Fill(action.What == "version" ? new JsonObject { ["Server"] = answer?.DeepClone() } : answer).Split('\n'),
            { What: "info" } => Info(answer),
            _ => Version(answer),
        };
        foreach (var line in lines) await context.Output.OutAsync(line, cancellation);
        return new(true, action.What switch { "df" => "read what Docker takes of the disk", "info" => "read how Docker is doing", _ => $"Docker {answer.TextAt("Version")}" }, 0);
    }

    private static IEnumerable<string> Info(JsonNode? info)
    {
        yield return "Server:";
        yield return $" Containers: {info.TextAt("Containers")}";
        yield return $"  Running: {info.TextAt("ContainersRunning")}";
        yield return $"  Paused: {info.TextAt("ContainersPaused")}";
        yield return $"  Stopped: {info.TextAt("ContainersStopped")}";
        yield return $" Images: {info.TextAt("Images")}";
        foreach (var (name, field) in new[]
        {
            ("Server Version", "ServerVersion"), ("Storage Driver", "Driver"), ("Logging Driver", "LoggingDriver"), ("Cgroup Driver", "CgroupDriver"), ("Cgroup Version", "CgroupVersion"),
            ("Kernel Version", "KernelVersion"), ("Operating System", "OperatingSystem"), ("OSType", "OSType"), ("Architecture", "Architecture"), ("CPUs", "NCPU"),
        })
            if (info.TextAt(field) is { Length: > 0 } value) yield return $" {name}: {value}";
        yield return $" Total Memory: {DockerText.BinarySize(info.NumberAt("MemTotal") ?? 0)}";
        yield return $" Name: {info.TextAt("Name")}";
        yield return $" Docker Root Dir: {info.TextAt("DockerRootDir")}";
        foreach (var warning in info.TextsAt("Warnings")) yield return warning;
    }

    private static IEnumerable<string> Version(JsonNode? version)
    {
        yield return $"Server: {version.TextAt("Platform", "Name")}".TrimEnd();
        foreach (var (name, value) in new[]
        {
            ("Version:", version.TextAt("Version")), ("API version:", $"{version.TextAt("ApiVersion")} (minimum version {version.TextAt("MinAPIVersion")})"), ("Go version:", version.TextAt("GoVersion")),
            ("Git commit:", version.TextAt("GitCommit")), ("Built:", version.Time("BuildTime")?.ToString("ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture)), ("OS/Arch:", $"{version.TextAt("Os")}/{version.TextAt("Arch")}"),
        })
            if (value is { Length: > 0 }) yield return $"  {name,-17} {value}";
    }
}

internal static class DiskUsage
{
    public static IReadOnlyList<JsonObject> Of(JsonNode? usage)
    {
        var (images, containers, volumes, caches) = (usage.Objects("Images").ToList(), usage.Objects("Containers").ToList(), usage.Objects("Volumes").ToList(), usage.Objects("BuildCache").ToList());
        var layers = usage.NumberAt("LayersSize") ?? 0;
        var usedImages = images.Where(i => i.NumberAt("Containers") > 0).ToList();
        var idleImages = Math.Max(0, layers - usedImages.Sum(i => Own(i)));
        var idleContainers = containers.Where(c => c.TextAt("State") is not ("running" or "paused" or "restarting")).ToList();
        var idleVolumes = volumes.Where(v => v.NumberAt("UsageData", "RefCount") == 0).ToList();
        long Written(IEnumerable<JsonObject> these) => these.Sum(c => c.NumberAt("SizeRw") ?? 0);
        long Filled(IEnumerable<JsonObject> these) => these.Sum(v => Math.Max(0, v.NumberAt("UsageData", "Size") ?? 0));
        var cached = caches.Where(c => !c.FlagAt("Shared")).Sum(c => c.NumberAt("Size") ?? 0);
        return
        [
            Row("Images", images.Count, usedImages.Count, layers, idleImages, always: true),
            Row("Containers", containers.Count, containers.Count - idleContainers.Count, Written(containers), Written(idleContainers), always: true),
            Row("Local Volumes", volumes.Count, volumes.Count - idleVolumes.Count, Filled(volumes), Filled(idleVolumes), always: true),
            Row("Build Cache", caches.Count, caches.Count(c => c.FlagAt("InUse")), cached, caches.Where(c => !c.FlagAt("InUse") && !c.FlagAt("Shared")).Sum(c => c.NumberAt("Size") ?? 0), always: false),
        ];
    }

    private static long Own(JsonObject image) => (image.NumberAt("Size") ?? 0) - Math.Max(0, image.NumberAt("SharedSize") ?? 0);

    private static JsonObject Row(string type, int total, int active, long size, long idle, bool always) => new()
    {
        ["Active"] = $"{active}",
        ["Reclaimable"] = always && size > 0 ? $"{DockerText.Size(idle, 4)} ({idle * 100 / size}%)" : DockerText.Size(idle, 4),
        ["Size"] = DockerText.Size(size, 4),
        ["TotalCount"] = $"{total}",
        ["Type"] = type,
    };
}
