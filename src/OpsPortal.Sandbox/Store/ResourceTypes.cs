namespace OpsPortal.Sandbox.Store;

/// <summary>The kinds that the sandbox cluster has from the start. Further ones join through CustomResourceDefinitions.</summary>
public static class ResourceTypes
{
    private const string Networking = "networking.k8s.io";
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string CertManager = "cert-manager.io";
    private static readonly string[] Scalable = ["scale", "status"];
    private static readonly string[] StatusOnly = ["status"];

    public static ResourceType Namespaces { get; } = Cluster("", "namespaces", "namespace", "Namespace", "ns") with { Subresources = StatusOnly };
    public static ResourceType Nodes { get; } = Cluster("", "nodes", "node", "Node", "no") with { Subresources = StatusOnly };
    public static ResourceType PersistentVolumes { get; } = Cluster("", "persistentvolumes", "persistentvolume", "PersistentVolume", "pv") with { Subresources = StatusOnly };
    public static ResourceType PersistentVolumeClaims { get; } = In("", "persistentvolumeclaims", "persistentvolumeclaim", "PersistentVolumeClaim", "pvc") with { Subresources = StatusOnly };
    public static ResourceType Pods { get; } = Shown(In("", "pods", "pod", "Pod", "po")) with { Subresources = ["eviction", "exec", "log", "portforward", "status"] };
    public static ResourceType Services { get; } = Shown(In("", "services", "service", "Service", "svc")) with { Subresources = StatusOnly };
    public static ResourceType Endpoints { get; } = In("", "endpoints", "endpoints", "Endpoints", "ep");
    public static ResourceType ConfigMaps { get; } = In("", "configmaps", "configmap", "ConfigMap", "cm");
    public static ResourceType Secrets { get; } = In("", "secrets", "secret", "Secret");
    public static ResourceType Events { get; } = In("", "events", "event", "Event", "ev");
    public static ResourceType ServiceAccounts { get; } = In("", "serviceaccounts", "serviceaccount", "ServiceAccount", "sa") with { Subresources = ["token"] };
    public static ResourceType ResourceQuotas { get; } = In("", "resourcequotas", "resourcequota", "ResourceQuota", "quota") with { Subresources = StatusOnly };
    public static ResourceType LimitRanges { get; } = In("", "limitranges", "limitrange", "LimitRange", "limits");
    public static ResourceType ReplicationControllers { get; } = Shown(In("", "replicationcontrollers", "replicationcontroller", "ReplicationController", "rc")) with { Subresources = Scalable };

    public static ResourceType Deployments { get; } = Shown(In("apps", "deployments", "deployment", "Deployment", "deploy")) with { Subresources = Scalable };
    public static ResourceType ReplicaSets { get; } = Shown(In("apps", "replicasets", "replicaset", "ReplicaSet", "rs")) with { Subresources = Scalable };
    public static ResourceType StatefulSets { get; } = Shown(In("apps", "statefulsets", "statefulset", "StatefulSet", "sts")) with { Subresources = Scalable };
    public static ResourceType DaemonSets { get; } = Shown(In("apps", "daemonsets", "daemonset", "DaemonSet", "ds")) with { Subresources = StatusOnly };
    public static ResourceType ControllerRevisions { get; } = In("apps", "controllerrevisions", "controllerrevision", "ControllerRevision");
    public static ResourceType Jobs { get; } = Shown(In("batch", "jobs", "job", "Job")) with { Subresources = StatusOnly };
    public static ResourceType CronJobs { get; } = Shown(In("batch", "cronjobs", "cronjob", "CronJob", "cj")) with { Subresources = StatusOnly };

    /// <summary>Kept as autoscaling/v2; autoscaling/v1 is another view of the same objects.</summary>
    public static ResourceType HorizontalPodAutoscalers { get; } =
        Shown(In("autoscaling", "horizontalpodautoscalers", "horizontalpodautoscaler", "HorizontalPodAutoscaler", "hpa")) with { Version = "v2", Subresources = StatusOnly };

