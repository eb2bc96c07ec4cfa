using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Docker;

/// <summary>Images that lie on the simulated host, and those that it could pull: all versions that the system's file names.</summary>
internal sealed class DockerImageStore
{
    private readonly Lock gate = new();
    private readonly HashSet<string> pulled = [];
    private readonly HashSet<string> available;
    private readonly DateTimeOffset from;

    public DockerImageStore(DockerMachine machine, SystemDefinition system)
    {
        from = machine.Now;
        available = [.. system.Images.SelectMany(i => i.Tags.Keys.Select(tag => $"{i.Repository}:{tag}"))];
        foreach (var (_, config) in DockerSeed.Containers()) pulled.Add(config.Text("Image")!);
        pulled.UnionWith(available.Where(a => a.EndsWith("/api:2.1.0", StringComparison.Ordinal)));
    }

    public bool Has(string image)
    {
        lock (gate) return pulled.Contains(Tagged(image)) || pulled.Any(p => Id(p).StartsWith(Bare(image), StringComparison.Ordinal) && Bare(image).Length > 5);
    }

    public bool CanPull(string image) => available.Contains(Tagged(image));

    /// <summary>False where it was there.</summary>
    public bool Pull(string image)
    {
        lock (gate) return pulled.Add(Tagged(image));
    }

    public string? Remove(string image)
    {
        lock (gate) return pulled.Remove(Tagged(image)) ? Tagged(image) : null;
    }

    public IReadOnlyList<JsonObject> List(Func<string, int> users)
    {
        lock (gate) return [.. pulled.Order(StringComparer.Ordinal).OrderByDescending(tag => CreatedAt(tag)).Select(tag => Summary(tag, users(tag)))];
    }

    public JsonObject Summary(string tag, int users) => new()
    {
        ["Id"] = $"sha256:{Id(tag)}",
        ["RepoTags"] = new JsonArray(tag),
        ["RepoDigests"] = new JsonArray(),
        ["Created"] = (from - Age(tag)).ToUnixTimeSeconds(),
        ["Size"] = Size(tag),
        ["SharedSize"] = -1,
        ["Containers"] = users,
        ["Labels"] = new JsonObject(),
        ["ParentId"] = "",
    };

    public DateTimeOffset CreatedAt(string tag) => from - Age(tag);

    public static string Id(string tag) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tag)));

    /// <summary>By which a registry knows it.</summary>
    public static string Digest(string image) => $"sha256:{Id(Tagged(image) + "/digest")}";

    /// <summary>With a tag, without what Docker puts in front by itself.</summary>
    public static string Tagged(string image)
    {
        foreach (var prefix in (string[])["docker.io/library/", "docker.io/"])
            if (image.StartsWith(prefix, StringComparison.Ordinal)) image = image[prefix.Length..];
        return image.LastIndexOf(':') > image.LastIndexOf('/') ? image : image + ":latest";
    }

    public static long Size(string tag) => 60_000_000 + (long)(Naming.Hash(tag.Split(':')[0]) % 240_000_000);

    private static TimeSpan Age(string tag) => TimeSpan.FromHours(30 + (long)(Naming.Hash(tag) % 1500));

    private static string Bare(string image) => image.Replace("sha256:", "", StringComparison.Ordinal);
}

/// <summary>Volumes and networks of the simulated host.</summary>
internal sealed class DockerResourceStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Kind, string Name), JsonObject> all = [];

    public DockerResourceStore(DateTimeOffset now)
    {
        foreach (var name in (string[])["bridge", "host", "none"]) Create("network", name, name is "none" ? "null" : name, [], now - DockerSeed.Age);
        Create("network", $"{DockerSeed.Project}_default", "bridge", Labels("network", "default"), now - DockerSeed.Age);
        foreach (var volume in (string[])["postgres_data", "redis_data"]) Create("volume", $"{DockerSeed.Project}_{volume}", "local", Labels("volume", volume), now - DockerSeed.Age);
    }

    /// <param name="kind"><c>volume</c> or <c>network</c>.</param>
    public IReadOnlyList<JsonObject> List(string kind)
    {
        lock (gate) return [.. all.Where(r => r.Key.Kind == kind).OrderBy(r => r.Key.Name, StringComparer.Ordinal).Select(r => (JsonObject)r.Value.DeepClone())];
    }

    public JsonObject Find(string kind, string name)
    {
        lock (gate)
            return (JsonObject)(all.GetValueOrDefault((kind, name)) ?? all.Values.FirstOrDefault(r => name.Length > 5 && r.Text("Id")?.StartsWith(name, StringComparison.Ordinal) == true)
                ?? throw new DockerError(404, kind == "volume" ? $"get {name}: no such volume" : $"network {name} not found")).DeepClone();
    }

    public JsonObject Create(string kind, string name, string driver, JsonObject labels, DateTimeOffset now)
    {
        lock (gate)
        {
            if (all.TryGetValue((kind, name), out var known)) return kind == "volume" ? known : throw new DockerError(409, $"network with name {name} already exists");
            var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}/{name}/{now.Ticks}")));
            return all[(kind, name)] = kind == "volume"
                ? new JsonObject { ["CreatedAt"] = now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), ["Driver"] = driver, ["Labels"] = labels, ["Mountpoint"] = $"/var/lib/docker/volumes/{name}/_data", ["Name"] = name, ["Options"] = null, ["Scope"] = "local" }
                : new JsonObject
                {
                    ["Name"] = name,
                    ["Id"] = id,
                    ["Created"] = now.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'"),
                    ["Scope"] = "local",
                    ["Driver"] = driver,
                    ["EnableIPv4"] = true,
                    ["EnableIPv6"] = false,
                    ["Internal"] = false,
                    ["Attachable"] = false,
                    ["Ingress"] = false,
                    ["Containers"] = new JsonObject(),
                    ["Options"] = new JsonObject(),
                    ["Labels"] = labels,
                };
        }
    }

    public void Remove(string kind, string name, IReadOnlyList<string> users)
    {
        var found = Find(kind, name).Text("Name")!;
        if (users.Count > 0)
            throw kind == "volume"
                ? new DockerError(409, $"remove {found}: volume is in use - [{string.Join(", ", users)}]")
                : new DockerError(403, $"error while removing network: network {found} has active endpoints");
        if (kind == "network" && found is "bridge" or "host" or "none") throw new DockerError(403, $"{found} is a pre-defined network and cannot be removed");
        lock (gate) all.Remove((kind, found));
    }

    private static JsonObject Labels(string kind, string name) => new() { ["com.docker.compose.project"] = DockerSeed.Project, [$"com.docker.compose.{kind}"] = name };
}
