using System.Globalization;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Describing;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>The revisions with their causes, or the pod template of one.</summary>
internal sealed class RolloutHistoryExecutor : KubernetesExecutor<KubernetesRolloutHistory>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesRolloutHistory action, ActionContext context, CancellationToken cancellation)
    {
        var asked = 0L;
        if (action.Revision is { } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out asked)) return ActionOutcome.Failure($"'{text}' is no revision: give a number.");
        var workload = await context.OneAsync(action, action.Resource, cancellation);
        if (workload.Object.TextAt("kind") is not ("Deployment" or "DaemonSet" or "StatefulSet"))
            return ActionOutcome.Failure($"{workload.Spoken} has no revisions: only deployments, daemon sets and stateful sets have.");
        var revisions = await Revisions.OfAsync(context.Kubernetes, workload, cancellation);
        if (asked > 0)
        {
            if (revisions.FirstOrDefault(r => r.Number == asked) is not { } one)
                return ActionOutcome.Failure($"unable to find the specified revision {asked}: {workload.Spoken} has {(revisions.Count == 0 ? "none" : string.Join(", ", revisions.Select(r => r.Number)))}.");
            await context.Output.OutAsync($"{workload.QualifiedName} with revision #{asked}", cancellation);
            var writer = new DescriptionWriter(context.Time);
            PodTemplateDescription.Write(writer, one.Template, one.ChangeCause);
            // kubectl leaves this one unaligned.
            foreach (var line in writer.FlushRaw()) await context.Output.OutAsync(line, cancellation);
            return ActionOutcome.Success($"revision {asked}: {one.Images}");
        }

        await context.Output.OutAsync($"{workload.QualifiedName} ", cancellation);
        var table = TabWriter.Description();
        if (revisions.Count == 0) table.Line("No rollout history found.");
        else table.Line("REVISION\tCHANGE-CAUSE");
        foreach (var revision in revisions) table.Line($"{revision.Number}\t{revision.ChangeCause ?? "<none>"}");
        foreach (var line in table.Flush()) await context.Output.OutAsync(line, cancellation);
        await context.Output.OutAsync("", cancellation);
        return ActionOutcome.Success($"{revisions.Count} revision{(revisions.Count == 1 ? "" : "s")} of {workload.Spoken}");
    }
}
