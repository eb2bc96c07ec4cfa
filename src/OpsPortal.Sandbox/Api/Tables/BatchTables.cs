using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Tables;

internal static class BatchTables
{
    public static IReadOnlyList<Column> Jobs { get; } =
    [
        Column.Named,
        new("Status", (job, _) => Status(job)),
        new("Completions", (job, _) => Completions(job)),
        new("Duration", (job, at) => job.Instant("status.startTime") is { } started
            ? HumanDuration.Of((job.Instant("status.completionTime") ?? at.Now) - started) : ""),
        Column.Age,
        .. WorkloadTables.Wide,
    ];

    public static IReadOnlyList<Column> CronJobs { get; } =
    [
        Column.Named,
        Column.Text("Schedule", o => o.Text("spec.schedule")),
        Column.Text("Timezone", o => o.Text("spec.timeZone")),
        new("Suspend", (o, _) => o.Flag("spec.suspend") ? "True" : "False"),
        Column.Count("Active", o => o.Objects("status.active").Count),
        new("Last Schedule", (o, at) => o.Instant("status.lastScheduleTime") is { } last ? at.Age(last) : "<none>"),
        Column.Age,
        .. WorkloadTables.Wide,
    ];

    private static string Status(JsonObject job)
    {
        bool Has(string type) => job.Objects("status.conditions").Any(c => c.Text("type") == type && c.Text("status") == "True");
        return Has("Complete") ? "Complete"
            : Has("Failed") ? "Failed"
            : job.At("metadata.deletionTimestamp") is not null ? "Terminating"
            : Has("Suspended") ? "Suspended"
            : Has("FailureTarget") ? "FailureTarget"
            : Has("SuccessCriteriaMet") ? "SuccessCriteriaMet"
            : "Running";
    }

    private static string Completions(JsonObject job)
    {
        var done = job.Number("status.succeeded") ?? 0;
        if (job.Number("spec.completions") is { } wanted) return $"{done}/{wanted}";
        return job.Number("spec.parallelism") is { } parallel and > 1 ? $"{done}/1 of {parallel}" : $"{done}/1";
    }
}
