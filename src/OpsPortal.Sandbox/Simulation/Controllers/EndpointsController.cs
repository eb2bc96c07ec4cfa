using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Simulation.Faults;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>Keeps Endpoints and EndpointSlices of services, and remembers when a service had nobody behind it.</summary>
internal sealed class EndpointsController(ClusterStore store, Outages outages) : Controller
{
    public override IReadOnlyList<ResourceType> Watches { get; } = [ResourceTypes.Services, ResourceTypes.Pods];

    public override IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type) => type == ResourceTypes.Services
        ? [change.Object.Key]
        : store.View(ResourceTypes.Services, change.Object.Namespace).Items
            .Where(s => Selector.MatchesMap(s.At("spec", "selector"), change.Object.Labels)).Select(s => s.Key);

    public override TimeSpan? Reconcile(ObjectKey key)
    {
        if (store.Get(ResourceTypes.Services, key.Namespace, key.Name) is not { } service)
        {
            store.Remove(ResourceTypes.Endpoints, key.Namespace, key.Name);
            foreach (var slice in Slices(key)) store.Remove(ResourceTypes.EndpointSlices, slice.Namespace, slice.Name);
            outages.Record(key.Namespace!, key.Name, down: true, store.Time.GetUtcNow());
            return null;
        }
        if (service.At("spec", "selector") is not JsonObject { Count: > 0 } selector) return null;
        var pods = store.View(ResourceTypes.Pods, key.Namespace).Items
            .Where(p => Selector.MatchesMap(selector, p.Labels) && p.Text("status", "podIP") is not null && !p.IsDeleting
                && p.Text("status", "phase") is not ("Succeeded" or "Failed")).ToList();
        WriteEndpoints(service, [.. pods.Where(p => p.HasCondition("Ready"))], [.. pods.Where(p => !p.HasCondition("Ready"))]);
        WriteSlice(service, pods);
        outages.Record(key.Namespace!, key.Name, !pods.Any(p => p.HasCondition("Ready")), store.Time.GetUtcNow());
        return null;
    }

    private void WriteEndpoints(JsonObject service, List<JsonObject> ready, List<JsonObject> unready)
    {
        var subset = new JsonObject();
        if (ready.Count > 0) subset["addresses"] = Fields.ArrayOf(ready.Select(Address));
        if (unready.Count > 0) subset["notReadyAddresses"] = Fields.ArrayOf(unready.Select(Address));
        subset["ports"] = Fields.ArrayOf(service.List("spec", "ports").Select(p => Port(p, ready.Concat(unready).FirstOrDefault())));
        var endpoints = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = service.Name, ["namespace"] = service.Namespace, ["labels"] = service.At("metadata", "labels")?.DeepClone() },
        };
        if (ready.Count + unready.Count > 0) endpoints["subsets"] = new JsonArray(subset);
        if (store.Create(ResourceTypes.Endpoints, endpoints) is null)
            store.Update(ResourceTypes.Endpoints, service.Namespace, service.Name, e =>
            {
                e.Remove("subsets");
                if (endpoints["subsets"] is { } subsets) e["subsets"] = subsets.DeepClone();
                return e;
            });
    }

    private void WriteSlice(JsonObject service, List<JsonObject> pods)
    {
        var endpoints = Fields.ArrayOf(pods.Select(p => new JsonObject
        {
            ["addresses"] = new JsonArray(p.Text("status", "podIP")),
            ["conditions"] = new JsonObject { ["ready"] = p.HasCondition("Ready"), ["serving"] = p.HasCondition("Ready"), ["terminating"] = false },
            ["nodeName"] = p.Text("spec", "nodeName"),
            ["targetRef"] = Target(p),
        }));
        var ports = Fields.ArrayOf(service.List("spec", "ports").Select(p => Port(p, pods.FirstOrDefault())));
        if (Slices(service.Key).FirstOrDefault() is { } known)
        {
            store.Update(ResourceTypes.EndpointSlices, known.Namespace, known.Name, s =>
            {
                s["endpoints"] = endpoints;
                s["ports"] = ports;
                return s;
            });
            return;
        }
        store.Create(ResourceTypes.EndpointSlices, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{service.Name}-{Naming.TemplateHash(new JsonObject { ["service"] = service.Name })[..5]}",
                ["namespace"] = service.Namespace,
                ["labels"] = new JsonObject
                {
                    ["kubernetes.io/service-name"] = service.Name,
                    ["endpointslice.kubernetes.io/managed-by"] = "endpointslice-controller.k8s.io",
                },
                ["ownerReferences"] = new JsonArray(Fields.OwnerReference(service)),
            },
            ["addressType"] = "IPv4",
            ["endpoints"] = endpoints,
            ["ports"] = ports,
        });
    }

    private IEnumerable<JsonObject> Slices(ObjectKey service) => store.View(ResourceTypes.EndpointSlices, service.Namespace).Items
        .Where(s => s.Labels.GetValueOrDefault("kubernetes.io/service-name") == service.Name);

    private static JsonObject Address(JsonObject pod) => new()
    {
        ["ip"] = pod.Text("status", "podIP"),
        ["nodeName"] = pod.Text("spec", "nodeName"),
        ["targetRef"] = Target(pod),
    };

    private static JsonObject Target(JsonObject pod) => new() { ["kind"] = "Pod", ["namespace"] = pod.Namespace, ["name"] = pod.Name, ["uid"] = pod.Uid };

    /// <summary>Where requests arrive in the pod: a number, or what a container calls a port of its.</summary>
    private static JsonObject Port(JsonObject port, JsonObject? pod)
    {
        var target = port.Text("targetPort") ?? port.Text("port")!;
        var named = pod?.List("spec", "containers").SelectMany(c => c.List("ports")).FirstOrDefault(p => p.Text("name") == target)?.Number("containerPort");
        var made = new JsonObject { ["port"] = named ?? (long.TryParse(target, out var number) ? number : port.Number("port")), ["protocol"] = port.Text("protocol") ?? "TCP" };
        if (port.Text("name") is { } name) made["name"] = name;
        return made;
    }
}
