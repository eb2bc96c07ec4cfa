using OpsPortal.Executions;
using OpsPortal.Executions.Plans;

namespace OpsPortal.Runbooks;

/// <summary>What the page's buttons do.</summary>
public sealed partial class RunbookPage
{
    /// <param name="View">As it was when somebody clicked: what was asked is what runs, whatever is typed meanwhile.</param>
    private sealed record Question(StepView View, ExecutionRequest Request, Plan Plan, Problem? Refusal = null);

    private async Task RunAsync(StepView view)
    {
        if (!view.CanRun || previewing is not null || workplace.Environment is not { } here) return;
        var given = view.Step.Parameters.Where(p => values.GetValueOrDefault(p, "").Length > 0).ToDictionary(p => p, p => values[p]);
        var request = new ExecutionRequest(Slug, view.Step.Id, here.Name, given, Guid.NewGuid().ToString("N")) { Incident = Incident };
        if (view.AsksFirst)
        {
            await PreviewAsync(view with { Values = given }, request);
            return;
        }
        var result = await desk.RequestAsync(actor, request, default);
        if (result.Succeeded) await ShowAsync(result.Value);
        else toasts.Refused(result.Problem.Detail);
    }

    private async Task PreviewAsync(StepView view, ExecutionRequest request)
    {
        previewing = view.Step.Id;
        try
        {
            StateHasChanged();
            var plan = await changes.PreviewAsync(actor, request, default);
            if (plan.Succeeded) asked = new(view, request, plan.Value);
            else toasts.Refused(plan.Problem.Detail);
        }
        finally { previewing = null; }
    }

    private async Task ConfirmAsync(string? breakGlass)
    {
        if (asked is not { } question) return;
        var result = await desk.RequestAsync(actor, question.Request with { PlanHash = question.Plan.Hash, BreakGlass = breakGlass }, default);
        if (!result.Succeeded) { asked = question with { Refusal = result.Problem }; return; }
        asked = null;
        await ShowAsync(result.Value);
    }

    private async Task RunChecksAsync(OutlineSection section)
    {
        if (workplace.Environment is not { } here) return;
        var given = values.Where(v => v.Value.Length > 0).ToDictionary();
        var result = await desk.RequestReadsAsync(actor, new(Slug, section.Id, here.Name, given, Guid.NewGuid().ToString("N")) { Incident = Incident }, default);
        if (!result.Succeeded) { toasts.Refused(result.Problem.Detail); return; }
        var left = section.Checks - result.Value.Count;
        toasts.Done($"Started {Count(result.Value.Count, "check")}{(left > 0 ? $"; {left} still need a value" : "")}.");
        await ShowAsync(result.Value[^1]);
    }

    private async Task ShowAsync(Execution execution)
    {
        shown = execution.Id;
        await ReadAsync(default);
    }

    private async Task CancelAsync(long id)
    {
        var result = await desk.CancelAsync(actor, id, default);
        if (!result.Succeeded) toasts.Refused(result.Problem.Detail);
        await ReadAsync(default);
    }

    private async Task TickAsync((StepView View, bool Done) tick)
    {
        if (workplace.Environment is not { } here) return;
        var result = await ticks.TickAsync(actor, edition!.Runbook.Id, here.Id, Incident, tick.View.Step.Id, tick.Done, default);
        if (!result.Succeeded) toasts.Refused(result.Problem.Detail);
        await ReadAsync(default);
    }
}
