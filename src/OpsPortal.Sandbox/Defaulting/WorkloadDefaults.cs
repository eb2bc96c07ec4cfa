using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api;

namespace OpsPortal.Sandbox.Defaulting;

internal static class WorkloadDefaults
{
    public static void Deployment(JsonObject deployment)
    {
        Replicated(deployment);
        var spec = deployment.Child("spec");
        spec.Default("revisionHistoryLimit", 10);
        spec.Default("progressDeadlineSeconds", 600);
        var strategy = spec.Child("strategy");
        strategy.Default("type", "RollingUpdate");
        if (strategy.Text("type") != "RollingUpdate") return;
        strategy.Child("rollingUpdate").Default("maxUnavailable", "25%");
        strategy.Child("rollingUpdate").Default("maxSurge", "25%");
    }

    public static void Replicated(JsonObject workload)
    {
        workload.Child("spec").Default("replicas", 1);
        Template(workload.Child("spec"));
    }

    public static void StatefulSet(JsonObject set)
    {
        Replicated(set);
        var spec = set.Child("spec");
        spec.Default("podManagementPolicy", "OrderedReady");
        spec.Default("revisionHistoryLimit", 10);
        spec.Child("updateStrategy").Default("type", "RollingUpdate");
        if (spec.Text("updateStrategy.type") == "RollingUpdate") spec.Child("updateStrategy").Child("rollingUpdate").Default("partition", 0);
        foreach (var claim in spec.Objects("volumeClaimTemplates")) claim.Child("spec").Default("volumeMode", "Filesystem");
    }

    public static void DaemonSet(JsonObject set)
    {
        var spec = set.Child("spec");
        Template(spec);
        spec.Default("revisionHistoryLimit", 10);
        var strategy = spec.Child("updateStrategy");
        strategy.Default("type", "RollingUpdate");
        if (strategy.Text("type") != "RollingUpdate") return;
        strategy.Child("rollingUpdate").Default("maxUnavailable", 1);
        strategy.Child("rollingUpdate").Default("maxSurge", 0);
    }

    internal static void Template(JsonObject spec) => PodDefaults.Spec(spec.Child("template").Child("spec"));
}
