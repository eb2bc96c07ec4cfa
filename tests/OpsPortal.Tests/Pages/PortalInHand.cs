using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Executions.Files;
using OpsPortal.Executions.Outcomes;
using OpsPortal.Executions.Plans;
using OpsPortal.Executions.Reverts;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Storage.Live;
using OpsPortal.Targets;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Tests.Pages;

/// <summary>What a page talks to, held in memory: one runbook, one environment, and everything that was asked.</summary>
internal sealed class PortalInHand(CompiledRunbook compiled, bool production = false)
    : IRunbookReader, IExecutionDesk, IChangeDesk, IRunTicks, ISuggestions, IEnvironmentBook, ILiveBus, IOutcomeReader
{
    public static readonly Guid RunbookId = Guid.NewGuid();
    public EnvironmentSummary Place { get; } = new(Guid.NewGuid(), "staging", production, true, null, null, DateTimeOffset.UnixEpoch);
    public List<ExecutionRequest> Asked { get; } = [];
    public List<ExecutionRequest> Looked { get; } = [];

    /// <summary>What previews tell.</summary>
    public ActionPreview Foreseen { get; set; } = new() { Effects = ["2 more pods"], Changes = [new("deployment web", "replicas: 3", "replicas: 5")] };
    public List<SectionRequest> AskedSections { get; } = [];
    public List<long> Cancelled { get; } = [];
    public Dictionary<string, Execution> Last { get; } = [];
    public Dictionary<string, Tick> Ticks { get; } = [];

    /// <summary>What the next request is refused with.</summary>
    public Problem? Refusal { get; set; }

    public RunbookEdition Edition { get; } = new(
        new() { Id = RunbookId, Slug = "web", Title = compiled.Title, CurrentVersion = 1 },
        new() { RunbookId = RunbookId, Number = 1, Text = "", Hash = "", CreatedBy = "Ada" }, compiled);

    public Execution Ran(Step step, ExecutionState state, string reason = "done") => Last[step.Id] = new()
    {
        Id = 100 + Last.Count,
        Key = "",
        StepId = step.Id,
        Title = step.Title,
        Source = step.Source,
        Action = step.Action!,
        Risk = step.Risk,
        EnvironmentId = Place.Id,
        State = state,
        Reason = reason,
        RequestedBy = "Ada",
        CreatedAt = DateTimeOffset.UnixEpoch,
        StartedAt = DateTimeOffset.UnixEpoch,
    };

    public Task<IReadOnlyList<ResultView>> ViewsAsync(long execution, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<ResultView>>([]);
    public Task<IReadOnlyList<Artifact>> ArtifactsAsync(long execution, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Artifact>>([]);

    public Task<IReadOnlyList<RunbookSummary>> SearchAsync(string? words, string? alert, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<RunbookSummary>>([]);
    public Task<RunbookEdition?> FindAsync(string slug, CancellationToken cancellation) => Task.FromResult(slug == "web" ? Edition : null);

    public Task<Result<Execution>> RequestAsync(Actor actor, ExecutionRequest request, CancellationToken cancellation)
    {
        Asked.Add(request);
        if (Refusal is { } refusal) return Task.FromResult<Result<Execution>>(refusal);
        var step = compiled.Steps.Single(s => s.Id == request.Step);
        if (step.AsksFirst() && request.PlanHash is null) return Task.FromResult<Result<Execution>>(Problem.NeedsPlan("Look first."));
        return Task.FromResult<Result<Execution>>(Ran(step, ExecutionState.Running));
    }

    public Task<Result<Plan>> PreviewAsync(Actor actor, ExecutionRequest request, CancellationToken cancellation)
    {
        Looked.Add(request);
        var step = compiled.Steps.Single(s => s.Id == request.Step);
        var action = step.Action!.Bind(request.Parameters);
        return Task.FromResult<Result<Plan>>(new Plan
        {
            Hash = new('7', 64),
            RequestedBy = actor.Name,
            StepId = step.Id,
            Sentence = action.Sentence,
            TargetName = action.Target?.Name,
            Risk = step.Risk,
            Gate = step.Risk == Risk.Destructive ? Gate.TypeName : Gate.Confirm,
            Environment = new() { Name = Place.Name, Production = Place.Production },
            Preview = Foreseen,
        });
    }

    public Task<Result<Plan>> PreviewRevertAsync(Actor actor, long id, CancellationToken cancellation) => throw new NotSupportedException();
    public Task<Result<Execution>> RevertAsync(Actor actor, long id, string? planHash, string? breakGlass, string key, CancellationToken cancellation) => throw new NotSupportedException();
    public Task<Result<Execution>> ApproveAsync(Actor actor, long id, string planHash, string? comment, CancellationToken cancellation) => throw new NotSupportedException();
    public Task<Result<Execution>> RejectAsync(Actor actor, long id, string reason, CancellationToken cancellation) => throw new NotSupportedException();
    public Task<Result<Execution>> SettleAsync(Actor actor, long id, bool happened, string note, CancellationToken cancellation) => throw new NotSupportedException();
    public Task<Plan?> PlanOfAsync(long id, CancellationToken cancellation) => Task.FromResult<Plan?>(null);
    public Task<KeptChange?> KeptAsync(long id, CancellationToken cancellation) => Task.FromResult<KeptChange?>(null);
    public Task<IReadOnlyList<Execution>> WaitingAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Execution>>([]);

    public Task<Result<IReadOnlyList<Execution>>> RequestReadsAsync(Actor actor, SectionRequest request, CancellationToken cancellation)
    {
        AskedSections.Add(request);
        return Task.FromResult<Result<IReadOnlyList<Execution>>>(compiled.Steps.Where(s => s.SectionId == request.Section).Select(s => Ran(s, ExecutionState.Queued)).ToList());
    }

    public Task<Result<Execution>> CancelAsync(Actor actor, long id, CancellationToken cancellation)
    {
        Cancelled.Add(id);
        return Task.FromResult<Result<Execution>>(Last.Values.Single(e => e.Id == id));
    }

    public Task<Execution?> FindAsync(long id, CancellationToken cancellation) => Task.FromResult(Last.Values.FirstOrDefault(e => e.Id == id));
    public Task<ExecutionPage> RecentAsync(ExecutionFilter filter, CancellationToken cancellation) => Task.FromResult(new ExecutionPage([.. Last.Values], null));
    public Task<int> RunningCountAsync(CancellationToken cancellation) => Task.FromResult(0);
    public Task<IReadOnlyDictionary<string, Execution>> LastByStepAsync(Guid runbookId, Guid environmentId, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, Execution>>(new Dictionary<string, Execution>(Last));

    /// <summary>What steps find.</summary>
    public FileShelf Shelf { get; set; } = FileShelf.Empty;

    public Task<FileShelf> FilesAsync(Guid runbookId, Guid environmentId, IReadOnlyCollection<string> names, CancellationToken cancellation) => Task.FromResult(Shelf);

    public Task<OpenRun?> FindAsync(Guid runbookId, Guid environmentId, long? incident, CancellationToken cancellation) =>
        Task.FromResult<OpenRun?>(Ticks.Count == 0 ? null : new(new() { StartedBy = "Ada" }, new Dictionary<string, Tick>(Ticks)));

    public Task<Result<Run>> TickAsync(Actor actor, Guid runbookId, Guid environmentId, long? incident, string stepId, bool done, CancellationToken cancellation)
    {
        if (done) Ticks[stepId] = new() { StepId = stepId, By = actor.Name, At = DateTimeOffset.UnixEpoch };
        else Ticks.Remove(stepId);
        return Task.FromResult<Result<Run>>(new Run { StartedBy = actor.Name });
    }

    public Task<IReadOnlyList<string>> ForAsync(
        EnvironmentSummary environment, RunbookEdition edition, Parameter parameter, IReadOnlyDictionary<string, string> values, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>(["web-1", "web-2"]);

    public Task<IReadOnlyList<EnvironmentSummary>> AllAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<EnvironmentSummary>>([Place]);
    public Result<KubeconfigContexts> Read(string kubeconfig) => new KubeconfigContexts([], null);
    public Task<Result<EnvironmentSummary>> AddAsync(Actor actor, EnvironmentForm form, CancellationToken cancellation) => Task.FromResult<Result<EnvironmentSummary>>(Place);
    public Task<Result<EnvironmentSummary>> ChangeAsync(Actor actor, string name, EnvironmentForm form, CancellationToken cancellation) => Task.FromResult<Result<EnvironmentSummary>>(Place);
    public Task<Result<EnvironmentSummary>> RemoveAsync(Actor actor, string name, CancellationToken cancellation) => Task.FromResult<Result<EnvironmentSummary>>(Place);
    public Task<Result<ConnectionReport>> TestAsync(Actor actor, string? name, EnvironmentForm form, TargetChoice? only, CancellationToken cancellation) => TestAsync(actor, name ?? "", cancellation);

    public Task<Result<ConnectionReport>> TestAsync(Actor actor, string name, CancellationToken cancellation) => Task.FromResult<Result<ConnectionReport>>(new ConnectionReport(true, "Connected."));

    public string Server => "this process";
    public bool Connected => true;
    public ValueTask PublishAsync(Hint hint, CancellationToken cancellation) => ValueTask.CompletedTask;
    public ISubscription Subscribe(HintKind kind, string id) => new Silence();
    public ISubscription SubscribeAll(HintKind kind) => new Silence();

    /// <summary>A bus on which nothing moves until the page is left.</summary>
    private sealed class Silence : ISubscription
    {
        public async ValueTask<Hint?> NextAsync(TimeSpan patience, CancellationToken cancellation)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return null;
        }

        public IAsyncEnumerator<Hint> GetAsyncEnumerator(CancellationToken cancellation = default) => AsyncEnumerable.Empty<Hint>().GetAsyncEnumerator(cancellation);
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
