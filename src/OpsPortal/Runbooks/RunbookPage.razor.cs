using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using OpsPortal.Access;
using OpsPortal.Executions;
using OpsPortal.Executions.Files;
using OpsPortal.Frame;
using OpsPortal.Runbooks.Actions.Files;
using OpsPortal.Storage.Live;

namespace OpsPortal.Runbooks;

/// <summary>A runbook to read and to run, in the environment of the workplace.</summary>
public sealed partial class RunbookPage(
    IRunbookReader runbooks, IExecutionDesk desk, IChangeDesk changes, IRunTicks ticks, ISuggestions suggester, ILiveBus bus, Workplace workplace, Toasts toasts, IJSRuntime js, TimeProvider time, ILogger<RunbookPage> log)
    : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    private readonly Dictionary<string, string> values = [];
    private readonly CapturedValues captured = new();
    private readonly Dictionary<string, IReadOnlyList<string>> suggestions = [];
    private RunbookEdition? edition;
    private RunbookOutline outline = new([]);
    private IReadOnlyDictionary<string, StepView> views = new Dictionary<string, StepView>();
    private IReadOnlyDictionary<string, Execution> last = new Dictionary<string, Execution>();
    private OpenRun? run;
    private Actor actor = new(Guid.Empty, "", Role.Viewer);
    private Problem? problem;
    private ParameterBar? bar;
    private long? shown;
    private Question? asked;

    /// <summary>The step whose preview is under way.</summary>
    private string? previewing;
    private string? addsFile;
    private (string Place, int Turn)? revealed;
    private IReadOnlyList<StepFileUse> uses = [];
    private FileShelf shelf = FileShelf.Empty;
    private List<Following> following = [];
    private (Guid Runbook, Guid Environment) followed;

    [Parameter] public string Slug { get; set; } = "";

    /// <summary>Number of the incident beside which it lies: its steps are run for it, and the page around it has the title.</summary>
    [Parameter] public long? Incident { get; set; }

    /// <summary>What the incident knows, by label; fills in parameters that mean the same.</summary>
    [Parameter] public IReadOnlyDictionary<string, string> Given { get; set; } = new Dictionary<string, string>();

    /// <summary>Fragment of the place to begin at; where the runbook has its own page, the address says so.</summary>
    [Parameter] public string? Place { get; set; }

    /// <summary>Counts how often somebody turned to it: each time it begins at its place.</summary>
    [Parameter] public int Turn { get; set; }

    private Workplace Workplace => workplace;
    private string Page => $"/runbooks/{Slug}";
    private Guid? Here => workplace.Environment?.Id;
    private int ManualSteps => edition?.Compiled.Steps.Count(s => s.Mode == StepMode.Manual) ?? 0;
    private string? System => edition?.Runbook.System?.Slug;
    private bool MayRun => workplace.Environment is { } here && actor.May(Permission.RunSteps, here.Name, System) is null;
    private bool MayWrite => actor.May(Permission.Write, system: System) is null;

    protected override void OnInitialized() => workplace.Changed += Moved;

    protected override Task OnParametersSetAsync() => edition?.Runbook.Slug == Slug ? Task.CompletedTask : OpenAsync();

    private async Task OpenAsync()
    {
        (problem, edition, shown, asked) = (null, null, null, null);
        values.Clear();
        captured.Clear();
        actor = await workplace.ActorAsync();
        var found = await runbooks.FindAsync(Slug, default);
        if (found is null) { problem = Problem.NotFound($"There is no runbook {Slug}; the list under Runbooks has those that are."); return; }
        outline = RunbookOutline.Of(found.Compiled);
        uses = [.. found.Compiled.Steps.Select(StepFileUse.Of)];
        edition = found;
        Offer();
        await ReadAsync(default);
    }

    /// <summary>What happened here so far: last results and ticks.</summary>
    private async Task ReadAsync(CancellationToken cancellation)
    {
        if (edition is not { } open) return;
        if (workplace.Environment is { } here)
        {
            Prefill(here.DefaultNamespace);
            last = await desk.LastByStepAsync(open.Runbook.Id, here.Id, cancellation);
            captured.Fill(last.Values, values);
            run = await ticks.FindAsync(open.Runbook.Id, here.Id, Incident, cancellation);
            shelf = await desk.FilesAsync(open.Runbook.Id, here.Id, [.. uses.SelectMany(u => StepFileView.Known(u.Reads, Told)).Distinct()], cancellation);
        }
        else (last, run, shelf) = (new Dictionary<string, Execution>(), null, FileShelf.Empty);
        Draw();
    }

    // What the runbook itself says can be changed, and need not be typed.
    private void Offer()
    {
        foreach (var parameter in edition!.Compiled.Parameters)
            if (parameter.Default is { } value) values.TryAdd(parameter.Name, value);
        foreach (var (name, value) in GivenValues.For(edition.Compiled.Parameters, Given)) values[name] = value;
    }

    // A namespace that everybody means unless they say otherwise need not be typed.
    private void Prefill(string? @namespace)
    {
        if (@namespace is null) return;
        foreach (var parameter in edition!.Compiled.Parameters.Where(p => p.Kind == "kubernetes.namespace")) values.TryAdd(parameter.Name, @namespace);
    }

    private void Draw()
    {
        var files = StepFileView.OfAll(uses, Told, shelf);
        views = edition!.Compiled.Steps
            .Select((step, at) => StepView.Of(step, at + 1, values, last.GetValueOrDefault(step.Id), run?.Ticks.GetValueOrDefault(step.Id), actor, workplace.Environment, captured.Secrets, System) with { Files = workplace.Environment is null ? [] : files[at] })
            .ToDictionary(v => v.Step.Id);
    }

    /// <summary>Values that may stand in the name of a file on the page.</summary>
    private Dictionary<string, string> Told => values.Where(v => v.Value.Length > 0 && !edition!.Compiled.Parameters.Any(p => p.Name == v.Key && p.Secret)).ToDictionary();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (edition is not null && Place is { } place && revealed != (place, Turn))
        {
            revealed = (place, Turn);
            await using var module = await js.InvokeAsync<IJSObjectReference>("import", $"./{Assets["js/focus.js"]}");
            await module.InvokeVoidAsync("reveal", place);
        }
        if (edition is null || workplace.Environment is not { } here || followed == (edition.Runbook.Id, here.Id)) return;
        followed = (edition.Runbook.Id, here.Id);
        await StopFollowingAsync();
        following =
        [
            new(bus.SubscribeAll(HintKind.Execution), Pause, time, log, RefreshAsync),
            new(bus.Subscribe(HintKind.Run, RunTicks.Channel(edition.Runbook.Id, here.Id)), Pause, time, log, RefreshAsync),
        ];
    }

    private Task RefreshAsync(CancellationToken cancellation) => InvokeAsync(async () =>
    {
        await ReadAsync(cancellation);
        StateHasChanged();
    });

    // Another environment is another place: its results, its values.
    private void Moved() => _ = InvokeAsync(async () =>
    {
        suggestions.Clear();
        captured.Clear();
        await ReadAsync(default);
        StateHasChanged();
    });

    private async Task SetAsync((string Name, string Value) given)
    {
        values[given.Name] = given.Value;
        suggestions.Clear();
        Draw();
        // a file with another name may lie somewhere else
        if (uses.Any(u => u.Reads.Any(name => Actions.ParameterText.Names(name).Contains(given.Name)))) await ReadAsync(default);
    }

    private async Task FilesClosedAsync()
    {
        addsFile = null;
        await ReadAsync(default);
    }

    private async Task SuggestAsync(Parameter parameter)
    {
        if (parameter.Kind == "kubernetes.manifest")
        {
            await LoadAsync(parameter);
            return;
        }
        if (suggestions.ContainsKey(parameter.Name) || parameter.Kind is "text" or "number" or "url" or "file" || workplace.Environment is not { } here) return;
        suggestions[parameter.Name] = await suggester.ForAsync(here, edition!, parameter, values, default);
    }

    /// <summary>What somebody wants to edit, as it is now.</summary>
    private async Task LoadAsync(Parameter parameter)
    {
        if (workplace.Environment is not { } here) return;
        if (await suggester.ForAsync(here, edition!, parameter, values, default) is [var manifest, ..]) await SetAsync((parameter.Name, manifest));
        else toasts.Refused("It could not be read from the cluster. Give the step's other values first, and see under Environments that the cluster answers.");
    }

    private async Task FocusAsync(string parameter)
    {
        bar?.ShowAll();
        await using var module = await js.InvokeAsync<IJSObjectReference>("import", $"./{Assets["js/focus.js"]}");
        await module.InvokeVoidAsync("focus", ParameterBar.IdOf(parameter));
    }

    public async ValueTask DisposeAsync()
    {
        workplace.Changed -= Moved;
        await StopFollowingAsync();
    }

    private async Task StopFollowingAsync()
    {
        foreach (var one in following) await one.DisposeAsync();
        following = [];
    }

    private static string Count(int n, string what) => n == 1 ? $"1 {what}" : $"{n} {what}s";
}
