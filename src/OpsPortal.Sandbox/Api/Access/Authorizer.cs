using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Access;

/// <summary>Decides by the roles and bindings in the store.</summary>
internal sealed class Authorizer(ClusterStore store)
{
    public bool Allows(Caller caller, AccessQuestion question) =>
        caller.IsMaster || Rules(caller, question.Namespace).Any(rule => Covers(rule, question));

    /// <summary>The policy rules that hold for the caller in a namespace, cluster-wide ones included.</summary>
    public IEnumerable<JsonObject> Rules(Caller caller, string? @namespace)
    {
        foreach (var binding in Bindings(@namespace))
            if (binding.Objects("subjects").Any(subject => Names(subject, caller, binding.Namespace())))
                foreach (var rule in Role(binding).Objects("rules"))
                    yield return rule;
    }

    private IEnumerable<JsonObject> Bindings(string? @namespace)
    {
        IEnumerable<JsonObject> everywhere = store.View(ResourceTypes.ClusterRoleBindings).Items;
        return @namespace is null ? everywhere : everywhere.Concat(store.View(ResourceTypes.RoleBindings, @namespace).Items);
    }

    private JsonObject? Role(JsonObject binding) => binding.Text("roleRef.name") is not { } name ? null
        : binding.Text("roleRef.kind") == "ClusterRole" ? store.Get(ResourceTypes.ClusterRoles, null, name)
        : store.Get(ResourceTypes.Roles, binding.Namespace(), name);

    private static bool Names(JsonObject subject, Caller caller, string? @namespace) => subject.Text("kind") switch
    {
        "User" => subject.Text("name") == caller.Name,
        "Group" => caller.Groups.Contains(subject.Text("name")),
        "ServiceAccount" => caller.Name == $"system:serviceaccount:{subject.Text("namespace") ?? @namespace}:{subject.Text("name")}",
        _ => false,
    };

    private static bool Covers(JsonObject rule, AccessQuestion question) =>
        Has(rule, "verbs", question.Verb)
        && Has(rule, "apiGroups", question.Group)
        && (Has(rule, "resources", question.Resource) || rule.Texts("resources").Contains("*/" + question.Resource.Split('/').Last()) && question.Resource.Contains('/'))
        && (rule.Texts("resourceNames") is { Count: 0 } || rule.Texts("resourceNames").Contains(question.Name));

    private static bool Has(JsonObject rule, string list, string wanted) => rule.Texts(list) is var values && (values.Contains("*") || values.Contains(wanted));
}
