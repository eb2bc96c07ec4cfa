using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>Keeps a certificate for each TLS secret of an ingress that names an issuer in its annotations (cert-manager's ingress-shim).</summary>
internal sealed class IngressShim(ClusterStore store, EventRecorder events) : Controller
{
    public override IReadOnlyList<ResourceType> Watches { get; } = [ResourceTypes.Ingresses, ResourceTypes.Certificates];

    public override IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type) => type == ResourceTypes.Ingresses
        ? [change.Object.Key]
        : change.Type == StoreEventType.Deleted ? store.View(ResourceTypes.Ingresses, change.Object.Namespace).Items.Select(i => i.Key) : [];

    public override TimeSpan? Reconcile(ObjectKey key)
    {
        if (store.Get(ResourceTypes.Ingresses, key.Namespace, key.Name) is not { } ingress || Issuer(ingress) is not { } issuer) return null;
        foreach (var tls in ingress.List("spec", "tls"))
        {
            if (tls.Text("secretName") is not { } secret) continue;
            if (store.View(ResourceTypes.Certificates, key.Namespace).Items.Any(c => c.Text("spec", "secretName") == secret)) continue;
            var made = store.Create(ResourceTypes.Certificates, new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = secret, ["namespace"] = key.Namespace, ["ownerReferences"] = new JsonArray(Fields.OwnerReference(ingress)) },
                ["spec"] = new JsonObject
                {
                    ["secretName"] = secret,
                    ["dnsNames"] = tls["hosts"]?.DeepClone(),
                    ["issuerRef"] = issuer.DeepClone(),
                    ["usages"] = new JsonArray("digital signature", "key encipherment"),
                },
            });
            if (made is not null) events.Normal(ingress, "cert-manager-ingress-shim", "CreateCertificate", $"Successfully created Certificate \"{secret}\"");
        }
        return null;
    }

    private static JsonObject? Issuer(JsonObject ingress)
    {
        foreach (var (annotation, kind) in ((string, string)[])[("cert-manager.io/cluster-issuer", "ClusterIssuer"), ("cert-manager.io/issuer", "Issuer")])
            if (ingress.Text("metadata", "annotations", annotation) is { } name)
                return new() { ["name"] = name, ["kind"] = kind, ["group"] = "cert-manager.io" };
        return null;
    }
}
