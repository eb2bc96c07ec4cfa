using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Previews;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Containers;

/// <summary><c>docker exec</c>.</summary>
internal sealed class ExecExecutor : DockerExecutor<DockerExec>
{
    protected override Task<ActionOutcome> ExecuteAsync(DockerExec action, DockerApi api, ActionContext context, CancellationToken cancellation) =>
        Program(action).RunAsync(api, action.Container, action.Risk == Risk.Read, context, cancellation);

    protected override Task<ActionPreview> PreviewAsync(DockerExec action, DockerApi api, ActionContext context, CancellationToken cancellation) =>
        ProgramPreview.OfAsync(Program(action), action.Container, api, context, cancellation);

    private static ContainerExec Program(DockerExec action) => new(action.Command, action.User, action.WorkingDirectory, action.Variables, action.Privileged);
}
