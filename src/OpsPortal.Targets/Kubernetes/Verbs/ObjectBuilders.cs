using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>The objects that <c>kubectl create KIND</c> makes, field for field as kubectl 1.32 makes them.</summary>
internal static class ObjectBuilders
{
    private static readonly Dictionary<string, ApiResource> Resources = new[]
    {
        ApiResource.Namespaces, ApiResource.Deployments,
        new("configmaps", "configmap", "ConfigMap", "", "v1", true), new("secrets", "secret", "Secret", "", "v1", true), new("serviceaccounts", "serviceaccount", "ServiceAccount", "", "v1", true),
        new("services", "service", "Service", "", "v1", true), new("resourcequotas", "resourcequota", "ResourceQuota", "", "v1", true), new("pods", "pod", "Pod", "", "v1", true),
        new("jobs", "job", "Job", "batch", "v1", true), new("cronjobs", "cronjob", "CronJob", "batch", "v1", true),
        new("roles", "role", "Role", "rbac.authorization.k8s.io", "v1", true), new("clusterroles", "clusterrole", "ClusterRole", "rbac.authorization.k8s.io", "v1", false),
        new("rolebindings", "rolebinding", "RoleBinding", "rbac.authorization.k8s.io", "v1", true), new("clusterrolebindings", "clusterrolebinding", "ClusterRoleBinding", "rbac.authorization.k8s.io", "v1", false),
        new("poddisruptionbudgets", "poddisruptionbudget", "PodDisruptionBudget", "policy", "v1", true), new("priorityclasses", "priorityclass", "PriorityClass", "scheduling.k8s.io", "v1", false),
        new("ingresses", "ingress", "Ingress", "networking.k8s.io", "v1", true), new("horizontalpodautoscalers", "horizontalpodautoscaler", "HorizontalPodAutoscaler", "autoscaling", "v2", true),
    }.ToDictionary(r => r.Kind);

    public static ApiResource ResourceOf(JsonObject body) => Resources[body.TextAt("kind")!];

    /// <exception cref="StepRefusal">An option cannot be understood, or a file is missing.</exception>
    public static async Task<JsonObject> BuildAsync(KubernetesCreateObject action, ActionContext context, CancellationToken cancellation) => action.Kind switch
    {
        "configmap" => await DataBuilder.ConfigMapAsync(action, context, cancellation),
        "secret generic" or "secret tls" or "secret docker-registry" => await DataBuilder.SecretAsync(action, context, cancellation),
        "namespace" => Made("Namespace", action, ("spec", new JsonObject()), ("status", new JsonObject())),
        "serviceaccount" => Made("ServiceAccount", action),
        "deployment" => WorkloadBuilder.Deployment(action),
        "job" when action.Value("from") is { } from => await WorkloadBuilder.JobFromAsync(action, from, context, cancellation),
        "job" => WorkloadBuilder.Job(action),
        "cronjob" => WorkloadBuilder.CronJob(action),
        "role" or "clusterrole" => await AccessBuilder.RoleAsync(action, context, cancellation),
        "rolebinding" or "clusterrolebinding" => AccessBuilder.Binding(action, context.Namespace(action)),
        "quota" => Quota(action),
        "poddisruptionbudget" => Budget(action),
        "priorityclass" => Priority(action),
        "ingress" => NetworkBuilder.Ingress(action),
        _ => NetworkBuilder.Service(action),
    };

    public static JsonObject Made(string kind, KubernetesCreateObject action, params (string Field, JsonNode? Value)[] fields) => Made(kind, action.ObjectName, fields);

    public static JsonObject Made(string kind, string name, params (string Field, JsonNode? Value)[] fields)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = Resources[kind].ApiVersion,
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["creationTimestamp"] = null, ["name"] = name },
        };
        foreach (var (field, value) in fields) body[field] = value;
        return body;
    }

    /// <summary>An object that is only printed has the namespace that the command names, as kubectl has it.</summary>
    public static JsonObject Placed(this JsonObject body, KubernetesChange action)
    {
        if (action.Namespace is { } place && ResourceOf(body).Namespaced) ((JsonObject)body["metadata"]!)["namespace"] = place;
        return body;
    }

    public static JsonArray Texts(IEnumerable<string> values) => new([.. values.Select(v => JsonValue.Create(v))]);

    /// <exception cref="StepRefusal">It is none.</exception>
    public static int Number(string text, string what) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new StepRefusal($"'{text}' is no {what}: give a whole number.");

    /// <summary>A share (<c>50%</c>) or a whole number.</summary>
    public static JsonNode Amount(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(text);

    /// <summary><c>a=b,c=d</c>.</summary>
    /// <exception cref="StepRefusal">A part without an equals sign.</exception>
    public static JsonObject Map(string text) => new(text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2) is [var key, var value]
        ? KeyValuePair.Create(key, (JsonNode?)JsonValue.Create(value)) : throw new StepRefusal($"'{part}' has no equals sign: write key=value.")).DistinctBy(p => p.Key));

    private static JsonObject Quota(KubernetesCreateObject action)
    {
        var spec = new JsonObject();
        if (action.Value("hard") is { } hard) spec["hard"] = Map(hard);
        if (action.Value("scopes") is { } scopes) spec["scopes"] = Texts(scopes.Split(',', StringSplitOptions.RemoveEmptyEntries));
        return Made("ResourceQuota", action, ("spec", spec), ("status", new JsonObject()));
    }

    private static JsonObject Budget(KubernetesCreateObject action)
    {
        var selector = action.Value("selector") ?? throw new StepRefusal("A disruption budget wants --selector with the pods that it protects.");
        var spec = new JsonObject { ["selector"] = new JsonObject { ["matchLabels"] = Map(selector) } };
        if (action.Value("min-available") is { } least) spec["minAvailable"] = Amount(least);
        if (action.Value("max-unavailable") is { } most) spec["maxUnavailable"] = Amount(most);
        if (spec.Count != 2) throw new StepRefusal("A disruption budget wants either --min-available or --max-unavailable.");
        return Made("PodDisruptionBudget", action, ("spec", spec), ("status", new JsonObject { ["currentHealthy"] = 0, ["desiredHealthy"] = 0, ["disruptionsAllowed"] = 0, ["expectedPods"] = 0 }));
    }

    private static JsonObject Priority(KubernetesCreateObject action)
    {
        var body = Made("PriorityClass", action, ("value", Number(action.Value("value") ?? "0", "priority")), ("preemptionPolicy", action.Value("preemption-policy") ?? "PreemptLowerPriority"));
        if (action.Value("description") is { } description) body["description"] = description;
        if (action.Value("global-default") is not null) body["globalDefault"] = true;
        return body;
    }
}
