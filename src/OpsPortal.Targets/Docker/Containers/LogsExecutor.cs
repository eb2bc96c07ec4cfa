using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;

namespace OpsPortal.Targets.Docker.Containers;

/// <summary><c>docker logs</c>.</summary>
internal sealed class LogsExecutor : DockerExecutor<DockerLogs>
{
    protected override async Task<ActionOutcome> ExecuteAsync(DockerLogs action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var log = new ContainerLog(action.Follow, action.Tail, action.Since, action.Until, action.Timestamps);
        if (log.Problem(context.Time.GetUtcNow()) is { } problem) return ActionOutcome.Failure(problem, 1);
        var lines = 0L;
        await log.ReadAsync(api, action.Container, context.Time.GetUtcNow(), async (stream, line, stop) =>
        {
            lines++;
            await context.Output.WriteAsync(stream, line, stop);
        }, cancellation);
        return new(true, $"{lines} line{(lines == 1 ? "" : "s")} of container {action.Container}", 0);
    }
}