    public static ResourceType Ingresses { get; } = In(Networking, "ingresses", "ingress", "Ingress", "ing") with { Subresources = StatusOnly };
    public static ResourceType IngressClasses { get; } = Cluster(Networking, "ingressclasses", "ingressclass", "IngressClass");
    public static ResourceType NetworkPolicies { get; } = In(Networking, "networkpolicies", "networkpolicy", "NetworkPolicy", "netpol");
    public static ResourceType PodDisruptionBudgets { get; } = In("policy", "poddisruptionbudgets", "poddisruptionbudget", "PodDisruptionBudget", "pdb") with { Subresources = StatusOnly };
    public static ResourceType Roles { get; } = In(Rbac, "roles", "role", "Role");
    public static ResourceType RoleBindings { get; } = In(Rbac, "rolebindings", "rolebinding", "RoleBinding");
    public static ResourceType ClusterRoles { get; } = Cluster(Rbac, "clusterroles", "clusterrole", "ClusterRole");
    public static ResourceType ClusterRoleBindings { get; } = Cluster(Rbac, "clusterrolebindings", "clusterrolebinding", "ClusterRoleBinding");
    public static ResourceType StorageClasses { get; } = Cluster("storage.k8s.io", "storageclasses", "storageclass", "StorageClass", "sc");
    public static ResourceType EndpointSlices { get; } = In("discovery.k8s.io", "endpointslices", "endpointslice", "EndpointSlice");
    public static ResourceType Leases { get; } = In("coordination.k8s.io", "leases", "lease", "Lease");
    public static ResourceType PriorityClasses { get; } = Cluster("scheduling.k8s.io", "priorityclasses", "priorityclass", "PriorityClass", "pc");
    public static ResourceType CustomResourceDefinitions { get; } =
        Cluster("apiextensions.k8s.io", "customresourcedefinitions", "customresourcedefinition", "CustomResourceDefinition", "crd", "crds") with { Subresources = StatusOnly };

    public static ResourceType Certificates { get; } = In(CertManager, "certificates", "certificate", "Certificate", "cert", "certs") with { Subresources = StatusOnly };
    public static ResourceType CertificateRequests { get; } = In(CertManager, "certificaterequests", "certificaterequest", "CertificateRequest", "cr", "crs") with { Subresources = StatusOnly };
    public static ResourceType Issuers { get; } = In(CertManager, "issuers", "issuer", "Issuer") with { Subresources = StatusOnly };
    public static ResourceType ClusterIssuers { get; } = Cluster(CertManager, "clusterissuers", "clusterissuer", "ClusterIssuer") with { Subresources = StatusOnly };

    /// <summary>Kept in the store without a definition, in the order discovery tells them.</summary>
    public static IReadOnlyList<ResourceType> BuiltIn { get; } =
    [
        Namespaces, Nodes, PersistentVolumes, PersistentVolumeClaims, Pods, Services, Endpoints, ConfigMaps, Secrets, Events, ServiceAccounts,
        ResourceQuotas, LimitRanges, ReplicationControllers,
        Deployments, ReplicaSets, StatefulSets, DaemonSets, ControllerRevisions, Jobs, CronJobs, HorizontalPodAutoscalers,
        Ingresses, IngressClasses, NetworkPolicies, PodDisruptionBudgets, Roles, RoleBindings, ClusterRoles, ClusterRoleBindings,
        StorageClasses, EndpointSlices, Leases, PriorityClasses, CustomResourceDefinitions,
    ];

    /// <summary>Custom kinds whose definitions the sandbox brings along.</summary>
    public static IReadOnlyList<ResourceType> Custom { get; } = [Certificates, CertificateRequests, Issuers, ClusterIssuers];

    private static ResourceType In(string group, string name, string singular, string kind, params string[] shortNames) =>
        new(group, "v1", name, singular, kind, true) { ShortNames = shortNames };

    private static ResourceType Cluster(string group, string name, string singular, string kind, params string[] shortNames) =>
        In(group, name, singular, kind, shortNames) with { Namespaced = false };

    private static ResourceType Shown(ResourceType type) => type with { Categories = ["all"] };
}
