using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api;

namespace OpsPortal.Sandbox.Defaulting;

internal static class ClusterDefaults
{
    private const string Rbac = "rbac.authorization.k8s.io";

    public static void Namespace(JsonObject @namespace)
    {
        @namespace.Child("metadata").Child("labels")["kubernetes.io/metadata.name"] = @namespace.Name();
        @namespace.Child("spec").Default("finalizers", new JsonArray("kubernetes"));
    }

    public static void Binding(JsonObject binding)
    {
        if (binding["roleRef"] is JsonObject role) role.Default("apiGroup", Rbac);
        foreach (var subject in binding.Objects("subjects").Where(s => s.Text("kind") is "User" or "Group")) subject.Default("apiGroup", Rbac);
    }

    public static void Definition(JsonObject definition)
    {
        if (definition.At("spec.names") is not JsonObject names || names.Text("kind") is not { } kind) return;
        names.Default("singular", kind.ToLowerInvariant());
        names.Default("listKind", kind + "List");
    }
}
