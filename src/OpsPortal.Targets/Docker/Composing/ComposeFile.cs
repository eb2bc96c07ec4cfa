using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Docker.Composing;

/// <summary>A compose file (compose-spec.io), variables filled in, anchors and merges resolved by the YAML reader.</summary>
internal sealed class ComposeFile
{
    private ComposeFile(JsonObject content, IReadOnlyList<string> unset)
    {
        Content = content;
        Unset = unset;
        Services = (content["services"] as JsonObject ?? []).Where(s => s.Value is JsonObject).ToDictionary(s => s.Key, s => new ComposeService(s.Key, (JsonObject)s.Value!));
        if (Services.Count == 0) throw new ComposeException("The compose file names no services. Check its indentation.");
        foreach (var service in Services.Values)
            if (service.DependsOn.FirstOrDefault(d => !Services.ContainsKey(d.Service)).Service is { } missing)
                throw new ComposeException($"service \"{service.Name}\" depends on undefined service \"{missing}\": invalid compose project");
    }

    public JsonObject Content { get; }

    /// <summary>As its <c>name:</c> says; null where it has none.</summary>
    public string? Name => Content.TextAt("name");

    /// <summary>Variables that stand for nothing.</summary>
    public IReadOnlyList<string> Unset { get; }
    public IReadOnlyDictionary<string, ComposeService> Services { get; }

    /// <summary>Later files add to and override earlier ones.</summary>
    /// <exception cref="ComposeException">It cannot be read.</exception>
    public static ComposeFile Parse(IReadOnlyList<string> texts, IReadOnlyDictionary<string, string> variables)
    {
        List<string> unset = [];
        var whole = new JsonObject();
        foreach (var text in texts)
        {
            if (!YamlReading.TryRead(text, out var node, out var wrong) || node is not JsonObject read)
                throw new ComposeException($"The compose file cannot be read: {wrong ?? "it is no mapping"}");
            Merge(whole, (JsonObject)Filled(read, variables, unset)!);
        }
        return new(whole, unset);
    }

    /// <summary>Services so that each comes behind those that it depends on.</summary>
    /// <param name="wanted">Empty means all.</param>
    public IReadOnlyList<ComposeService> InOrder(IReadOnlyList<string> wanted, bool dependencies)
    {
        List<ComposeService> order = [];
        HashSet<string> open = [];
        void Visit(string name)
        {
            if (!Services.TryGetValue(name, out var service)) throw new ComposeException($"no such service: {name}");
            if (order.Contains(service)) return;
            if (!open.Add(name)) throw new ComposeException($"dependency cycle detected: {string.Join(" -> ", open)} -> {name}");
            if (dependencies || wanted.Count == 0)
                foreach (var (needed, _) in service.DependsOn) Visit(needed);
            open.Remove(name);
            order.Add(service);
        }
        foreach (var name in wanted.Count > 0 ? wanted : [.. Services.Keys]) Visit(name);
        return order;
    }

    /// <summary>Networks or volumes by the name that the file gives them, with the Engine's name and whether somebody else made them.</summary>
    public IReadOnlyDictionary<string, (string Real, bool External, JsonObject Options)> Declared(string what, string project)
    {
        Dictionary<string, (string, bool, JsonObject)> all = [];
        foreach (var (name, options) in Content[what] as JsonObject ?? [])
        {
            var external = options.FlagAt("external") || options.At("external") is JsonObject;
            all[name] = (options.TextAt("name") ?? options.TextAt("external", "name") ?? (external ? name : $"{project}_{name}"), external, options as JsonObject ?? []);
        }
        if (what == "networks" && !all.ContainsKey("default") && Services.Values.Any(s => s.NetworkMode is null && s.Networks.ContainsKey("default")))
            all["default"] = ($"{project}_default", false, []);
        return all;
    }

    private static JsonNode? Filled(JsonNode? node, IReadOnlyDictionary<string, string> variables, List<string> unset) => node switch
    {
        JsonObject map => new JsonObject(map.Where(p => p.Key != "<<").Select(p => KeyValuePair.Create(p.Key, Filled(p.Value, variables, unset)))
            .Concat(map["<<"] is JsonObject merged ? merged.Where(p => !map.ContainsKey(p.Key)).Select(p => KeyValuePair.Create(p.Key, Filled(p.Value, variables, unset))) : [])),
        JsonArray list => new JsonArray([.. list.Select(i => Filled(i, variables, unset))]),
        JsonValue value when value.TryGetValue(out string? text) && text.Contains('$') => ComposeText.Fill(text, variables, unset),
        _ => node?.DeepClone(),
    };

    private static void Merge(JsonObject into, JsonObject more)
    {
        foreach (var (key, value) in more.ToList())
            if (into[key] is JsonObject known && value is JsonObject inner) Merge(known, inner);
            else if (into[key] is JsonArray list && value is JsonArray others)
                foreach (var item in others) list.Add(item?.DeepClone());
            else into[key] = value?.DeepClone();
    }
}
