using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api;

namespace OpsPortal.Sandbox.Defaulting;

internal static class BatchDefaults
{
    public static void Job(JsonObject job) => JobSpec(job.Child("spec"));

    public static void CronJob(JsonObject cron)
    {
        var spec = cron.Child("spec");
        spec.Default("concurrencyPolicy", "Allow");
        spec.Default("suspend", false);
        spec.Default("successfulJobsHistoryLimit", 3);
        spec.Default("failedJobsHistoryLimit", 1);
        WorkloadDefaults.Template(spec.Child("jobTemplate").Child("spec"));
    }

    private static void JobSpec(JsonObject spec)
    {
        // Without both numbers a job wants one success; with parallelism alone any success ends it.
        if (spec["completions"] is null && spec["parallelism"] is null) spec["completions"] = 1;
        spec.Default("parallelism", 1);
        spec.Default("backoffLimit", 6);
        spec.Default("completionMode", "NonIndexed");
        spec.Default("suspend", false);
        WorkloadDefaults.Template(spec);
    }
}
