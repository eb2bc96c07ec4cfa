using System.Threading.Channels;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Targets.Flow;

/// <summary>
/// All stages at the same time, a bounded number of lines between two. A stage begins with the first line it is given, or with the end of
/// its input; where the stage before it fails, its input ends with an exception instead, so that it never takes half a file for a whole one.
/// </summary>
internal sealed class FlowPipeExecutor : FlowExecutor<FlowPipe>
{
    private const int LinesBetween = 1000;

    protected override async Task<ActionOutcome> ExecuteAsync(FlowPipe action, ActionContext context, CancellationToken cancellation)
    {
        using var gate = new SerialOutput(context.Output);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var stages = action.Stages;
        var running = new Task<ActionOutcome>[stages.Count];
        var pipes = stages.Skip(1).Select(_ => new Pipe(gate)).ToArray();
        var stops = stages.Select(_ => CancellationTokenSource.CreateLinkedTokenSource(stop.Token)).ToArray();
        try
        {
            var input = context.Input;
            for (var i = 0; i < stages.Count; i++)
            {
                var next = i < pipes.Length ? pipes[i] : null;
                running[i] = StageAsync(stages[i], context with { Input = input, Output = next ?? (IOutput)gate, Piped = next is not null || context.Piped }, i == 0 ? null : input, next, stops[i].Token);
                input = next?.Lines;
            }
            // The last one tells when enough was read; what only reads need not go on then.
            for (var i = stages.Count - 1; i >= 0; i--)
            {
                await ((Task)running[i]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (i == 0) break;
                pipes[i - 1].Discard();
                for (var before = 0; before < i; before++)
                    if (stages[before].Risk == Risk.Read) await stops[before].CancelAsync();
            }
            return Ending(running, cancellation);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(running.Where(t => t is not null).Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var one in stops) one.Dispose();
        }
    }

    private static async Task<ActionOutcome> StageAsync(FlowPart stage, ActionContext context, IAsyncEnumerable<string>? input, Pipe? next, CancellationToken cancellation)
    {
        try
        {
            await Task.Yield();
            if (input is not null) context = context with { Input = await FirstLine.AwaitAsync(input, cancellation) };
            var outcome = await context.RunPartAsync(stage, cancellation);
            next?.End(outcome.Succeeded ? null : new StageFailedException());
            return outcome;
        }
        catch (Exception e)
        {
            next?.End(new StageFailedException(e));
            throw;
        }
    }

    /// <summary>The first stage that failed tells why; where none did, the last one tells what was done.</summary>
    private static ActionOutcome Ending(Task<ActionOutcome>[] running, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (var stage in running)
            if (stage.IsFaulted && stage.Exception.InnerException is not StageFailedException) return stage.GetAwaiter().GetResult();
            else if (stage.IsCompletedSuccessfully && !stage.GetAwaiter().GetResult().Succeeded) return stage.GetAwaiter().GetResult();
        return running[^1].GetAwaiter().GetResult();
    }

    /// <summary>Output lines go to the next stage, errors and notes to whoever looks.</summary>
    private sealed class Pipe(IOutput output) : IOutput
    {
        private readonly Channel<string> lines = Channel.CreateBounded<string>(LinesBetween);
        private volatile bool discarding;

        public IAsyncEnumerable<string> Lines => lines.Reader.ReadAllAsync();

        public async ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation)
        {
            if (stream != OutputStream.Out) await output.WriteAsync(stream, line, cancellation);
            else if (!discarding) await lines.Writer.WriteAsync(line, cancellation);
        }

        public void End(Exception? why) => lines.Writer.TryComplete(why);

        /// <summary>Nobody reads any more; a change that still writes is not held up by that.</summary>
        public void Discard()
        {
            discarding = true;
            while (lines.Reader.TryRead(out _)) { }
        }
    }
}

/// <summary>The stage before this one has failed; its own outcome says why.</summary>
internal sealed class StageFailedException(Exception? inner = null) : Exception("What was to be read broke off.", inner);
