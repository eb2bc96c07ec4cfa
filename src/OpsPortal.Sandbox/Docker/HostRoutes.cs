using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Docker;

/// <summary>Images, volumes, networks, and the Engine itself.</summary>
internal static class HostRoutes
{
    public const string ApiVersion = "1.47";
    private const string Version = "27.3.1";

    public static void Map(WebApplication app, DockerEngine engine)
    {
        app.MapMethods("/_ping", ["GET", "HEAD"], http => http.Response.WriteAsync(http.Request.Method == "HEAD" ? "" : "OK"));
        app.MapGet("/version", http => http.AnswerAsync(new JsonObject
        {
            ["Platform"] = new JsonObject { ["Name"] = "OpsPortal sandbox" },
            ["Components"] = new JsonArray(),
            ["Version"] = Version,
            ["ApiVersion"] = ApiVersion,
            ["MinAPIVersion"] = "1.24",
            ["GitCommit"] = "sandbox",
            ["GoVersion"] = "none",
            ["Os"] = "linux",
            ["Arch"] = "amd64",
            ["KernelVersion"] = "6.1.0-30-amd64",
            ["BuildTime"] = "2026-01-01T00:00:00.000000000+00:00",
        }));
        app.MapGet("/info", http => http.AnswerAsync(Info(engine)));
        app.MapGet("/system/df", http => http.AnswerAsync(Usage(engine)));
        Images(app, engine);
        foreach (var kind in (string[])["volume", "network"]) Resources(app, engine, kind);
        app.MapPost("/build/prune", http => http.AnswerAsync(new JsonObject { ["CachesDeleted"] = null, ["SpaceReclaimed"] = 0 }));
        app.MapPost("/build", _ => throw new DockerError(501, "The sandbox builds no images."));
    }

