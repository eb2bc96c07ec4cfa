using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>
/// cert-manager: issues certificates into secrets, renews them in time, and issues anew when the secret or the last request is gone.
/// A secret belongs to its certificate (as with <c>--enable-certificate-owner-ref</c>), so deleting the certificate deletes it.
/// </summary>
internal sealed class CertificateController(ClusterStore store, SandboxAuthority authority, EventRecorder events) : Controller
{
    private static readonly TimeSpan Issuing = TimeSpan.FromSeconds(2);

    public override IReadOnlyList<ResourceType> Watches { get; } = [ResourceTypes.Certificates, ResourceTypes.Secrets, ResourceTypes.CertificateRequests];

    public override IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type) => type == ResourceTypes.Certificates
        ? [change.Object.Key]
        : change.Type == StoreEventType.Deleted
            ? store.View(ResourceTypes.Certificates, change.Object.Namespace).Items.Where(c => change.Object.IsOwnedBy(c)
                || c.Text("spec", "secretName") == change.Object.Name).Select(c => c.Key)
            : [];

    public override TimeSpan? Reconcile(ObjectKey key)
    {
        if (store.Get(ResourceTypes.Certificates, key.Namespace, key.Name) is not { } certificate || certificate.IsDeleting) return null;
        var now = store.Time.GetUtcNow();
        var renewal = certificate.Time("status", "renewalTime");
        var revision = certificate.Number("status", "revision") ?? 0;
        var issued = revision > 0
            && store.Get(ResourceTypes.Secrets, key.Namespace, certificate.Text("spec", "secretName")!) is not null
            && store.Get(ResourceTypes.CertificateRequests, key.Namespace, $"{key.Name}-{revision}") is not null;
        if (issued && renewal > now) return renewal - now;
        if (certificate.Condition("Issuing")?.Time("lastTransitionTime") is not { } since)
        {
            Begin(certificate, issued, now);
            return Issuing;
        }
        if (since + Issuing > now) return since + Issuing - now;
        Issue(certificate, revision + 1, now);
        return null;
    }

    private void Begin(JsonObject certificate, bool issued, DateTimeOffset now)
    {
        var reason = issued ? "Renewing" : "DoesNotExist";
        var message = issued ? "Renewing certificate as renewal was scheduled" : "Issuing certificate as Secret does not exist";
        SetConditions(certificate, [Condition("Ready", issued, issued ? "Ready" : reason, message, now), Condition("Issuing", true, reason, message, now)]);
        events.Normal(certificate, "cert-manager-certificates-trigger", "Issuing", message);
    }

    private void Issue(JsonObject certificate, long revision, DateTimeOffset now)
    {
        var duration = GoDuration.Parse(certificate.Text("spec", "duration")) ?? TimeSpan.FromDays(90);
        var validity = new CertificateValidity(now, now + duration, GoDuration.Parse(certificate.Text("spec", "renewBefore")) ?? duration / 3);
        Write(store, authority, certificate, validity, revision);
        events.Normal(certificate, "cert-manager-certificates-issuing", "Issuing", "The certificate has been successfully issued");
    }

    /// <summary>Stores secret, request and status of an issued certificate.</summary>
    public static void Write(ClusterStore store, SandboxAuthority authority, JsonObject certificate, CertificateValidity validity, long revision)
    {
        var names = certificate.At("spec", "dnsNames") is JsonArray { Count: > 0 } dns ? dns.Select(n => (string)n!).ToList() : [certificate.Name];
        var pair = CertificatePair.Issue(authority, names, validity.From, validity.Until, Naming.Hash($"{certificate.Uid}/{revision}"));
        var secret = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = certificate.Text("spec", "secretName"),
                ["namespace"] = certificate.Namespace,
                ["annotations"] = new JsonObject
                {
                    ["cert-manager.io/certificate-name"] = certificate.Name,
                    ["cert-manager.io/alt-names"] = string.Join(',', names),
                    ["cert-manager.io/common-name"] = names[0],
                },
                ["creationTimestamp"] = Fields.Stamp(validity.From),
                ["ownerReferences"] = new JsonArray(Fields.OwnerReference(certificate)),
            },
            ["type"] = "kubernetes.io/tls",
            ["data"] = new JsonObject { ["tls.crt"] = Base64(pair.Certificate), ["tls.key"] = Base64(pair.Key) },
        };
        if (store.Create(ResourceTypes.Secrets, secret) is null)
            store.Update(ResourceTypes.Secrets, certificate.Namespace, certificate.Text("spec", "secretName")!, s =>
            {
                s["data"] = secret["data"]!.DeepClone();
                return s;
            });
        store.Create(ResourceTypes.CertificateRequests, Request(certificate, revision, validity));
        store.Update(ResourceTypes.Certificates, certificate.Namespace, certificate.Name, c =>
        {
            c["status"] = new JsonObject
            {
                ["conditions"] = new JsonArray(Condition("Ready", true, "Ready", "Certificate is up to date and has not expired", validity.From)),
                ["notBefore"] = Fields.Stamp(validity.From),
                ["notAfter"] = Fields.Stamp(validity.Until),
                ["renewalTime"] = Fields.Stamp(validity.Until - validity.RenewBefore),
                ["revision"] = revision,
            };
            return c;
        });
    }

    private static JsonObject Request(JsonObject certificate, long revision, CertificateValidity validity) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = $"{certificate.Name}-{revision}",
            ["namespace"] = certificate.Namespace,
            ["creationTimestamp"] = Fields.Stamp(validity.From),
            ["annotations"] = new JsonObject { ["cert-manager.io/certificate-name"] = certificate.Name, ["cert-manager.io/certificate-revision"] = $"{revision}" },
            ["ownerReferences"] = new JsonArray(Fields.OwnerReference(certificate)),
        },
        ["spec"] = new JsonObject { ["issuerRef"] = certificate.At("spec", "issuerRef")?.DeepClone(), ["request"] = "" },
        ["status"] = new JsonObject
        {
            ["conditions"] = new JsonArray(
                Condition("Approved", true, "cert-manager.io", "Certificate request has been approved by cert-manager.io", validity.From),
                Condition("Ready", true, "Issued", "Certificate fetched from issuer successfully", validity.From)),
        },
    };

    private void SetConditions(JsonObject certificate, JsonArray conditions) => store.Update(ResourceTypes.Certificates, certificate.Namespace, certificate.Name, c =>
    {
        c.Into("status")["conditions"] = conditions;
        return c;
    });

    private static JsonObject Condition(string type, bool holds, string reason, string message, DateTimeOffset at) => new()
    {
        ["type"] = type,
        ["status"] = holds ? "True" : "False",
        ["reason"] = reason,
        ["message"] = message,
        ["lastTransitionTime"] = Fields.Stamp(at),
    };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

internal sealed record CertificateValidity(DateTimeOffset From, DateTimeOffset Until, TimeSpan RenewBefore);
