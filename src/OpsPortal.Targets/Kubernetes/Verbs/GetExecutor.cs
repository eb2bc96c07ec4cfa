using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing.JsonPaths;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Tables come from the server; every other form is made here from the objects.</summary>
internal sealed class GetExecutor : KubernetesExecutor<KubernetesGet>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesGet action, ActionContext context, CancellationToken cancellation)
    {
        try
        {
            var request = new GetRequest(action, context);
            if (action.Watch) return await new GetWatch(request).RunAsync(cancellation);
            return action.Output is null or "" or "wide" ? await new GetTables(request).RunAsync(cancellation) : await new GetObjects(request).RunAsync(cancellation);
        }
        catch (JsonPathException wrong)
        {
            return ActionOutcome.Failure($"{action.Output ?? action.SortBy}: {wrong.Message}");
        }
    }
}
