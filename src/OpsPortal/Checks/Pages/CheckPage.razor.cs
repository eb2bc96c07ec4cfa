using Microsoft.AspNetCore.Components;
using OpsPortal.Access;
using OpsPortal.Checks.History;
using OpsPortal.Checks.Judging;
using OpsPortal.Frame;
using OpsPortal.Storage.Live;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Checks.Pages;

/// <summary>One check: how it stands, what it measured, what happened.</summary>
public sealed partial class CheckPage
{
    private enum Asking { Nothing, Pause, Remove }

    private const int Points = 240, MostRows = 200, MostChanges = 30;
    private static readonly (string Name, TimeSpan Length)[] Lengths =
        [("6 h", TimeSpan.FromHours(6)), ("24 h", TimeSpan.FromHours(24)), ("7 d", TimeSpan.FromDays(7)), ("30 d", TimeSpan.FromDays(30)), ("90 d", TimeSpan.FromDays(90))];

    private CheckSheet? sheet;
    private IReadOnlyList<HistoryPoint> points = [];
    private IReadOnlyList<CheckChange> changes = [];
    private IReadOnlyList<PlotSpan> spans = [];
    private IReadOnlyList<SystemSheet> systems = [];
    private DateTimeOffset from, to;
    private TimeSpan back = TimeSpan.FromHours(6);
    private Actor actor = new(Guid.Empty, "", Role.Viewer);
    private Asking asked;
    private Following? following;
    private string reason = "";
    private string? problem;
    private bool gone, busy, editing, mayRun, mayWrite;
    private int followed;

    [Parameter] public int Id { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (sheet?.Check.Id == Id) return;
        actor = await Workplace.ActorAsync();
        await ReadAsync(default);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (followed == Id) return;
        followed = Id;
        if (following is not null) await following.DisposeAsync();
        following = new(Bus.Subscribe(HintKind.Check, $"{Id}"), TimeSpan.FromSeconds(1), Time, Log, cancellation => InvokeAsync(async () =>
        {
            await ReadAsync(cancellation);
            StateHasChanged();
        }));
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        sheet = await Queries.FindAsync(Id, cancellation);
        gone = sheet is null;
        if (sheet is null) return;
        mayRun = actor.May(Permission.RunSteps, sheet.Environment, sheet.Check.System) is null;
        mayWrite = actor.May(Permission.Write, sheet.Environment, sheet.Check.System) is null;
        to = Time.GetUtcNow();
        from = to - back;
        points = await History.PointsAsync(Id, from, to, Points, cancellation);
        var all = await Queries.ChangesAsync(Id, null, 500, cancellation);
        changes = [.. all.Take(MostChanges)];
        spans = Spans(all, to);
    }

    /// <summary>Incidents, from the failure that led to them to the passing that ended them.</summary>
    internal static IReadOnlyList<PlotSpan> Spans(IReadOnlyList<CheckChange> newestFirst, DateTimeOffset now) =>
        [.. newestFirst.Where(c => c.Incident is not null).GroupBy(c => c.Incident!.Value).Select(g =>
        {
            var ended = g.Where(c => c.To is not CheckState.Failing).Select(c => (DateTimeOffset?)c.At).Max();
            return new PlotSpan(g.Min(c => c.At), ended ?? now, $"INC-{g.Key}", $"/incidents/{g.Key}");
        })];

    private async Task GoBackAsync(TimeSpan length)
    {
        back = length;
        await ReadAsync(default);
    }

    private string Sums()
    {
        int Sum(Func<Rollup, int> of) => points.Sum(p => of(p.Runs));
        var (passed, warned, failed, unknown) = (Sum(r => r.Passed), Sum(r => r.Warned), Sum(r => r.Failed), Sum(r => r.Unknown));
        var all = passed + warned + failed + unknown;
        if (all == 0) return "";
        var uptime = Rollup.Uptime(passed, warned, failed) is { } share ? $"{Math.Floor(share * 100_000) / 1000:0.###}% of them usable" : "none of them told anything";
        return $"{all:#,0} runs, {uptime}{(failed > 0 ? $", {failed:#,0} failed" : "")}{(warned > 0 ? $", {warned:#,0} only acceptable" : "")}{(unknown > 0 ? $", {unknown:#,0} unknown" : "")}.";
    }

    private string Text(float? value) => value is { } known ? Thresholds.Number(known) : "–";

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private async Task RunAsync() => await DoAsync(() => Pause.RunNowAsync(actor, Id, default), "It runs as soon as a worker is free");

    private async Task ResumeAsync() => await DoAsync(() => Pause.ResumeAsync(actor, Id, default), "It is looked at again");

    private async Task PauseAsync() => await DoAsync(() => Pause.PauseAsync(actor, Id, reason, default), "It rests until somebody resumes it");

    private async Task DoAsync(Func<Task<Result<Check>>> act, string told)
    {
        if (busy) return;
        busy = true;
        try
        {
            var done = await act();
            problem = done.Problem?.Detail;
            if (done.Succeeded) (asked, reason) = (Asking.Nothing, "");
            if (done.Succeeded) Toasts.Done(told);
            else if (asked == Asking.Nothing) Toasts.Refused(done.Problem.Detail);
            await ReadAsync(default);
        }
        finally { busy = false; }
    }

    private async Task EditAsync()
    {
        systems = [.. (await SystemList.AllAsync(default)).Where(s => s.System.Slug == sheet!.Check.System)];
        editing = true;
    }

    private async Task EditedAsync()
    {
        editing = false;
        await ReadAsync(default);
    }

    private async Task RemoveAsync()
    {
        var removed = await Save.RemoveAsync(actor, Id, default);
        problem = removed.Problem?.Detail;
        if (!removed.Succeeded) return;
        Toasts.Done($"{removed.Value.Check.Name} was deleted");
        Navigation.NavigateTo("/checks");
    }

    private void CloseAsync() => (asked, problem) = (Asking.Nothing, null);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (following is not null) await following.DisposeAsync();
    }
}
