using OpsPortal.Targets.Kubernetes.Printing;
using OpsPortal.Targets.Kubernetes.Verbs;

namespace OpsPortal.Targets.Kubernetes.Describing;

internal static class JobDescription
{
    public static Task WriteJobAsync(DescriptionWriter writer, DescribedObject described)
    {
        var job = described.Object;
        var (spec, status) = (job["spec"], job["status"]);
        writer.Line($"Name:\t{job.Name()}");
        writer.Line($"Namespace:\t{job.Namespace()}");
        writer.Line($"Selector:\t{LabelSelectorText.Of(spec.At("selector"))}");
        writer.Labels("Labels", job.MapAt("metadata", "labels"));
        writer.Annotations("Annotations", job["metadata"]);
        if (job.Controller() is { } owner) writer.Line($"Controlled By:\t{owner.TextAt("kind")}/{owner.TextAt("name")}");
        writer.Optional(0, "Parallelism", spec.TextAt("parallelism"));
        writer.Line($"Completions:\t{spec.TextAt("completions") ?? "<unset>"}");
        writer.Optional(0, "Completion Mode", spec.TextAt("completionMode"));
        writer.Optional(0, "Suspend", spec.TextAt("suspend"));
        writer.Optional(0, "Backoff Limit", spec.TextAt("backoffLimit"));
        writer.Optional(0, "TTL Seconds After Finished", spec.TextAt("ttlSecondsAfterFinished"));
        var (start, end) = (status.Time("startTime"), status.Time("completionTime"));
        if (start is not null) writer.Line($"Start Time:\t{DescriptionWriter.Date(start)}");
        if (end is not null) writer.Line($"Completed At:\t{DescriptionWriter.Date(end)}");
        if (start is not null && end is not null) writer.Line($"Duration:\t{HumanDuration.Of(end.Value - start.Value)}");
        if (spec.NumberAt("activeDeadlineSeconds") is { } deadline) writer.Line($"Active Deadline Seconds:\t{deadline}s");
        var ready = status.NumberAt("ready") is { } count ? $" ({count} Ready)" : "";
        writer.Line($"Pods Statuses:\t{status.NumberAt("active") ?? 0} Active{ready} / {status.NumberAt("succeeded") ?? 0} Succeeded / {status.NumberAt("failed") ?? 0} Failed");
        PodTemplateDescription.Write(writer, spec.At("template"));
        return Task.CompletedTask;
    }

    public static Task WriteCronJobAsync(DescriptionWriter writer, DescribedObject described)
    {
        var job = described.Object;
        var spec = job["spec"];
        writer.Heading(job);
        writer.Line($"Schedule:\t{spec.TextAt("schedule")}");
        writer.Line($"Concurrency Policy:\t{spec.TextAt("concurrencyPolicy")}");
        writer.Line($"Suspend:\t{(spec.At("suspend") is null ? "<unset>" : spec.FlagAt("suspend") ? "True" : "False")}");
        writer.Line($"Successful Job History Limit:\t{spec.TextAt("successfulJobsHistoryLimit") ?? "<unset>"}");
        writer.Line($"Failed Job History Limit:\t{spec.TextAt("failedJobsHistoryLimit") ?? "<unset>"}");
        writer.Line($"Starting Deadline Seconds:\t{(spec.TextAt("startingDeadlineSeconds") is { } seconds ? $"{seconds}s" : "<unset>")}");
        var template = spec.At("jobTemplate", "spec");
        writer.Line($"Selector:\t{LabelSelectorText.Of(template.At("selector")) ?? "<unset>"}");
        writer.Line($"Parallelism:\t{template.TextAt("parallelism") ?? "<unset>"}");
        writer.Line($"Completions:\t{template.TextAt("completions") ?? "<unset>"}");
        if (template.NumberAt("activeDeadlineSeconds") is { } deadline) writer.Line($"Active Deadline Seconds:\t{deadline}s");
        PodTemplateDescription.Write(writer, template.At("template"));
        writer.Line($"Last Schedule Time:\t{(job.Time("status", "lastScheduleTime") is { } last ? DescriptionWriter.Date(last) : "<unset>")}");
        writer.Line($"Active Jobs:\t{DescriptionWriter.OrNone(string.Join(", ", job.Objects("status", "active").Select(a => a.TextAt("name"))))}");
        return Task.CompletedTask;
    }
}