    private static void Images(WebApplication app, DockerEngine engine)
    {
        int Users(string tag) => engine.All().Count(c => DockerImageStore.Tagged(c.Image) == tag);
        app.MapGet("/images/json", http =>
        {
            var filters = http.Filters;
            return http.AnswerAsync(DockerHttp.Array(engine.Images.List(Users).Where(i => (string)i["RepoTags"]![0]! is var tag
                && filters.Fits("reference", r => tag == r || tag.Split(':')[0] == r || tag.Split(':')[0].EndsWith("/" + r, StringComparison.Ordinal)) && filters.Fits("dangling", d => d is "false" or "0"))));
        });
        app.MapPost("/images/create", async http =>
        {
            var (name, tag) = (http.Query("fromImage") ?? "", http.Query("tag"));
            var image = DockerImageStore.Tagged(string.IsNullOrEmpty(tag) ? name : $"{name}:{tag}");
            if (!engine.Images.CanPull(image)) throw new DockerError(404, $"pull access denied for {image[..image.LastIndexOf(':')]}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied");
            var fresh = engine.Images.Pull(image);
            string[] news =
            [
                $$"""{"status":"Pulling from {{image[..image.LastIndexOf(':')]}}","id":"{{image[(image.LastIndexOf(':') + 1)..]}}"}""",
                $$"""{"status":"Digest: {{DockerImageStore.Digest(image)}}"}""",
                $$"""{"status":"Status: {{(fresh ? "Downloaded newer image" : "Image is up to date")}} for {{image}}"}""",
            ];
            http.Response.ContentType = "application/json";
            foreach (var line in news) await http.Response.WriteAsync(line + "\r\n", http.RequestAborted);
        });
        app.MapGet("/distribution/{**name}", http =>
        {
            var name = http.Route("name").EndsWith("/json", StringComparison.Ordinal) ? http.Route("name")[..^5] : throw new DockerError(404, "page not found");
            if (!engine.Images.CanPull(name)) throw new DockerError(403, "denied: requested access to the resource is denied");
            return http.AnswerAsync(new JsonObject { ["Descriptor"] = new JsonObject { ["digest"] = DockerImageStore.Digest(name) }, ["Platforms"] = new JsonArray() });
        });
        app.MapPost("/images/prune", http =>
        {
            var all = http.Query("filters")?.Contains("false", StringComparison.Ordinal) == true;
            var gone = all ? engine.Images.List(Users).Where(i => (int)i["Containers"]! == 0).ToList() : [];
            foreach (var image in gone) engine.Images.Remove((string)image["RepoTags"]![0]!);
            return http.AnswerAsync(new JsonObject
            {
                ["ImagesDeleted"] = gone.Count == 0 ? null : DockerHttp.Array(gone.SelectMany(i => new JsonNode?[] { new JsonObject { ["Untagged"] = (string)i["RepoTags"]![0]! }, new JsonObject { ["Deleted"] = i.Text("Id") } })),
                ["SpaceReclaimed"] = gone.Sum(i => (long)i["Size"]!),
            });
        });
        app.MapGet("/images/{**name}", http =>
        {
            var name = http.Route("name");
            if (!name.EndsWith("/json", StringComparison.Ordinal)) throw new DockerError(404, "page not found");
            name = name[..^5];
            if (!engine.Images.Has(name)) throw DockerError.NoImage(name);
            var tag = DockerImageStore.Tagged(name);
            return http.AnswerAsync(new JsonObject
            {
                ["Id"] = $"sha256:{DockerImageStore.Id(tag)}",
                ["RepoTags"] = new JsonArray(tag),
                ["RepoDigests"] = new JsonArray($"{tag[..tag.LastIndexOf(':')]}@{DockerImageStore.Digest(tag)}"),
                ["Created"] = DockerView.Nano(engine.Images.CreatedAt(tag)),
                ["Config"] = new JsonObject { ["Env"] = new JsonArray(), ["Cmd"] = null, ["Labels"] = null },
                ["Architecture"] = "amd64",
                ["Os"] = "linux",
                ["Size"] = DockerImageStore.Size(tag),
            });
        });
        app.MapDelete("/images/{**name}", http =>
        {
            var name = http.Route("name");
            if (!engine.Images.Has(name)) throw DockerError.NoImage(name);
            if (engine.All().FirstOrDefault(c => DockerImageStore.Tagged(c.Image) == DockerImageStore.Tagged(name)) is { } user && !http.Switch("force"))
                throw new DockerError(409, $"conflict: unable to remove repository reference \"{name}\" (must force) - container {user.Id[..12]} is using its referenced image {DockerImageStore.Id(DockerImageStore.Tagged(name))[..12]}");
            var tag = engine.Images.Remove(name)!;
            return http.AnswerAsync(new JsonArray(new JsonObject { ["Untagged"] = tag }, new JsonObject { ["Deleted"] = $"sha256:{DockerImageStore.Id(tag)}" }));
        });
    }

