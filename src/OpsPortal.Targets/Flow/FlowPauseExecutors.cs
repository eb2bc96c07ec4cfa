using OpsPortal.Runbooks.Actions.Flow;

namespace OpsPortal.Targets.Flow;

/// <summary>A countdown: says how long it takes yet, at steps that get shorter towards the end.</summary>
internal sealed class FlowWaitExecutor : FlowExecutor<FlowWait>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    protected override async Task<ActionOutcome> ExecuteAsync(FlowWait action, ActionContext context, CancellationToken cancellation)
    {
        if (DurationWords.Parse(action.Duration) is not { } duration) return ActionOutcome.Failure($"'{action.Duration}' is no duration: write it like 30, 90s or 5m.");
        if (duration > Longest) return ActionOutcome.Failure($"{action.Duration} is longer than a day; nobody waits for a step that long.");
        for (var left = duration; left > TimeSpan.Zero;)
        {
            await context.Output.NoteAsync($"{DurationWords.Tell(left)} left", cancellation);
            var step = Step(left);
            await Task.Delay(step, context.Time, cancellation);
            left -= step;
        }
        return ActionOutcome.Success($"waited {DurationWords.Tell(duration)}");
    }

    private static TimeSpan Step(TimeSpan left) =>
        left.TotalSeconds switch
        {
            > 3600 => TimeSpan.FromMinutes(10),
            > 300 => TimeSpan.FromMinutes(1),
            > 60 => TimeSpan.FromSeconds(30),
            > 10 => TimeSpan.FromSeconds(10),
            _ => left,
        };
}

internal sealed class FlowNothingExecutor : FlowExecutor<FlowNothing>
{
    protected override Task<ActionOutcome> ExecuteAsync(FlowNothing action, ActionContext context, CancellationToken cancellation) =>
        Task.FromResult(action.Fails ? ActionOutcome.Failure($"{action.Command} fails, as it is meant to", 1) : ActionOutcome.Success(action.Why));
}

internal sealed class FlowExitExecutor : FlowExecutor<FlowExit>
{
    protected override Task<ActionOutcome> ExecuteAsync(FlowExit action, ActionContext context, CancellationToken cancellation)
    {
        var signal = action.Command switch { "break" => FlowSignal.Break, "continue" => FlowSignal.Continue, _ => FlowSignal.Exit };
        var outcome = action.Code == 0 ? ActionOutcome.Success(signal == FlowSignal.Exit ? "ended here, as asked" : "") : ActionOutcome.Failure($"the command ended itself with exit code {action.Code}", action.Code);
        return Task.FromResult(outcome with { Signal = signal });
    }
}
