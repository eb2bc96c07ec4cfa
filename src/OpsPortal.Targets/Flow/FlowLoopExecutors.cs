using OpsPortal.Runbooks.Actions.Flow;

namespace OpsPortal.Targets.Flow;

/// <summary>Round after round until it is stopped; a round that fails is told, and the next one comes.</summary>
internal sealed class FlowWatchExecutor : FlowExecutor<FlowWatch>
{
    /// <summary>No target is asked more often than this.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    protected override async Task<ActionOutcome> ExecuteAsync(FlowWatch action, ActionContext context, CancellationToken cancellation)
    {
        if (DurationWords.Parse(action.Every) is not { } every) return ActionOutcome.Failure($"'{action.Every}' is no number of seconds to wait between two rounds.");
        if (every < Shortest) every = Shortest;
        for (var round = 1; ; round++)
        {
            await context.Output.NoteAsync($"Round {round} at {context.Time.GetUtcNow():HH:mm:ss} UTC", cancellation);
            var outcome = await context.RunPartAsync(action.Body, cancellation);
            if (outcome.Signal == FlowSignal.Exit) return outcome;
            if (outcome.Signal == FlowSignal.Break) return outcome with { Signal = FlowSignal.None };
            if (!outcome.Succeeded) await context.Output.NoteAsync($"This round failed: {outcome.Reason}", cancellation);
            await Task.Delay(every, context.Time, cancellation);
        }
    }
}

/// <summary>Asks again and again; the body, mostly a pause, is done in between.</summary>
internal sealed class FlowUntilExecutor : FlowExecutor<FlowUntil>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task<ActionOutcome> ExecuteAsync(FlowUntil action, ActionContext context, CancellationToken cancellation)
    {
        for (var round = 1; ; round++)
        {
            var started = context.Time.GetTimestamp();
            var asked = await context.RunPartAsync(action.Condition, cancellation);
            if (asked.Signal == FlowSignal.Exit) return asked;
            if (asked.Holds()) return ActionOutcome.Success($"so at try {round}: {asked.Reason}");
            await context.Output.NoteAsync($"Not yet at try {round}: {asked.Reason}", cancellation);
            if (action.Body is not null)
            {
                var between = await context.RunPartAsync(action.Body, cancellation);
                if (between.Signal == FlowSignal.Exit) return between;
                if (between.Signal == FlowSignal.Break) return between with { Signal = FlowSignal.None };
            }
            // a loop without a pause of its own does not keep a target busy
            if (Pause - context.Time.GetElapsedTime(started) is { Ticks: > 0 } rest) await Task.Delay(rest, context.Time, cancellation);
        }
    }
}

/// <summary>The first branch whose condition holds.</summary>
internal sealed class FlowIfExecutor : FlowExecutor<FlowIf>
{
    protected override async Task<ActionOutcome> ExecuteAsync(FlowIf action, ActionContext context, CancellationToken cancellation)
    {
        foreach (var branch in action.Branches)
        {
            var asked = await context.RunPartAsync(branch.Condition, cancellation);
            if (asked.Signal != FlowSignal.None) return asked;
            if (asked.Holds()) return await context.RunPartAsync(branch.Body, cancellation);
        }
        return action.Otherwise is null ? ActionOutcome.Success("the condition did not hold, so nothing was done") : await context.RunPartAsync(action.Otherwise, cancellation);
    }
}

/// <summary>Stops the part when its time is over; a read that was to go on for so long has then done what it was to do.</summary>
internal sealed class FlowTimeoutExecutor : FlowExecutor<FlowTimeout>
{
    protected override async Task<ActionOutcome> ExecuteAsync(FlowTimeout action, ActionContext context, CancellationToken cancellation)
    {
        if (DurationWords.Parse(action.Limit) is not { } limit) return ActionOutcome.Failure($"'{action.Limit}' is no duration: write it like 30, 90s or 5m.");
        using var over = new CancellationTokenSource(limit > TimeSpan.Zero ? limit : Timeout.InfiniteTimeSpan, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, over.Token);
        try
        {
            return await context.RunPartAsync(action.Body, either.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return action.Body.Action.Live ? ActionOutcome.Success($"stopped after {action.Limit}, as asked") : ActionOutcome.Failure($"not done after {action.Limit}, so it was stopped", 124);
        }
    }
}
