using System.Text;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Streams;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Runs one program in a container; of something that owns pods, in the best running one.</summary>
internal sealed class ExecExecutor : KubernetesExecutor<KubernetesExec>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesExec action, ActionContext context, CancellationToken cancellation)
    {
        if (action.Command.Count == 0) return ActionOutcome.Failure("No program to run is given.");
        var (pods, refusal) = await Pods.OfAsync(action, action.Resource, context, cancellation);
        if (refusal is not null) return ActionOutcome.Failure(refusal);
        // A pod that is named is tried as it is, a chosen one has to run.
        var pod = pods.Count == 1 ? pods[0] : pods.FirstOrDefault(p => p.TextAt("status", "phase") == "Running") ?? pods[0];
        if (pod.TextAt("status", "phase") is "Succeeded" or "Failed")
            return ActionOutcome.Failure($"cannot exec into a container in a completed pod; current phase is {pod.TextAt("status", "phase")}");
        if (pods.Count > 1) await context.Output.NoteAsync($"Found {pods.Count} pods, using pod/{pod.Name()}", cancellation);

        if (action.Container is { } named && !Pods.ContainerNames(pod).Contains(named))
            return ActionOutcome.Failure($"container {named} is not valid for pod {pod.Name()} out of: {Pods.ContainerList(pod)}");
        var container = action.Container;
        if (container is null)
        {
            container = Pods.DefaultContainer(pod, out var several);
            if (several) await context.Output.ErrorAsync($"Defaulted container \"{container}\" out of: {Pods.ContainerList(pod)}", cancellation);
        }

        if (action.Risk != Risk.Read) await context.BeforeSideEffect(cancellation);
        await using var streams = new LineStreams(context.Output, action.Input is { } text ? new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false)
            : context.Input is { } lines ? new LineInput(lines) : null);
        var code = await context.Kubernetes.ExecAsync(pod.Namespace() ?? context.Namespace(action), pod.Name(), new(action.Command, container), streams, cancellation);
        await streams.CompleteAsync(cancellation);
        return code == 0
            ? new(true, $"{action.Command[0]} ran in pod {pod.Name()}", 0)
            : ActionOutcome.Failure($"exit code {code}", code);
    }

    /// <summary>The program's streams, line by line.</summary>
    private sealed class LineStreams(IOutput output, Stream? input) : IExecStreams, IAsyncDisposable
    {
        private readonly LineAssembler standard = new(output, OutputStream.Out);
        private readonly LineAssembler error = new(output, OutputStream.Error);

        public Stream? Input => input;

        public ValueTask OutputAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation) => standard.AddAsync(data, cancellation);
        public ValueTask ErrorAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation) => error.AddAsync(data, cancellation);

        public async ValueTask CompleteAsync(CancellationToken cancellation)
        {
            await standard.CompleteAsync(cancellation);
            await error.CompleteAsync(cancellation);
        }

        public async ValueTask DisposeAsync()
        {
            if (Input is not null) await Input.DisposeAsync();
        }
    }
}
