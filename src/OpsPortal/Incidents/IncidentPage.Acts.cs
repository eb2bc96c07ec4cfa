using OpsPortal.Incidents.Declaring;
using OpsPortal.Incidents.People;
using OpsPortal.Incidents.StatusUpdates;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Runbooks;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Incidents;

/// <summary>What the page's buttons do.</summary>
public sealed partial class IncidentPage
{
    private Asked asked;
    private IncidentState? moves;
    private Problem? refusal;
    private IncidentRole gives;
    private TimelineEntry? corrects;
    private string draft = "";
    private IReadOnlyList<SeverityOption> severities = [];
    private IReadOnlyList<RunbookSummary> library = [];
    private IReadOnlyList<string> components = [];

    /// <summary>The runbook that this person looks at; null follows the one in hand.</summary>
    private SuggestedRunbook? looked;

    private string? Slug => looked?.Slug ?? sheet!.Incident.Runbook ?? (suggestions is [{ Sure: true } only] ? only.Slug : null);
    private string? Place => looked is not null ? looked.Place : sheet!.Incident.Runbook is not null ? sheet.Incident.RunbookPlace : suggestions is [{ Sure: true } only] ? only.Place : null;

    /// <summary>A part that was hidden begins at its place; one that is hidden cannot be scrolled.</summary>
    private void TurnTo(string part)
    {
        tab = part;
        if (part == "runbook") turns++;
    }

    private Task NextAsync(NextAct next) => next.Kind switch
    {
        NextActKind.Acknowledge => DoAsync(new IncidentAct.Move(IncidentState.Acknowledged)),
        NextActKind.Lead => DoAsync(new IncidentAct.Join(IncidentRole.Commander)),
        NextActKind.Join => DoAsync(new IncidentAct.Join(IncidentRole.Responder)),
        NextActKind.TellStatus => AskAsync(Asked.Status),
        NextActKind.Investigate => DoAsync(new IncidentAct.Move(IncidentState.Investigating)),
        NextActKind.Mitigate => AskToMoveAsync(IncidentState.Mitigated),
        NextActKind.Resolve => AskToMoveAsync(IncidentState.Resolved),
        _ => AskToMoveAsync(IncidentState.Reviewed),
    };

    private Task ToReviewAsync()
    {
        navigation.NavigateTo($"/incidents/{Number}/review");
        return Task.CompletedTask;
    }

    private async Task<Problem?> TryAsync(IncidentAct act)
    {
        var result = await desk.ActAsync(actor, Number, act, default);
        if (result.Succeeded) await ReadAsync(default);
        return result.Problem;
    }

    /// <summary>At once; a refusal is told in passing.</summary>
    private async Task DoAsync(IncidentAct act)
    {
        if (await TryAsync(act) is { } refused) toasts.Refused(refused.Detail);
    }

    /// <summary>From a dialog, which stays open with the reason where it is refused.</summary>
    private async Task AnswerAsync(IncidentAct act)
    {
        refusal = await TryAsync(act);
        if (refusal is null) Close();
    }

    private void Close() => (asked, moves, refusal) = (Asked.Nothing, null, null);

    private Task AskToMoveAsync(IncidentState next)
    {
        // A review has a page of its own, which asks for the root cause.
        if (next == IncidentState.Reviewed) return ToReviewAsync();
        if (next == IncidentState.Investigating && sheet!.Incident.State.IsOpen()) return DoAsync(new IncidentAct.Move(next));
        (moves, refusal) = (next, null);
        return Task.CompletedTask;
    }

    private async Task MoveAsync((string Note, int Monitor) told)
    {
        await AnswerAsync(new IncidentAct.Move(moves!.Value, told.Note));
        if (moves is null && told.Monitor > 0) await DoAsync(new IncidentAct.Monitor(told.Monitor));
    }

    private async Task AskAsync(Asked what)
    {
        refusal = null;
        switch (what)
        {
            case Asked.Status:
                draft = StatusDraft.Of(sheet!, await desk.NewestAsync(Number, null, [TimelineKind.Execution], 100, default) ?? [], time.GetUtcNow());
                break;
            case Asked.Severity when (await desk.SystemsAsync(default)).FirstOrDefault(s => s.System.Slug == sheet!.Incident.System) is { } system:
                severities = SeverityOption.Of(SystemPolicy.Of(system));
                break;
            case Asked.Facts:
                components = await desk.ComponentsAsync(sheet!.Incident.System, default);
                break;
            case Asked.Runbook:
                library = await runbooks.SearchAsync(null, null, default);
                break;
        }
        asked = what;
    }

    private Task GivesAsync(IncidentRole role)
    {
        gives = role;
        return AskAsync(Asked.Person);
    }

    private async Task<Problem?> WriteAsync(string text)
    {
        var refused = await TryAsync(corrects is { } entry ? new IncidentAct.Correct(entry.Number, text) : new IncidentAct.Note(text));
        if (refused is null) corrects = null;
        // The composer calls, and draws only itself.
        StateHasChanged();
        return refused;
    }

    private async Task ChooseAsync(RunbookSummary runbook)
    {
        Close();
        looked = suggestions.FirstOrDefault(s => s.Slug == runbook.Slug) ?? new(runbook.Slug, runbook.Title, null, "", false);
        if (!suggestions.Contains(looked)) suggestions = [.. suggestions, looked];
        TurnTo("runbook");
        // Where nobody holds one, the first choice is everybody's.
        if (MayAct && sheet!.Incident.Runbook is null) await TakeAsync(looked);
    }

    private async Task TakeAsync(SuggestedRunbook runbook)
    {
        await DoAsync(new IncidentAct.Describe(new(Runbook: runbook.Slug, RunbookPlace: runbook.Place ?? "")));
        looked = null;
    }
}
