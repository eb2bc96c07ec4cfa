using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Docker.Client;

namespace OpsPortal.Targets.Docker.Containers;

/// <summary><c>docker exec</c>.</summary>
internal sealed class ExecExecutor : DockerExecutor<DockerExec>
{
    protected override Task<ActionOutcome> ExecuteAsync(DockerExec action, DockerApi api, ActionContext context, CancellationToken cancellation) =>
        new ContainerExec(action.Command, action.User, action.WorkingDirectory, action.Variables, action.Privileged)
            .RunAsync(api, action.Container, action.Risk == Risk.Read, context, cancellation);
}
