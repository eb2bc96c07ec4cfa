using OpsPortal.Access;
using OpsPortal.Frame;
using OpsPortal.Incidents.Alerts.Api;
using OpsPortal.Incidents.Alerts.Grouping;
using OpsPortal.Incidents.Alerts.Silences;
using OpsPortal.Storage.Live;

namespace OpsPortal.Incidents.Alerts;

/// <summary>Who sends alerts, what fires, what is kept quiet.</summary>
public sealed partial class AlertsPage
{
    private IReadOnlyList<IntegrationSheet>? integrations;
    private IReadOnlyList<(AlertSilence Silence, string Integration)>? silences;
    private IReadOnlyList<(Alert Alert, string Integration)>? alerts;
    private IReadOnlyList<string> systems = [];
    private IntegrationSheet? edited;
    private AlertIntegration? rotating, removing;
    private (Alert Alert, string Integration)? quiet;
    private Following? following;
    private Problem? problem;
    private Actor? actor;
    private string? newKey;
    private bool editing, silencing, all, busy;

    protected override async Task OnInitializedAsync()
    {
        systems = [.. (await SystemList.AllAsync(default)).Select(s => s.System.Slug)];
        await ReadAsync();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        following = new(Bus.Subscribe(HintKind.Status, GroupAlerts.Topic), TimeSpan.FromSeconds(1), Time, Log, _ => InvokeAsync(async () =>
        {
            await ReadAsync();
            StateHasChanged();
        }));
    }

    private async Task ReadAsync()
    {
        actor = await Workplace.ActorAsync();
        var found = await Queries.IntegrationsAsync(actor, default);
        (integrations, problem) = (found.Value, found.Problem);
        if (problem is not null) return;
        silences = await Queries.SilencesAsync(true, Time.GetUtcNow(), default);
        alerts = await Queries.ListAsync(new(Open: all ? null : true, Limit: 100), default);
    }

    private Task ToggleAsync()
    {
        all = !all;
        return ReadAsync();
    }

    private async Task CloseAsync()
    {
        (editing, silencing, edited, rotating, removing, quiet, newKey) = (false, false, null, null, null, null, null);
        await ReadAsync();
    }

    private async Task TestAsync(string name)
    {
        busy = true;
        var tested = await Test.InvokeAsync(actor!, name, null, default);
        busy = false;
        if (tested is { Succeeded: true, Value.Stored: true }) Toasts.Done(tested.Value.Sentence);
        else Toasts.Refused(tested.Value?.Sentence ?? tested.Problem!.Detail);
        await ReadAsync();
    }

    private async Task RotateAsync()
    {
        var made = await Save.RotateKeyAsync(actor!, rotating!.Name, default);
        if (made.Succeeded) newKey = made.Value.Key;
        else Toasts.Refused(made.Problem.Detail);
    }

    private async Task RemoveAsync()
    {
        var gone = await Save.RemoveAsync(actor!, removing!.Name, default);
        if (!gone.Succeeded) Toasts.Refused(gone.Problem.Detail);
        await CloseAsync();
    }

    private async Task EndAsync(AlertSilence silence)
    {
        var ended = await Silences.EndAsync(actor!, silence.Id, default);
        if (ended.Succeeded) Toasts.Done("The silence is over; what still fires is heard.");
        else Toasts.Refused(ended.Problem.Detail);
        await ReadAsync();
    }

    private static string Describe(IntegrationSheet sheet) => string.Join(" · ", new[]
    {
        sheet.Integration.Kind switch { AlertKind.Alertmanager => "Alertmanager", AlertKind.PagerDuty => "Events API v2", _ => "JSON" },
        sheet.Integration.System ?? "no system of its own",
        sheet.Environment ?? "",
        sheet.OpenAlerts == 1 ? "1 alert fires" : $"{sheet.OpenAlerts:N0} alerts fire",
    }.Where(t => t.Length > 0));

    private static string AlertPath(AlertKind kind) => IntegrationAnswer.Path(kind);

    private static (string Icon, string Word, string Tone) Look(Alert alert) => alert switch
    {
        { State: AlertState.Resolved } => ("ok", "over", "ok"),
        { SilenceId: not null } => ("quiet", "silenced", "quiet"),
        { State: AlertState.Acknowledged } => ("hand", "taken on", "waiting"),
        _ => ("bell", "fires", "failed"),
    };

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (following is not null) await following.DisposeAsync();
    }
}
