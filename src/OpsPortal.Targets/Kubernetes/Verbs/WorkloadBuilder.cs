using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Deployments, jobs and cron jobs of an image.</summary>
internal static class WorkloadBuilder
{
    public static JsonObject Deployment(KubernetesCreateObject action)
    {
        var images = action.Values("image");
        if (images.Count > 1 && action.Command.Count > 0) throw new StepRefusal("A command can be given to one image only.");
        var labels = new JsonObject { ["app"] = action.ObjectName };
        var containers = images.Select(image => Container(Short(image), image, action.Command, action.Value("port"))).ToArray<JsonNode?>();
        return ObjectBuilders.Made("Deployment", action,
            ("spec", new JsonObject
            {
                ["replicas"] = ObjectBuilders.Number(action.Value("replicas") ?? "1", "number of replicas"),
                ["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() },
                ["strategy"] = new JsonObject(),
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["creationTimestamp"] = null, ["labels"] = labels.DeepClone() },
                    ["spec"] = new JsonObject { ["containers"] = new JsonArray(containers) },
                },
            }),
            ("status", new JsonObject())).Labelled(labels);
    }

    public static JsonObject Job(KubernetesCreateObject action) =>
        ObjectBuilders.Made("Job", action, ("spec", Template(action, "Never")), ("status", new JsonObject()));

    /// <summary>As the cron job's controller would make it, and noted as made by hand.</summary>
    public static async Task<JsonObject> JobFromAsync(KubernetesCreateObject action, string from, ActionContext context, CancellationToken cancellation)
    {
        if (from.Split('/', 2) is not [var kind, var name]) throw new StepRefusal($"--from wants cronjob/name, and '{from}' is none.");
        var resource = await context.Kubernetes.ResolveAsync(kind, cancellation);
        if (resource.Kind != "CronJob") throw new StepRefusal($"--from wants a cron job, and {from} is a {resource.SingularName}.");
        var origin = await context.Kubernetes.GetAsync(new(resource, context.Namespace(action), name), cancellation);
        var template = origin.At("spec", "jobTemplate");
        var annotations = template.At("metadata", "annotations")?.DeepClone() as JsonObject ?? [];
        annotations["cronjob.kubernetes.io/instantiate"] = "manual";
        var body = ObjectBuilders.Made("Job", action, ("spec", template.At("spec")?.DeepClone()), ("status", new JsonObject()));
        var metadata = (JsonObject)body["metadata"]!;
        metadata["annotations"] = annotations;
        if (template.At("metadata", "labels") is { } labels) metadata["labels"] = labels.DeepClone();
        metadata["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = resource.ApiVersion, ["controller"] = true, ["kind"] = "CronJob", ["name"] = name, ["uid"] = origin.Uid() });
        return body;
    }

    public static JsonObject CronJob(KubernetesCreateObject action) => ObjectBuilders.Made("CronJob", action,
        ("spec", new JsonObject
        {
            ["jobTemplate"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["creationTimestamp"] = null, ["name"] = action.ObjectName },
                ["spec"] = Template(action, action.Value("restart") ?? "OnFailure"),
            },
            ["schedule"] = action.Value("schedule"),
        }),
        ("status", new JsonObject()));

    /// <summary>The name of an image's last part.</summary>
    public static string Short(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..].Split(':', '@')[0];
        return System.Text.RegularExpressions.Regex.Replace(name.ToLowerInvariant(), "[^a-z0-9-]+", "-").Trim('-') is { Length: > 0 } fit ? fit[..Math.Min(fit.Length, 63)] : "main";
    }

    private static JsonObject Template(KubernetesCreateObject action, string restart) => new()
    {
        ["template"] = new JsonObject
        {
            ["metadata"] = new JsonObject { ["creationTimestamp"] = null },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(Container(action.ObjectName, action.Value("image")!, action.Command, null)), ["restartPolicy"] = restart },
        },
    };

    private static JsonObject Container(string name, string image, IReadOnlyList<string> command, string? port)
    {
        var container = new JsonObject { ["image"] = image, ["name"] = name, ["resources"] = new JsonObject() };
        if (command.Count > 0) container["command"] = ObjectBuilders.Texts(command);
        if (port is not null) container["ports"] = new JsonArray(new JsonObject { ["containerPort"] = ObjectBuilders.Number(port, "port") });
        return container;
    }

    private static JsonObject Labelled(this JsonObject body, JsonObject labels)
    {
        ((JsonObject)body["metadata"]!)["labels"] = labels.DeepClone();
        return body;
    }
}
