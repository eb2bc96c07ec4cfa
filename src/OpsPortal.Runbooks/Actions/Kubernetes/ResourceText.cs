namespace OpsPortal.Runbooks.Actions.Kubernetes;

/// <summary>How resources read in a sentence, and what is known of kinds without asking a cluster.</summary>
internal static class ResourceText
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["po"] = "pod",
        ["deploy"] = "deployment",
        ["rs"] = "replicaset",
        ["sts"] = "statefulset",
        ["ds"] = "daemonset",
        ["svc"] = "service",
        ["ep"] = "endpoints",
        ["endpoints"] = "endpoints",
        ["cm"] = "configmap",
        ["ns"] = "namespace",
        ["no"] = "node",
        ["ing"] = "ingress",
        ["ingresses"] = "ingress",
        ["hpa"] = "horizontalpodautoscaler",
        ["pvc"] = "persistentvolumeclaim",
        ["pv"] = "persistentvolume",
        ["netpol"] = "networkpolicy",
        ["networkpolicies"] = "networkpolicy",
        ["ev"] = "event",
        ["sa"] = "serviceaccount",
        ["cj"] = "cronjob",
        ["crd"] = "customresourcedefinition",
        ["cert"] = "certificate",
        ["cr"] = "certificaterequest",
        ["deployments"] = "deployment",
        ["rc"] = "replicationcontroller",
        ["csr"] = "certificatesigningrequest",
        ["endpointslices"] = "endpointslice",
        ["quota"] = "resourcequota",
        ["limits"] = "limitrange",
        ["priorityclasses"] = "priorityclass",
        ["pc"] = "priorityclass",
        ["ingressclasses"] = "ingressclass",
        ["pdb"] = "poddisruptionbudget",
        ["storageclasses"] = "storageclass",
        ["sc"] = "storageclass",
        ["psp"] = "podsecuritypolicy",
        ["podsecuritypolicies"] = "podsecuritypolicy",
    };

    /// <summary>
    /// Kinds whose objects a controller makes again. Of a certificate (cert-manager) the annotation of its ingress does, and its key
    /// stays in the secret: to delete it is how runbooks renew one.
    /// </summary>
    private static readonly HashSet<string> Remade = ["pod", "replicaset", "endpoints", "endpointslice", "event", "certificaterequest", "certificate", "order", "challenge", "job", "lease"];

    public static string Singular(string kind)
    {
        var name = kind.Split('.')[0].ToLowerInvariant();
        return Known.TryGetValue(name, out var known) ? known : name.EndsWith('s') && !name.EndsWith("ss", StringComparison.Ordinal) ? name[..^1] : name;
    }

    public static bool MadeAgain(string kind) => Remade.Contains(Singular(kind));

    public static string One(ResourceArgument resource) =>
        resource.Name is null ? resource.Kind : $"{Singular(resource.Kind)} {ParameterText.Display(resource.Name)}";

    public static string Several(IReadOnlyList<ResourceArgument> resources) => string.Join(", ", resources.Select(One));

    public static string Selected(string? selector) => selector is null ? "" : $" with {ParameterText.Display(selector)}";

    public static StepTarget? Target(KubernetesAction action, IReadOnlyList<ResourceArgument> resources) => resources switch
    {
        [] => null,
        [var one] => new(action.Namespace, Singular(one.Kind), one.Name),
        _ => new(action.Namespace, string.Join(",", resources.Select(r => Singular(r.Kind)).Distinct()), string.Join(",", resources.Select(r => r.Name).OfType<string>()) is { Length: > 0 } names ? names : null),
    };
}
