using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Access;

/// <summary>The cluster roles that every cluster has, and the binding that lets the viewers' group read everything but secrets.</summary>
internal static class ReaderRole
{
    private static readonly string[] Reading = ["get", "list", "watch"];

    public static void Seed(ClusterStore store)
    {
        store.Create(ResourceTypes.ClusterRoles, Role("cluster-admin", Rule("*", ["*"], ["*"])));
        store.Create(ResourceTypes.ClusterRoles, Role("view",
        [
            .. ResourceTypes.BuiltIn.Where(t => t != ResourceTypes.Secrets).GroupBy(t => t.Group).Select(g => Rule(g.Key, [.. g.Select(t => t.Name)], Reading)),
            Rule("", ["pods/log", "pods/status", "namespaces/status"], Reading),
            Rule("apps", ["deployments/scale", "replicasets/scale", "statefulsets/scale"], Reading),
            Rule("events.k8s.io", ["events"], Reading),
            Rule("metrics.k8s.io", ["pods", "nodes"], Reading),
            Rule("cert-manager.io", ["*"], Reading),
        ]));
        store.Create(ResourceTypes.ClusterRoleBindings, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "viewers" },
            ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = "view" },
            ["subjects"] = new JsonArray(new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Group", ["name"] = "viewers" }),
        });
    }

    private static JsonObject Role(string name, params JsonObject[] rules) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" } },
        ["rules"] = new JsonArray([.. rules]),
    };

    private static JsonObject Rule(string group, string[] resources, string[] verbs) => new()
    {
        ["apiGroups"] = new JsonArray(group),
        ["resources"] = new JsonArray([.. resources]),
        ["verbs"] = new JsonArray([.. verbs]),
    };
}
