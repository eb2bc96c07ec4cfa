using OpsPortal.Runbooks.Actions.Flow;

namespace OpsPortal.Targets.Flow;

/// <summary>Part after part, as a shell would, but that a failure behind which <c>;</c> stands is told at the end.</summary>
internal sealed class FlowSequenceExecutor : FlowExecutor<FlowSequence>
{
    protected override async Task<ActionOutcome> ExecuteAsync(FlowSequence action, ActionContext context, CancellationToken cancellation)
    {
        Dictionary<string, string> values = [];
        List<string> failures = [];
        ActionOutcome last = ActionOutcome.Success("nothing to do");
        List<string> done = [];
        var holds = true;
        foreach (var part in action.Parts)
        {
            if (part.Operator == "&&" ? !holds : part.Operator == "||" && holds) continue;
            if (part.Operator != "||" && !last.Succeeded) failures.Add(last.Reason);
            last = await context.RunPartAsync(part.Bind(values), cancellation);
            holds = last.Holds();
            if (part.Captures is { } place) values[place] = last.Captured ?? "";
            if (last.Succeeded && last.Reason.Length > 0 && part.Action is not IMinorAction) done.Add(last.Reason);
            if (last.Signal == FlowSignal.Continue && action.IsLoop) last = last with { Signal = FlowSignal.None };
            else if (last.Signal != FlowSignal.None) break;
        }
        if (action.IsLoop && last.Signal == FlowSignal.Break) last = last with { Signal = FlowSignal.None };
        if (!last.Succeeded) failures.Add(last.Reason);
        return failures.Count > 0
            ? ActionOutcome.Failure(string.Join("; ", failures.Distinct()), last.ExitCode) with { Signal = last.Signal, HttpStatus = last.HttpStatus }
            : new ActionOutcome(true, done.Count > 0 ? string.Join("; ", done.Distinct().Take(5)) : last.Reason) { NothingMatched = last.NothingMatched, Signal = last.Signal, HttpStatus = last.HttpStatus };
    }
}