    private static void Resources(WebApplication app, DockerEngine engine, string kind)
    {
        IReadOnlyList<string> Users(string name) => [.. engine.All().Where(c => kind == "volume" ? c.Mounts.Any(m => m.Volume == name) : c.Started && c.Networks.Contains(name)).Select(c => c.Id)];
        app.MapGet($"/{kind}s", http =>
        {
            var filters = http.Filters;
            var found = DockerHttp.Array(engine.Resources.List(kind).Where(filters.Resource));
            return http.AnswerAsync(kind == "volume" ? new JsonObject { ["Volumes"] = found, ["Warnings"] = null } : found);
        });
        app.MapPost($"/{kind}s/create", async http =>
        {
            var body = await http.BodyAsync();
            var name = body.Text("Name") is { Length: > 0 } given ? given : DockerImageStore.Id($"{engine.Now.Ticks}");
            var made = engine.Resources.Create(kind, name, body.Text("Driver") is { Length: > 0 } driver ? driver : kind == "volume" ? "local" : "bridge", body["Labels"]?.DeepClone() as JsonObject ?? [], engine.Now);
            await http.AnswerAsync(kind == "volume" ? made.DeepClone() : new JsonObject { ["Id"] = made.Text("Id"), ["Warning"] = "" }, 201);
        });
        app.MapPost($"/{kind}s/prune", http =>
        {
            var gone = engine.Resources.List(kind).Where(r => r.Text("Name") is not ("bridge" or "host" or "none") && (kind == "network" || http.Filters.Asks("all")) && Users(r.Text("Name")!).Count == 0).Select(r => r.Text("Name")!).ToList();
            foreach (var name in gone) engine.Resources.Remove(kind, name, []);
            return http.AnswerAsync(new JsonObject { [kind == "volume" ? "VolumesDeleted" : "NetworksDeleted"] = DockerHttp.Array(gone.Select(g => (JsonNode?)g)), ["SpaceReclaimed"] = 0 });
        });
        app.MapGet($"/{kind}s/{{name}}", http => http.AnswerAsync(engine.Resources.Find(kind, http.Route("name"))));
        app.MapDelete($"/{kind}s/{{name}}", http =>
        {
            var found = engine.Resources.Find(kind, http.Route("name")).Text("Name")!;
            engine.Resources.Remove(kind, found, Users(found));
            http.Done();
            return Task.CompletedTask;
        });
        if (kind == "network")
            foreach (var verb in (string[])["connect", "disconnect"])
                app.MapPost($"/networks/{{name}}/{verb}", async http =>
                {
                    engine.Resources.Find(kind, http.Route("name"));
                    engine.Find((await http.BodyAsync()).Text("Container") ?? "");
                    http.Response.StatusCode = 200;
                });
    }

    private static JsonObject Info(DockerEngine engine)
    {
        var states = engine.All().Select(c => engine.StateOf(c).Status).ToList();
        return new()
        {
            ["ID"] = "sandbox",
            ["Containers"] = states.Count,
            ["ContainersRunning"] = states.Count(s => s is "running" or "restarting"),
            ["ContainersPaused"] = states.Count(s => s == "paused"),
            ["ContainersStopped"] = states.Count(s => s is "exited" or "created"),
            ["Images"] = engine.Images.List(_ => 0).Count,
            ["Driver"] = "overlay2",
            ["LoggingDriver"] = "json-file",
            ["CgroupDriver"] = "systemd",
            ["CgroupVersion"] = "2",
            ["KernelVersion"] = "6.1.0-30-amd64",
            ["OperatingSystem"] = "OpsPortal sandbox",
            ["OSType"] = "linux",
            ["Architecture"] = "x86_64",
            ["NCPU"] = 4,
            ["MemTotal"] = 8L << 30,
            ["Name"] = "sandbox",
            ["ServerVersion"] = Version,
            ["DockerRootDir"] = "/var/lib/docker",
            ["Plugins"] = new JsonObject(),
            ["RegistryConfig"] = new JsonObject(),
            ["Warnings"] = null,
        };
    }

    private static JsonObject Usage(DockerEngine engine)
    {
        var images = engine.Images.List(tag => engine.All().Count(c => DockerImageStore.Tagged(c.Image) == tag));
        return new()
        {
            ["LayersSize"] = images.Sum(i => (long)i["Size"]!),
            ["Images"] = DockerHttp.Array(images.Select(i => { i["SharedSize"] = 0; return (JsonNode?)i; })),
            ["Containers"] = DockerHttp.Array(engine.All().Select(c => { var summary = DockerView.Summary(engine, c); summary["SizeRw"] = 1_200_000; summary["SizeRootFs"] = DockerImageStore.Size(c.Image); return (JsonNode?)summary; })),
            ["Volumes"] = DockerHttp.Array(engine.Resources.List("volume").Select(v =>
            {
                v["UsageData"] = new JsonObject { ["RefCount"] = engine.All().Count(c => c.Mounts.Any(m => m.Volume == v.Text("Name"))), ["Size"] = 64_000_000 };
                return (JsonNode?)v;
            })),
            ["BuildCache"] = new JsonArray(),
        };
    }
}
