using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker.Composing;

/// <summary>What the Engine is asked to create for one container of a service.</summary>
internal static class ContainerBody
{
    public static JsonObject Of(ComposeService service, string project, int number, ComposeFile file)
    {
        var networks = file.Declared("networks", project);
        var (exposed, bindings) = Ports(service);
        var mode = service.NetworkMode ?? service.Networks.Keys.Select(n => networks.TryGetValue(n, out var known) ? known.Real : throw Undefined("network", n, service)).FirstOrDefault() ?? "default";
        var (binds, anonymous) = Volumes(service, project, file);
        var body = new JsonObject
        {
            ["Image"] = service.Image ?? $"{project}-{service.Name}",
            ["Env"] = Texts(service.Environment),
            ["Labels"] = Labels(service, project, number),
            ["ExposedPorts"] = exposed,
            ["HostConfig"] = new JsonObject
            {
                ["Binds"] = Texts(binds),
                ["PortBindings"] = bindings,
                ["NetworkMode"] = mode,
                ["RestartPolicy"] = Restart(service.Content.TextAt("restart")),
                ["Memory"] = Bytes(service.Content.TextAt("mem_limit") ?? service.Content.TextAt("deploy", "resources", "limits", "memory")),
                ["NanoCpus"] = Cores(service.Content.TextAt("cpus") ?? service.Content.TextAt("deploy", "resources", "limits", "cpus")),
                ["ExtraHosts"] = Texts(service.Pairs("extra_hosts").Select(h => h.Replace('=', ':'))),
                ["Privileged"] = service.Content.FlagAt("privileged"),
                ["ReadonlyRootfs"] = service.Content.FlagAt("read_only"),
            },
        };
        if (anonymous.Count > 0) body["Volumes"] = new JsonObject(anonymous.Select(v => KeyValuePair.Create(v, (JsonNode?)new JsonObject())));
        if (service.Words("command") is { } command) body["Cmd"] = Texts(command);
        if (service.Words("entrypoint") is { } entry) body["Entrypoint"] = Texts(entry);
        foreach (var (field, name) in new[] { ("user", "User"), ("working_dir", "WorkingDir"), ("hostname", "Hostname"), ("stop_signal", "StopSignal") })
            if (service.Content.TextAt(field) is { } value) body[name] = value;
        if (service.Content.FlagAt("tty")) body["Tty"] = true;
        if (Health(service.Content["healthcheck"]) is { } health) body["Healthcheck"] = health;
        if (service.NetworkMode is null) body["NetworkingConfig"] = Endpoints(service, networks);
        return body;
    }

