using System.Text;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Risks;

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

    /// <summary>Makes lines of the bytes that come. A character may be cut in two by a packet, so each stream keeps its decoder.</summary>
    private sealed class LineStreams(IOutput output, Stream? input) : IExecStreams, IAsyncDisposable
    {
        /// <summary>In characters: a program that never ends its line does not fill the memory.</summary>
        private const int LongestLine = 1 << 20;

        private readonly Assembler standard = new(output, OutputStream.Out);
        private readonly Assembler error = new(output, OutputStream.Error);

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

        private sealed class Assembler(IOutput output, OutputStream stream)
        {
            private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
            private readonly StringBuilder line = new();

            public async ValueTask AddAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
            {
                var text = new char[Encoding.UTF8.GetMaxCharCount(data.Length)];
                var length = decoder.GetChars(data.Span, text, flush: false);
                for (int from = 0, end; from < length; from = end + 1)
                {
                    end = Array.IndexOf(text, '\n', from, length - from);
                    line.Append(text, from, (end < 0 ? length : end) - from);
                    if (end < 0 && line.Length < LongestLine) return;
                    await EndAsync(cancellation);
                    if (end < 0) return;
                }
            }

            public async ValueTask CompleteAsync(CancellationToken cancellation)
            {
                if (line.Length > 0) await EndAsync(cancellation);
            }

            private async ValueTask EndAsync(CancellationToken cancellation)
            {
                var whole = line.ToString().TrimEnd('\r');
                line.Clear();
                await output.WriteAsync(stream, whole, cancellation);
            }
        }
    }
}
