using System.Globalization;
using OpsPortal.Executions.Running;
using OpsPortal.Storage.Jobs;

namespace OpsPortal.Executions;

/// <summary>
/// The job of an execution; its payload is the execution's number. At most one worker gets the claim. A worker that has finished
/// takes the next one that waits, because its own job may have come when the portal was full.
/// </summary>
internal sealed class RunExecutionJob(RunExecution run) : IJobHandler
{
    public const string Name = "execution";

    public async Task HandleAsync(string payload, CancellationToken cancellation)
    {
        long? next = long.Parse(payload, CultureInfo.InvariantCulture);
        while (await run.InvokeAsync(next, cancellation)) next = null;
    }
}
