using Microsoft.AspNetCore.Components;
using OpsPortal.Access;
using OpsPortal.Executions;
using OpsPortal.Executions.Plans;
using OpsPortal.Frame;
using OpsPortal.Maintenance.Planning;
using OpsPortal.Maintenance.Working;
using OpsPortal.Runbooks;
using OpsPortal.Storage.Live;

namespace OpsPortal.Maintenance.Pages;

/// <summary>A plan at work: its checklist, gates and clock, for everybody who looks.</summary>
public sealed partial class PlanPage(
    MaintenanceQueries queries, RunMaintenance run, ScheduleMaintenance schedule, SignItem sign, DecideGate decideGate, IExecutionDesk desk, IChangeDesk changes, IRunbookReader runbooks, Workplace workplace,
    Toasts toasts, ILiveBus bus, TimeProvider time, ILogger<PlanPage> logger) : ComponentBase, IAsyncDisposable
{
    private const int MostEntries = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    private enum Asked { Nothing, Cancel, Reject, RollBack, Skip, Fail, NoGo }

    private sealed record Question(MaintenanceItem Item, ExecutionRequest Request, Plan Plan, string? Source, Problem? Refusal = null);

    private sealed record Needs(MaintenanceItem Item, IReadOnlyList<string> Missing, IReadOnlySet<string> Secret);

    private readonly Dictionary<string, string> values = [];
    private MaintenanceSheet? sheet;
    private IReadOnlyList<MaintenanceEntry> log = [];
    private IReadOnlyList<MaintenanceAnnouncement> announcements = [];
    private IReadOnlyList<PlanPerson> watching = [];
    private Actor actor = new(Guid.Empty, "", Role.Viewer);
    private Problem? problem;
    private Asked asked;
    private MaintenanceItem? about;
    private MaintenancePhase? gate;
    private Question? question;
    private Needs? needs;
    private string? refusal;
    private int? previewing;
    private Following? following;
    private long followed;

    [Parameter] public long Number { get; set; }

    private RunMaintenance Run => run;
    private ScheduleMaintenance Schedule => schedule;
    private SignItem Sign => sign;
    private DecideGate Gate => decideGate;
    private MaintenanceSheet Sheet => sheet!;
    private bool MayAct => MaintenanceRights.May(actor, Sheet);
    private bool Overrun => Sheet.Overrun(time.GetUtcNow());
    private MaintenanceItem? Failed => Sheet.Plan.Items.Find(i => i.State == ItemState.Failed);

    private List<MaintenanceItem> Of(MaintenancePhase phase) => Sheet.Plan.Items.FindAll(i => i.Phase == phase.Position);

    private static string Initials(string name) => new PlanInitials(name).Text;

    protected override Task OnParametersSetAsync() => sheet?.Plan.Number == Number ? Task.CompletedTask : OpenAsync();

    private async Task OpenAsync()
    {
        (problem, sheet, asked, question, needs) = (null, null, Asked.Nothing, null, null);
        actor = await workplace.ActorAsync();
        await ReadAsync(default);
        if (sheet is null) problem = MaintenanceActs.Missing(Number);
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        if (await queries.FindAsync(Number, cancellation) is not { } found) return;
        log = await queries.LogAsync(Number, cancellation) ?? [];
        announcements = await queries.AnnouncementsAsync(Number, cancellation);
        // Only a page that lives says that somebody is here.
        if (RendererInfo.IsInteractive) watching = await queries.WatchAsync(actor, Number, cancellation);
        sheet = found;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (sheet is null || followed == Number) return;
        followed = Number;
        if (following is not null) await following.DisposeAsync();
        following = new(bus.Subscribe(HintKind.Maintenance, $"{Number}"), Pause, time, logger, cancellation => InvokeAsync(async () => { await ReadAsync(cancellation); StateHasChanged(); }));
    }

    private async Task DoAsync(Task<Result<MaintenancePlan>> act)
    {
        var done = await act;
        if (!done.Succeeded) toasts.Refused(done.Problem.Detail);
        await ReadAsync(default);
    }

    private async Task AnswerAsync(Task<Result<MaintenancePlan>> act)
    {
        var done = await act;
        refusal = done.Problem?.Detail;
        if (done.Succeeded) Close();
        await ReadAsync(default);
    }

    private void Ask(Asked what, MaintenanceItem? item = null) => (asked, about, refusal) = (what, item, null);

    private void AskGate(MaintenancePhase phase) => (asked, gate, refusal) = (Asked.NoGo, phase, null);

    private void Close() => (asked, about, gate, refusal) = (Asked.Nothing, null, null, null);

    private async Task RunItemAsync(MaintenanceItem item)
    {
        if (previewing is not null || await StepAsync(item) is not var (step, parameters)) return;
        values.Clear();
        foreach (var (name, value) in item.Parameters) values[name] = value;
        foreach (var parameter in parameters)
            if (parameter.Default is { } usual) values.TryAdd(parameter.Name, usual);
        var missing = step.Parameters.Where(p => values.GetValueOrDefault(p, "").Length == 0).ToList();
        if (missing.Count > 0) needs = new(item, missing, parameters.Where(p => p.Secret).Select(p => p.Name).ToHashSet());
        else await AskToRunAsync(item, step);
    }

    private async Task RunWithValuesAsync()
    {
        if (needs is not { } open || await StepAsync(open.Item) is not var (step, _)) return;
        needs = null;
        await AskToRunAsync(open.Item, step);
    }

    private async Task AskToRunAsync(MaintenanceItem item, Step step)
    {
        var given = step.Parameters.Where(p => values.GetValueOrDefault(p, "").Length > 0).ToDictionary(p => p, p => values[p]);
        var request = new ExecutionRequest(item.Runbook!, item.Step!, Sheet.Environment, given, Guid.NewGuid().ToString("N")) { Maintenance = Number, MaintenanceItem = item.Number };
        previewing = item.Number;
        try
        {
            StateHasChanged();
            // What only reads runs at once; everything else is looked at first.
            var asked = await desk.RequestAsync(actor, request, default);
            if (asked.Problem?.Kind == ProblemKind.NeedsPlan)
            {
                var plan = await changes.PreviewAsync(actor, request, default);
                if (plan.Succeeded) question = new(item, request, plan.Value, step.Source);
                else toasts.Refused(plan.Problem.Detail);
            }
            else if (!asked.Succeeded) toasts.Refused(asked.Problem.Detail);
        }
        finally { previewing = null; }
        await ReadAsync(default);
    }

    private async Task ConfirmAsync(string? breakGlass)
    {
        if (question is not { } open) return;
        var result = await desk.RequestAsync(actor, open.Request with { PlanHash = open.Plan.Hash, BreakGlass = breakGlass }, default);
        question = result.Succeeded ? null : open with { Refusal = result.Problem };
        await ReadAsync(default);
    }

    private async Task LookAgainAsync()
    {
        if (question is not { } open) return;
        var plan = await changes.PreviewAsync(actor, open.Request, default);
        question = plan.Succeeded ? open with { Plan = plan.Value, Refusal = null } : open with { Refusal = plan.Problem };
    }

    private async Task<(Step Step, IReadOnlyList<Parameter> Parameters)?> StepAsync(MaintenanceItem item)
    {
        if (await runbooks.FindAsync(item.Runbook!, default) is { } edition && edition.Compiled.Steps.FirstOrDefault(s => s.Id == item.Step) is { } step)
            return (step, [.. edition.Compiled.Parameters.Where(p => step.Parameters.Contains(p.Name))]);
        toasts.Refused($"The runbook {item.Runbook} has this step no more. Do it by hand, and skip the item with that reason.");
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (following is not null) await following.DisposeAsync();
        if (RendererInfo.IsInteractive && sheet is not null) await queries.LeaveAsync(actor, Number);
    }
}

/// <summary>At most two letters.</summary>
internal readonly record struct PlanInitials(string Name)
{
    public string Text => string.Concat(Name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(w => char.ToUpperInvariant(w[0])));
}