    /// <summary>Of what the file says of a service; compose has a hash of its own under the same label, in a form that only it can make.</summary>
    public static string Hash(ComposeService service) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(service.Content.ToJsonString())));

    private static JsonObject Labels(ComposeService service, string project, int number)
    {
        var labels = new JsonObject();
        foreach (var pair in service.Pairs("labels")) labels[pair.Split('=')[0]] = pair.Contains('=') ? pair[(pair.IndexOf('=') + 1)..] : "";
        labels[ComposeLabels.Project] = project;
        labels[ComposeLabels.Service] = service.Name;
        labels[ComposeLabels.Number] = number.ToString(CultureInfo.InvariantCulture);
        labels[ComposeLabels.OneOff] = "False";
        labels[ComposeLabels.ConfigHash] = Hash(service);
        labels[ComposeLabels.OwnHash] = Hash(service);
        labels[ComposeLabels.DependsOn] = string.Join(',', service.DependsOn.Select(d => $"{d.Service}:{(d.Healthy ? "service_healthy" : "service_started")}:false"));
        return labels;
    }

    private static (JsonObject Exposed, JsonObject Bindings) Ports(ComposeService service)
    {
        var (exposed, bindings) = (new JsonObject(), new JsonObject());
        foreach (var port in (service.Content["ports"] as JsonArray ?? []).SelectMany(ComposePort.Of))
        {
            exposed[port.Private] = new JsonObject();
            ((JsonArray)(bindings[port.Private] ??= new JsonArray())).Add(new JsonObject { ["HostIp"] = port.Address ?? "", ["HostPort"] = port.Public ?? "" });
        }
        foreach (var port in service.Content["expose"] as JsonArray ?? []) exposed[port.TextAt() is { } text && text.Contains('/') ? text : $"{port.TextAt()}/tcp"] ??= new JsonObject();
        return (exposed, bindings);
    }

    private static (List<string> Binds, List<string> Anonymous) Volumes(ComposeService service, string project, ComposeFile file)
    {
        var declared = file.Declared("volumes", project);
        List<string> binds = [], anonymous = [];
        foreach (var volume in service.Content["volumes"] as JsonArray ?? [])
        {
            var (source, target, options) = volume is JsonObject map
                ? (map.TextAt("source"), map.TextAt("target") ?? "", map.FlagAt("read_only") ? "ro" : "rw")
                : (volume.TextAt() ?? "").Split(':') switch { [var only] => (null, only, "rw"), [var from, var to] => (from, to, "rw"), [var from, var to, var how, ..] => (from, to, how), _ => (null, "", "rw") };
            if (source is null) anonymous.Add(target);
            else if (source.StartsWith('/')) binds.Add($"{source}:{target}:{options}");
            else if (source[0] is '.' or '~') throw new ComposeException($"service {service.Name} mounts {source}, a path beside the compose file, and there is none here. Write an absolute path of the Docker host, or use a volume.");
            else binds.Add($"{(declared.TryGetValue(source, out var known) ? known.Real : throw Undefined("volume", source, service))}:{target}:{options}");
        }
        return (binds, anonymous);
    }

    private static JsonObject Endpoints(ComposeService service, IReadOnlyDictionary<string, (string Real, bool External, JsonObject Options)> networks)
    {
        var endpoints = new JsonObject();
        foreach (var (name, aliases) in service.Networks) endpoints[networks[name].Real] = new JsonObject { ["Aliases"] = Texts([service.Name, .. aliases]) };
        return new() { ["EndpointsConfig"] = endpoints };
    }

    private static JsonObject? Restart(string? policy) => policy?.Split(':') switch
    {
        null or ["no"] or ["false"] => null,
        [var name, var most] => new() { ["Name"] = name, ["MaximumRetryCount"] = int.TryParse(most, out var count) ? count : 0 },
        [var name, ..] => new() { ["Name"] = name },
        _ => null,
    };

    private static JsonObject? Health(JsonNode? check)
    {
        if (check is not JsonObject map) return null;
        var health = new JsonObject();
        if (map.FlagAt("disable")) health["Test"] = Texts(["NONE"]);
        else if (map["test"] is JsonArray list) health["Test"] = list.DeepClone();
        else if (map.TextAt("test") is { } text) health["Test"] = Texts(["CMD-SHELL", text]);
        foreach (var (field, name) in new[] { ("interval", "Interval"), ("timeout", "Timeout"), ("start_period", "StartPeriod") })
            if (map.TextAt(field) is { } span && GoDuration.Parse(span) is { } time) health[name] = time.Ticks * 100;
        if (map.NumberAt("retries") is { } retries) health["Retries"] = retries;
        return health;
    }

    private static long? Bytes(string? text)
    {
        if (text is null) return null;
        var digits = text.TrimEnd("bkmgiBKMGI".ToCharArray());
        if (!double.TryParse(digits, CultureInfo.InvariantCulture, out var number)) throw new ComposeException($"\"{text}\" is no size: write one such as 512m or 2g.");
        return (long)(number * (text[digits.Length..].ToLowerInvariant().FirstOrDefault() switch { 'k' => 1L << 10, 'm' => 1L << 20, 'g' => 1L << 30, _ => 1L }));
    }

    private static long? Cores(string? text) => double.TryParse(text, CultureInfo.InvariantCulture, out var cores) ? (long)(cores * 1e9) : null;

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode?)t)];

    private static ComposeException Undefined(string what, string name, ComposeService service) => new($"service \"{service.Name}\" refers to undefined {what} {name}: invalid compose project");
}

/// <summary>Labels by which compose knows what is its own.</summary>
internal static class ComposeLabels
{
    public const string Project = "com.docker.compose.project";
    public const string Service = "com.docker.compose.service";
    public const string Number = "com.docker.compose.container-number";
    public const string OneOff = "com.docker.compose.oneoff";
    public const string ConfigHash = "com.docker.compose.config-hash";
    public const string DependsOn = "com.docker.compose.depends_on";
    public const string Volume = "com.docker.compose.volume";
    public const string Network = "com.docker.compose.network";

    /// <summary>Ours beside compose's: containers that compose made have none, and are never made anew only because the hashes differ.</summary>
    public const string OwnHash = "dev.opsportal.config-hash";
}
