using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions.Flow;

namespace OpsPortal.Targets.Flow;

/// <summary>Finds values right before they are needed, in order: a later lookup may hold the place of an earlier one.</summary>
internal static class LookupResolver
{
    /// <returns>A value for each place, or the outcome that says which one could not be found and why.</returns>
    public static async Task<(Dictionary<string, string> Values, ActionOutcome? Refused)> ResolveAsync(
        IReadOnlyList<Lookup> lookups, ActionContext context, CancellationToken cancellation)
    {
        Dictionary<string, string> values = [];
        foreach (var lookup in lookups)
        {
            var bound = values.Count == 0 ? lookup : lookup.Bind(values);
            var found = new CapturedOutput(context.Output, shows: false);
            var outcome = await context.RunAsync(bound.Action, bound.Filters, context with { Output = found, ShowAsync = Nowhere, Input = null, Piped = true }, cancellation);
            if (!outcome.Succeeded) return (values, ActionOutcome.Failure($"{lookup.Place} could not be found: {outcome.Reason}", outcome.ExitCode));
            if (found.Text.Length == 0 && !lookup.MayBeEmpty && lookup.Action is not ValueAction)
                return (values, ActionOutcome.Failure($"{lookup.Place} found nothing, so there is nothing to fill in. Check what it looks for, and in which namespace."));
            values[lookup.Place] = found.Text;
        }
        return (values, null);
    }

    private static ValueTask Nowhere(ResultView view, CancellationToken cancellation) => ValueTask.CompletedTask;
}
