using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Types;

/// <summary>The definitions of cert-manager's kinds, with the columns that its own definitions print.</summary>
internal static class CertificateDefinitions
{
    private const string Ready = ".status.conditions[?(@.type==\"Ready\")].status";
    private const string Message = ".status.conditions[?(@.type==\"Ready\")].message";

    public static void Seed(ClusterStore store)
    {
        Seed(store, ResourceTypes.Certificates, ("Ready", Ready, 0), ("Secret", ".spec.secretName", 0), ("Issuer", ".spec.issuerRef.name", 1), ("Status", Message, 1));
        Seed(store, ResourceTypes.CertificateRequests, ("Approved", ".status.conditions[?(@.type==\"Approved\")].status", 0),
            ("Denied", ".status.conditions[?(@.type==\"Denied\")].status", 0), ("Ready", Ready, 0), ("Issuer", ".spec.issuerRef.name", 0),
            ("Requester", ".spec.username", 0), ("Status", Message, 1));
        Seed(store, ResourceTypes.Issuers, ("Ready", Ready, 0), ("Status", Message, 1));
        Seed(store, ResourceTypes.ClusterIssuers, ("Ready", Ready, 0), ("Status", Message, 1));
    }

    private static void Seed(ClusterStore store, ResourceType type, params (string Name, string Path, int Priority)[] columns)
    {
        var printed = columns.Append(("Age", ".metadata.creationTimestamp", 0)).Select(c => new JsonObject
        {
            ["name"] = c.Item1,
            ["jsonPath"] = c.Item2,
            ["priority"] = c.Item3,
            ["type"] = c.Item1 == "Age" ? "date" : "string",
        });
        store.Create(ResourceTypes.CustomResourceDefinitions, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = type.QualifiedName },
            ["spec"] = new JsonObject
            {
                ["group"] = type.Group,
                ["scope"] = type.Namespaced ? "Namespaced" : "Cluster",
                ["names"] = new JsonObject
                {
                    ["plural"] = type.Name,
                    ["singular"] = type.Singular,
                    ["kind"] = type.Kind,
                    ["listKind"] = type.Kind + "List",
                    ["shortNames"] = new JsonArray([.. type.ShortNames]),
                    ["categories"] = new JsonArray("cert-manager"),
                },
                ["versions"] = new JsonArray(new JsonObject
                {
                    ["name"] = type.Version,
                    ["served"] = true,
                    ["storage"] = true,
                    ["schema"] = new JsonObject { ["openAPIV3Schema"] = new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true } },
                    ["subresources"] = new JsonObject { ["status"] = new JsonObject() },
                    ["additionalPrinterColumns"] = new JsonArray([.. printed]),
                }),
            },
            ["status"] = CustomDefinitionStatus.Established(store.Time.GetUtcNow(), type.Name, type.Kind),
        });
    }
}
