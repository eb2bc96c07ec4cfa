using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api;

namespace OpsPortal.Sandbox.Defaulting;

internal static class PodDefaults
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    public static void Pod(JsonObject pod)
    {
        Spec(pod.Child("spec"));
        pod.Child("spec").Default("serviceAccountName", "default");
        pod.Child("spec").Default("enableServiceLinks", true);
    }

    public static void Spec(JsonObject spec)
    {
        spec.Default("restartPolicy", "Always");
        spec.Default("terminationGracePeriodSeconds", 30);
        spec.Default("dnsPolicy", "ClusterFirst");
        spec.Default("schedulerName", "default-scheduler");
        spec.Default("securityContext", new JsonObject());
        foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers"))) Container(container);
        foreach (var volume in spec.Objects("volumes")) Volume(volume);
    }

    private static void Container(JsonObject container)
    {
        container.Default("resources", new JsonObject());
        container.Default("terminationMessagePath", "/dev/termination-log");
        container.Default("terminationMessagePolicy", "File");
        container.Default("imagePullPolicy", IsLatest(container.Text("image") ?? "") ? "Always" : "IfNotPresent");
        foreach (var port in container.Objects("ports")) port.Default("protocol", "TCP");
        foreach (var probe in Probes.Select(p => container[p]).OfType<JsonObject>()) Probe(probe);
        // What is not requested but limited is requested to the limit.
        if (container.At("resources.limits") is JsonObject limits)
            foreach (var (name, limit) in limits) container.Child("resources").Child("requests")[name] ??= limit?.DeepClone();
    }

    private static void Probe(JsonObject probe)
    {
        probe.Default("timeoutSeconds", 1);
        probe.Default("periodSeconds", 10);
        probe.Default("successThreshold", 1);
        probe.Default("failureThreshold", 3);
        if (probe["httpGet"] is not JsonObject http) return;
        http.Default("scheme", "HTTP");
        http.Default("path", "/");
    }

    private static void Volume(JsonObject volume)
    {
        foreach (var source in new[] { "configMap", "secret", "projected", "downwardAPI" })
            if (volume[source] is JsonObject mode) mode.Default("defaultMode", 420);
    }

    private static bool IsLatest(string image)
    {
        if (image.Contains('@')) return false;
        var name = image[(image.LastIndexOf('/') + 1)..];
        return !name.Contains(':') || name.EndsWith(":latest", StringComparison.Ordinal);
    }
}
