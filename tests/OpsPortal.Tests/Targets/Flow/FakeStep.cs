using System.Text;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling;
using OpsPortal.Targets;
using Xunit;

namespace OpsPortal.Tests.Targets.Flow;

/// <summary>Runs command lines whose kubectl is a few lines of text: <c>kubectl get NAME</c> answers what it was told to.</summary>
public sealed class FakeStep
{
    private sealed class FakeGet(FakeStep step) : IActionExecutor
    {
        public Type ActionType => typeof(KubernetesGet);

        public async Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation)
        {
            var name = ((KubernetesGet)action).Resources[0].ToString();
            step.Done.Add(name);
            if (!step.Answers.TryGetValue(name, out var answers)) return ActionOutcome.Failure($"{name} not found");
            var answer = answers.Count > 1 ? answers.Dequeue() : answers.Peek();
            if (answer is null) return ActionOutcome.Failure($"{name} not found");
            if (answer == "forever")
                for (; ; cancellation.ThrowIfCancellationRequested()) await context.Output.OutAsync("again", cancellation);
            if (answer.StartsWith("error: ", StringComparison.Ordinal)) await context.Output.ErrorAsync(answer, cancellation);
            else await context.Output.TextAsync(answer, cancellation);
            return ActionOutcome.Success($"listed {name}");
        }
    }

    /// <summary>Takes its input, or says its name; a change.</summary>
    private sealed class FakeDelete(FakeStep step) : IActionExecutor
    {
        public Type ActionType => typeof(KubernetesDelete);

        public async Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation)
        {
            var input = new StringBuilder();
            if (context.Input is { } lines) await foreach (var line in lines.WithCancellation(cancellation)) input.Append('<').Append(line).Append('>');
            await context.BeforeSideEffect(cancellation);
            step.Done.Add($"delete {((KubernetesDelete)action).Resources[0]}{input}");
            return ActionOutcome.Success("deleted");
        }
    }

    public Dictionary<string, Queue<string?>> Answers { get; } = [];
    public List<string> Done { get; } = [];
    public RecordedOutput Output { get; init; } = new();
    public MemoryFiles Files { get; } = new();
    public FakeTime Time { get; } = new();
    public int SideEffects { get; private set; }

    public FakeStep Answer(string name, params string?[] answers)
    {
        Answers[name] = new(answers);
        return this;
    }

    public async Task<ActionOutcome> RunAsync(string command, IReadOnlyDictionary<string, string>? values = null, CancellationToken cancellation = default)
    {
        var compiled = CommandCompiler.Compile(Assert.Single(FenceReader.Read(command, "bash", 1)));
        Assert.True(compiled.Mode == StepMode.Native, compiled.ManualReason);
        values ??= new Dictionary<string, string>();
        var executors = typeof(ActionDispatcher).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsInterface: false, Namespace: "OpsPortal.Targets.Flow" } && t.IsAssignableTo(typeof(IActionExecutor)))
            .Select(t => (IActionExecutor)Activator.CreateInstance(t)!);
        var dispatcher = new ActionDispatcher([.. executors, new FakeGet(this), new FakeDelete(this)]);
        return await dispatcher.ExecuteAsync(
            compiled.Action!.Bind(values), [.. compiled.Filters.Select(f => f.Bind(values))], [.. compiled.Lookups.Select(l => l.Bind(values))], compiled.Captures is not null,
            new()
            {
                Kubernetes = null!,
                Output = Output,
                Time = Time,
                Files = Files,
                BeforeSideEffect = _ =>
                {
                    SideEffects++;
                    return ValueTask.CompletedTask;
                },
            }, cancellation);
    }
}

/// <summary>Files in memory.</summary>
public sealed class MemoryFiles : IStepFiles
{
    public Dictionary<string, byte[]> All { get; } = [];

    public string Text(string name) => Encoding.UTF8.GetString(All[name]);

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation) => Task.FromResult<Stream?>(All.TryGetValue(name, out var bytes) ? new MemoryStream(bytes) : null);

    public Task<IReadOnlyList<string>> MatchAsync(string pattern, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([.. All.Keys.Where(k => k.StartsWith(pattern.TrimEnd('*'), StringComparison.Ordinal)).Order()]);

    public Task<Stream> CreateAsync(string name, bool append, CancellationToken cancellation) =>
        Task.FromResult<Stream>(new Kept(bytes => All[name] = append && All.TryGetValue(name, out var before) ? [.. before, .. bytes] : bytes));

    private sealed class Kept(Action<byte[]> keep) : MemoryStream
    {
        private bool kept;

        protected override void Dispose(bool disposing)
        {
            if (!kept) keep(ToArray());
            kept = true;
            base.Dispose(disposing);
        }
    }
}
