using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Controllers;
using OpsPortal.Sandbox.Store;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation;

/// <summary>Puts the systems into an empty cluster as if they had been running there for days.</summary>
internal sealed class Seeding(ClusterStore store, Naming naming, SandboxAuthority authority)
{
    private static readonly string[] Nodes = ["sandbox-1", "sandbox-2", "sandbox-3"];
    private readonly DateTimeOffset now = store.Time.GetUtcNow();
    private int placed;

    public void Plant(IEnumerable<SystemDefinition> systems)
    {
        PlantCluster();
        foreach (var system in systems)
        {
            foreach (var name in system.Namespaces) PlantNamespace(name, now - TimeSpan.FromDays(120));
            foreach (var o in system.Objects) PlantObject((JsonObject)o.DeepClone());
            foreach (var certificate in system.Certificates) PlantCertificate(certificate);
            foreach (var workload in system.Workloads) PlantWorkload(workload);
        }
    }

    private void PlantCluster()
    {
        var began = now - TimeSpan.FromDays(200);
        foreach (var name in (string[])["default", "kube-system", "kube-public", "kube-node-lease"]) PlantNamespace(name, began);
        for (var i = 0; i < Nodes.Length; i++) store.Create(ResourceTypes.Nodes, NodeObject.Make(Nodes[i], i, began, now));
        Create(ResourceTypes.StorageClasses, new JsonObject
        {
            ["metadata"] = Metadata(null, "standard", began, annotations: new() { ["storageclass.kubernetes.io/is-default-class"] = "true" }),
            ["provisioner"] = "sandbox.opsportal.dev/volumes",
            ["reclaimPolicy"] = "Delete",
            ["volumeBindingMode"] = "Immediate",
        });
        Create(ResourceTypes.Services, new JsonObject
        {
            ["metadata"] = Metadata("default", "kubernetes", began),
            ["spec"] = new JsonObject
            {
                ["clusterIP"] = "10.96.0.1",
                ["type"] = "ClusterIP",
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 443, ["protocol"] = "TCP", ["targetPort"] = 6443 }),
            },
        });
    }

    private void PlantNamespace(string name, DateTimeOffset began) => store.Create(ResourceTypes.Namespaces, new JsonObject
    {
        ["metadata"] = Metadata(null, name, began, labels: new() { ["kubernetes.io/metadata.name"] = name }),
        ["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") },
        ["status"] = new JsonObject { ["phase"] = "Active" },
    });

    private void PlantObject(JsonObject o)
    {
        var type = ObjectKinds.Of(o.Text("kind"))!;
        o.Into("metadata")["creationTimestamp"] ??= Fields.Stamp(now - TimeSpan.FromDays(90));
        if (o["stringData"] is JsonObject plain)
        {
            foreach (var (key, value) in plain) o.Into("data")[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes((string)value!));
            o.Remove("stringData");
        }
        if (type == ResourceTypes.Secrets) o["type"] ??= "Opaque";
        if (type == ResourceTypes.Services) ServiceAddress.Complete(o);
        if (type == ResourceTypes.Ingresses)
            o.Into("status", "loadBalancer")["ingress"] ??= new JsonArray(new JsonObject { ["ip"] = "203.0.113.10" });
        store.Create(type, o);
    }

    private void PlantCertificate(CertificateDefinition certificate)
    {
        var validity = new CertificateValidity(now + certificate.Expires - certificate.Duration, now + certificate.Expires, TimeSpan.FromDays(2));
        var made = store.Create(ResourceTypes.Certificates, new JsonObject
        {
            ["metadata"] = Metadata(certificate.Namespace, certificate.Name, validity.From),
            ["spec"] = new JsonObject
            {
                ["secretName"] = certificate.Secret,
                ["dnsNames"] = Fields.ArrayOf(certificate.DnsNames.Select(n => (JsonNode?)n)),
                ["duration"] = $"{certificate.Duration.TotalHours:0}h0m0s",
                ["renewBefore"] = "48h0m0s",
                ["issuerRef"] = new JsonObject { ["name"] = "letsencrypt-prod", ["kind"] = "ClusterIssuer", ["group"] = "cert-manager.io" },
            },
        })!;
        CertificateController.Write(store, authority, made, validity, revision: 1);
        if (!certificate.Managed) Unmanage(certificate);
    }

    /// <summary>A certificate that was put there by hand: only its secret is left.</summary>
    private void Unmanage(CertificateDefinition certificate)
    {
        store.Update(ResourceTypes.Secrets, certificate.Namespace, certificate.Secret, s =>
        {
            s.Into("metadata").Remove("ownerReferences");
            s.Into("metadata").Remove("annotations");
            return s;
        });
        store.Remove(ResourceTypes.CertificateRequests, certificate.Namespace, $"{certificate.Name}-1");
        store.Remove(ResourceTypes.Certificates, certificate.Namespace, certificate.Name);
    }

    private void PlantWorkload(WorkloadDefinition workload)
    {
        var template = WorkloadObject.Template(workload, workload.Image);
        if (workload.Kind == WorkloadKind.Pod)
        {
            var pod = PodFactory.Complete((JsonObject)template.DeepClone());
            pod["metadata"] = Metadata(workload.Namespace, workload.Name, now - workload.Age, labels: Fields.From(workload.Labels),
                annotations: workload.Kept ? new() { [KeptPods.Annotation] = "true" } : null);
            PlantPod(pod, workload.Age);
            return;
        }
        var type = workload.Kind == WorkloadKind.Deployment ? ResourceTypes.Deployments : ResourceTypes.StatefulSets;
        var made = WorkloadObject.Make(workload, template, now);
        if (type == ResourceTypes.Deployments)
            made.Into("metadata", "annotations")[Revisions.Annotation] = (workload.Revisions.Count + 1).ToString(CultureInfo.InvariantCulture);
        var owner = store.Create(type, made)!;
        if (type == ResourceTypes.Deployments) PlantRevisions(owner, workload);
        else PlantOrdinals(owner, workload, template);
    }

    private void PlantRevisions(JsonObject deployment, WorkloadDefinition workload)
    {
        long revision = 1;
        foreach (var past in workload.Revisions)
            PlantReplicaSet(deployment, WorkloadObject.Template(workload, past.Image), revision++, 0, past.ChangeCause, past.Age);
        var current = PlantReplicaSet(deployment, (JsonObject)deployment.At("spec", "template")!, revision, workload.Replicas, workload.ChangeCause, workload.Age);
        for (var i = 0; i < workload.Replicas; i++)
        {
            var pod = PodFactory.From((JsonObject)current.At("spec", "template")!, current, $"{current.Name}-{naming.Suffix()}");
            pod.Into("metadata")["creationTimestamp"] = Fields.Stamp(now - workload.Age);
            PlantPod(pod, workload.Age);
        }
    }

    private JsonObject PlantReplicaSet(JsonObject deployment, JsonObject template, long revision, int replicas, string? cause, TimeSpan age)
    {
        var set = Revisions.ReplicaSet(deployment, template, revision, replicas);
        set.Into("metadata")["creationTimestamp"] = Fields.Stamp(now - age);
        var annotations = set.Into("metadata", "annotations");
        annotations.Remove(WorkloadObject.ChangeCause);
        if (cause is not null) annotations[WorkloadObject.ChangeCause] = cause;
        return store.Create(ResourceTypes.ReplicaSets, set)!;
    }

    private void PlantOrdinals(JsonObject set, WorkloadDefinition workload, JsonObject template)
    {
        var revision = $"{set.Name}-{Naming.TemplateHash((JsonObject)set.At("spec", "template")!)}";
        for (var i = 0; i < workload.Replicas; i++)
        {
            var pod = PodFactory.From(template, set, $"{set.Name}-{i}");
            pod.Into("metadata")["creationTimestamp"] = Fields.Stamp(now - workload.Age);
            pod.Into("metadata", "labels")["controller-revision-hash"] = revision;
            pod.Into("metadata", "labels")["statefulset.kubernetes.io/pod-name"] = pod.Name;
            pod.Into("metadata", "labels")["apps.kubernetes.io/pod-index"] = $"{i}";
            PlantPod(pod, workload.Age);
        }
    }

    private void PlantPod(JsonObject pod, TimeSpan age)
    {
        var started = now - age;
        var node = Nodes[placed++ % Nodes.Length];
        pod.Into("spec")["nodeName"] = node;
        var life = new Pods.PodLife("", pod.Namespace!, pod.Name, "", naming.PodAddress(node), started,
            [.. pod.List("spec", "containers").Select(c => new Pods.ContainerLife(c.Text("name")!, Pods.ContainerStage.Running, started) { Ready = true, Current = new(started) })]);
        pod["status"] = Pods.PodStatus.Of(pod, life, NodeObject.Address(node), started);
        store.Create(ResourceTypes.Pods, pod);
    }

    private void Create(ResourceType type, JsonObject o) => store.Create(type, o);

    private static JsonObject Metadata(string? ns, string name, DateTimeOffset created, JsonObject? labels = null, JsonObject? annotations = null)
    {
        var metadata = new JsonObject { ["name"] = name, ["creationTimestamp"] = Fields.Stamp(created) };
        if (ns is not null) metadata["namespace"] = ns;
        if (labels is not null) metadata["labels"] = labels;
        if (annotations is not null) metadata["annotations"] = annotations;
        return metadata;
    }
}
