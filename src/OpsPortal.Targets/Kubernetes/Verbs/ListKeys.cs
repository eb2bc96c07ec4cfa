namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>How lists of Kubernetes' own kinds merge: by which key, told by the list's name and the one above (<c>patchMergeKey</c> in k8s.io/api).</summary>
internal static class ListKeys
{
    private static readonly HashSet<string> OwnGroups =
    [
        "", "apps", "batch", "autoscaling", "policy", "networking.k8s.io", "rbac.authorization.k8s.io", "storage.k8s.io", "scheduling.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "certificates.k8s.io",
        "node.k8s.io", "admissionregistration.k8s.io", "events.k8s.io",
    ];

    private static readonly Dictionary<string, string> Keys = new()
    {
        ["containers"] = "name",
        ["initContainers"] = "name",
        ["ephemeralContainers"] = "name",
        ["volumes"] = "name",
        ["env"] = "name",
        ["volumeMounts"] = "mountPath",
        ["volumeDevices"] = "devicePath",
        ["imagePullSecrets"] = "name",
        ["hostAliases"] = "ip",
        ["topologySpreadConstraints"] = "topologyKey",
        ["resourceClaims"] = "name",
        ["schedulingGates"] = "name",
        ["conditions"] = "type",
        ["ownerReferences"] = "uid",
        ["webhooks"] = "name",
    };

    /// <summary>Whether the server takes a strategic merge patch of it; custom kinds know only whole lists.</summary>
    public static bool Strategic(ApiResource resource) => OwnGroups.Contains(resource.Group);

    /// <param name="kind">Of the whole object.</param>
    /// <param name="above">The map's own name: <c>spec</c> of a service, an element of <c>containers</c>.</param>
    /// <returns>Null where the list is one value.</returns>
    public static string? Of(string kind, string above, string list) => (kind, above, list) switch
    {
        ("Service", "spec", "ports") => "port",
        (_, "containers" or "initContainers" or "ephemeralContainers", "ports") => "containerPort",
        ("ServiceAccount", "", "secrets") => "name",
        (_, _, "ports") => null,
        _ => Keys.GetValueOrDefault(list),
    };

    /// <summary>Lists of plain values that are sets.</summary>
    public static bool IsSet(string above, string list) => (above, list) is ("metadata", "finalizers") or ("spec", "podCIDRs");

    /// <summary>Maps of which only one branch may be set: those that the manifest does not name go.</summary>
    public static bool OneBranch(string kind, string path) => path == "volumes" || (kind == "Deployment" && path == "strategy");
}
