using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Writing;

/// <summary>A job without a selector gets one of its own, so that no two jobs share pods.</summary>
internal static class JobIdentity
{
    private const string ByUid = "batch.kubernetes.io/controller-uid";
    private const string ByName = "batch.kubernetes.io/job-name";

    public static void Assign(JsonObject job, string name)
    {
        var spec = job.Child("spec");
        if (spec["selector"] is not null || spec.Flag("manualSelector")) return;
        var identity = Guid.NewGuid().ToString();
        spec["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { [ByUid] = identity } };
        var labels = spec.Child("template").Child("metadata").Child("labels");
        labels[ByUid] = identity;
        labels[ByName] = name;
        labels["job-name"] = name;
    }
}
