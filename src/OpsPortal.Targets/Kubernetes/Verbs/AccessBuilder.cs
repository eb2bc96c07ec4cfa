using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Roles and their bindings.</summary>
internal static class AccessBuilder
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <summary>Resources of one API group stand in one rule.</summary>
    public static async Task<JsonObject> RoleAsync(KubernetesCreateObject action, ActionContext context, CancellationToken cancellation)
    {
        List<(string Group, string Name)> resources = [];
        foreach (var text in action.Values("resource"))
        {
            if (text == "*")
            {
                resources.Add(("*", "*"));
                continue;
            }
            var (name, subresource) = text.Split('/', 2) is [var n, var s] ? (n, "/" + s) : (text, "");
            var resource = await context.Kubernetes.ResolveAsync(name, cancellation);
            resources.Add((resource.Group, resource.Name + subresource));
        }
        var (verbs, names) = (action.Values("verb").Distinct().ToList(), action.Values("resource-name"));
        if (resources.Count == 0 && action.Values("non-resource-url").Count == 0) throw new StepRefusal("A role wants at least one --resource.");
        var rules = resources.Distinct().GroupBy(r => r.Group).Select(group =>
        {
            var rule = new JsonObject { ["apiGroups"] = new JsonArray(group.Key), ["resources"] = ObjectBuilders.Texts(group.Select(r => r.Name)), ["verbs"] = ObjectBuilders.Texts(verbs) };
            if (names.Count > 0) rule["resourceNames"] = ObjectBuilders.Texts(names);
            return rule;
        }).ToList();
        if (action.Values("non-resource-url") is { Count: > 0 } urls) rules.Add(new() { ["nonResourceURLs"] = ObjectBuilders.Texts(urls), ["verbs"] = ObjectBuilders.Texts(verbs) });
        return ObjectBuilders.Made(action.Kind == "role" ? "Role" : "ClusterRole", action, ("rules", new JsonArray([.. rules])));
    }

    public static JsonObject Binding(KubernetesCreateObject action, string @namespace)
    {
        var role = action.Value("role");
        var subjects = new JsonArray([
            .. action.Values("user").Select(name => Subject("User", name)), .. action.Values("group").Select(name => Subject("Group", name)),
            .. action.Values("serviceaccount").Select(text => text.Split(':', 2) is [{ Length: > 0 } place, { Length: > 0 } name]
                ? new JsonObject { ["kind"] = "ServiceAccount", ["name"] = name, ["namespace"] = place }
                : throw new StepRefusal($"--serviceaccount wants namespace:name, and '{text}' is not; the namespace here is {@namespace}."))]);
        var body = ObjectBuilders.Made(action.Kind == "rolebinding" ? "RoleBinding" : "ClusterRoleBinding", action,
            ("roleRef", new JsonObject { ["apiGroup"] = Group, ["kind"] = role is null ? "ClusterRole" : "Role", ["name"] = role ?? action.Value("clusterrole") }));
        if (subjects.Count > 0) body["subjects"] = subjects;
        return body;
    }

    private static JsonObject Subject(string kind, string name) => new() { ["apiGroup"] = Group, ["kind"] = kind, ["name"] = name };
}
