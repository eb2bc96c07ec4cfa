using System.Text.Json.Nodes;
using YamlDotNet.Core;

namespace OpsPortal.Sandbox.Systems;

/// <summary>Reads a system's file.</summary>
internal static class SystemFile
{
    public static SystemDefinition Read(string yaml, string file)
    {
        JsonNode? content;
        try
        {
            content = YamlJson.Read(yaml);
        }
        catch (YamlException wrong)
        {
            throw new SystemDefinitionException($"{file}: line {wrong.Start.Line} is not YAML ({wrong.Message}): correct it.");
        }
        if (content is not JsonObject map) throw new SystemDefinitionException($"{file}: the file is not a map: begin it with “name: …”.");
        var root = new Entry(file, "", map);
        var own = root.Text("defaultNamespace");
        var namespaces = root.Texts("namespaces");
        var profiles = root.Named("profiles").ToDictionary(p => p.Name, p => ProfileFile.Read(p.Name, p.Entry));
        var definition = new SystemDefinition(
            root.Text("name"),
            root.Text("title"),
            own,
            namespaces.Contains(own) ? namespaces : [own, .. namespaces],
            profiles,
            [.. root.List("images").Select(image => Image(image, profiles))],
            [.. root.List("workloads").Select(workload => Workload(workload, own))],
            [.. root.List("certificates").Select(certificate => Certificate(certificate, own))],
            [.. root.List("objects").Select(o => Object(o, own))]);
        CheckImages(root, definition);
        return root.Whole(definition);
    }

    private static ImageDefinition Image(Entry image, Dictionary<string, ProfileDefinition> profiles)
    {
        var profile = image.Text("profile");
        if (!profiles.ContainsKey(profile))
            throw image.Wrong("profile", $"is “{profile}”, which “profiles” does not have", $"write one of {string.Join(", ", profiles.Keys)}");
        var tags = image.Texts("tags").ToDictionary(tag => tag, _ => ImageDefect.None);
        if (image.Inner("defects") is { } defects)
        {
            foreach (var tag in tags.Keys.ToList())
                tags[tag] = defects.Choice(tag, ImageDefect.None);
            defects.Whole(tags);
        }
        return image.Whole(new ImageDefinition(image.Text("repository"), profile, tags));
    }

    private static WorkloadDefinition Workload(Entry workload, string own)
    {
        var name = workload.Text("name");
        var container = (JsonObject?)workload.Value("container")?.DeepClone() ?? [];
        container["name"] ??= name;
        var labels = workload.Map("labels");
        return workload.Whole(new WorkloadDefinition(
            workload.Choice("kind", WorkloadKind.Deployment),
            workload.OptionalText("namespace") ?? own,
            name,
            (int)workload.Number("replicas", 1),
            workload.Text("image"),
            labels.Count > 0 ? labels : new Dictionary<string, string> { ["app"] = name },
            workload.Duration("age", TimeSpan.FromDays(9)),
            workload.OptionalText("kept") == "true",
            workload.OptionalText("changeCause"),
            [.. workload.List("revisions").Select(r => r.Whole(new RevisionDefinition(r.Text("image"), r.OptionalText("changeCause"), r.Duration("age", TimeSpan.FromDays(30)))))],
            container,
            (JsonObject?)workload.Value("pod")?.DeepClone() ?? [],
            (JsonObject?)workload.Value("spec")?.DeepClone() ?? []));
    }

    private static CertificateDefinition Certificate(Entry certificate, string own) => certificate.Whole(new CertificateDefinition(
        certificate.OptionalText("namespace") ?? own,
        certificate.Text("name"),
        certificate.OptionalText("secret") ?? certificate.Text("name"),
        certificate.Texts("dnsNames"),
        certificate.Duration("expires", TimeSpan.FromDays(60)),
        certificate.Duration("duration", TimeSpan.FromDays(90)),
        certificate.OptionalText("managed") != "false"));

    private static JsonObject Object(Entry entry, string own)
    {
        var kind = entry.Text("kind");
        var type = ObjectKinds.Of(kind) ?? throw entry.Wrong("kind", $"is “{kind}”, which the sandbox does not keep", "use a kind of Kubernetes or cert-manager");
        if (entry.Value("metadata") is not JsonObject metadata || metadata["name"] is null)
            throw entry.Wrong("metadata.name", "is missing", "give the object a name");
        var made = (JsonObject)metadata.Parent!.DeepClone();
        made["apiVersion"] ??= type.ApiVersion;
        if (type.Namespaced) made["metadata"]!["namespace"] ??= own;
        return made;
    }

    private static void CheckImages(Entry root, SystemDefinition definition)
    {
        foreach (var workload in definition.Workloads)
        {
            var (repository, tag) = ImageName.Split(workload.Image);
            if (!definition.Images.Any(image => image.Repository == repository && image.Tags.ContainsKey(tag)))
                throw root.Wrong("workloads", $"has {workload.Name} with the image “{workload.Image}”, which “images” does not have", "add its repository and tag there");
        }
    }
}
