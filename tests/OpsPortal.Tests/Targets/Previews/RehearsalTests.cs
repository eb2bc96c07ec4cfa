using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets;
using OpsPortal.Targets.Flow;
using OpsPortal.Targets.Previews;
using Xunit;

namespace OpsPortal.Tests.Targets.Previews;

/// <summary>Steps of several actions, gone through without changing anything.</summary>
public class RehearsalTests
{
    private readonly Scale scale = new();
    private readonly Get get = new();
    private readonly ActionDispatcher dispatcher;
    private readonly Lines lines = new();

    public RehearsalTests() => dispatcher = new([
        scale, get, new FlowSequenceExecutor(), new FlowPipeExecutor(), new FlowForEachExecutor(), new FlowIfExecutor(), new FlowWaitExecutor(), new FlowUntilExecutor(), new RevertChangeExecutor()]);

    private ActionContext Context => new() { Output = lines, Time = TimeProvider.System };

    private Task<ActionPreview> PreviewAsync(StepAction action, params Lookup[] lookups) => dispatcher.PreviewAsync(action, [], lookups, Context, default);

    private static FlowPart Part(StepAction action, string? op = null) => new(action) { Operator = op };
    private static KubernetesScale To(string name, string replicas) => new() { Resources = [new("deployment", name)], Replicas = replicas };
    private static KubernetesGet Pods { get; } = new() { Resources = [new("pods")] };

    [Fact]
    public async Task Reads_are_read_and_changes_are_previewed_in_order()
    {
        var preview = await PreviewAsync(new FlowSequence([Part(Pods), Part(To("a", "1"), "&&"), Part(To("b", "2"), "&&")]));
        Assert.Equal(["a to 1", "b to 2"], preview.Effects);
        Assert.Equal(["a", "b"], preview.Preconditions.Select(p => p.Subject));
        Assert.Equal((1, 0), (get.Runs, scale.Runs));
        Assert.Equal("b back; a back", preview.Reversal.Sentence);
    }

    [Fact]
    public async Task What_a_condition_leaves_out_is_not_in_the_plan()
    {
        get.Fails = true;
        var preview = await PreviewAsync(new FlowSequence([Part(Pods), Part(To("a", "1"), "||"), Part(To("b", "2"), "&&")]));
        Assert.Equal(["a to 1", "b to 2"], preview.Effects);
        var and = await PreviewAsync(new FlowSequence([Part(Pods), Part(To("a", "1"), "&&")]));
        Assert.Empty(and.Effects);
        Assert.Contains("no pods", and.Refusal);
    }

    [Fact]
    public async Task A_lookup_is_found_and_its_value_is_in_the_plan()
    {
        var preview = await PreviewAsync(To(ParameterText.Place("$1"), "1"), new Lookup("$1", Pods, []));
        Assert.Equal(["web-1 to 1"], preview.Effects);
    }

    [Fact]
    public async Task What_the_target_refuses_is_the_refusal_of_the_whole()
    {
        scale.Refuses = "deployments \"b\" not found";
        var preview = await PreviewAsync(new FlowSequence([Part(To("a", "1")), Part(To("b", "2"), "&&")]));
        Assert.Equal("deployments \"b\" not found", preview.Refusal);
    }

    [Fact]
    public async Task What_has_no_way_back_anywhere_has_none_as_a_whole()
    {
        scale.NoWayBackFor = "a";
        var preview = await PreviewAsync(new FlowSequence([Part(To("a", "1")), Part(To("b", "2"), "&&")]));
        Assert.Equal((false, "a is gone for good"), (preview.Reversal.Possible, preview.Reversal.Sentence));
    }

    [Fact]
    public async Task Waiting_is_not_waited_for()
    {
        var preview = await PreviewAsync(new FlowSequence([Part(new FlowWait("3600")), Part(To("a", "1"), "&&")]));
        Assert.Equal(["a to 1"], preview.Effects);
    }

    [Fact]
    public async Task A_step_that_happens_to_change_nothing_says_so()
    {
        get.Fails = true;
        var preview = await PreviewAsync(new FlowIf([new(Part(Pods), Part(To("a", "1")))], null));
        Assert.Equal(["As things are, it changes nothing."], preview.Effects);
    }

    [Fact]
    public async Task The_records_of_a_step_are_one_and_go_back_from_the_last_to_the_first()
    {
        ChangeRecord? kept = null;
        var context = Context with { KeepAsync = (record, _) => { kept = record; return ValueTask.CompletedTask; } };
        var outcome = await dispatcher.ExecuteAsync(new FlowSequence([Part(To("a", "1")), Part(To("b", "2"), "&&")]), [], context, default);
        Assert.True(outcome.Succeeded, outcome.Reason);
        Assert.Equal(["a", "b"], kept!.Changes.Select(c => c.Subject));
        var back = Assert.IsType<FlowSequence>(kept.Revert);
        Assert.Equal(["deployment b", "deployment a"], back.Parts.Select(p => $"{p.Action.Target!.Kind} {p.Action.Target.Name}"));
    }

    [Fact]
    public async Task A_revert_is_gone_through_like_the_change_that_it_is()
    {
        var context = Context with { FindRevertAsync = (revert, _) => Task.FromResult<StepAction?>(revert.Execution == 7 ? To("a", "3") : null) };
        var preview = await dispatcher.PreviewAsync(new RevertChange(7, "Scale a back to 3", OpsPortal.Runbooks.Risks.Risk.Change, null), [], [], context, default);
        Assert.Equal(["a to 3"], preview.Effects);
        var gone = await dispatcher.PreviewAsync(new RevertChange(8, "?", OpsPortal.Runbooks.Risks.Risk.Change, null), [], [], context, default);
        Assert.Contains("no longer kept", gone.Refusal);
        Assert.Equal(0, scale.Runs);
    }

    private sealed class Scale : IActionExecutor
    {
        public int Runs { get; private set; }
        public string? Refuses { get; set; }
        public string? NoWayBackFor { get; set; }
        public Type ActionType => typeof(KubernetesScale);

        public async Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation)
        {
            Runs++;
            var (name, _) = Read(action);
            await context.KeepAsync(new([new(name, "before", "after")]) { Revert = To(name, "0"), Reversal = Reversal.To($"{name} back") }, cancellation);
            await context.BeforeSideEffect(cancellation);
            return ActionOutcome.Success($"{name} scaled");
        }

        public Task<ActionPreview> PreviewAsync(StepAction action, ActionContext context, CancellationToken cancellation)
        {
            var (name, replicas) = Read(action);
            return Task.FromResult(new ActionPreview
            {
                Effects = [$"{name} to {replicas}"],
                Preconditions = [new(name, "there", "1")],
                Refusal = name == "b" ? Refuses : null,
                Reversal = name == NoWayBackFor ? Reversal.Impossible($"{name} is gone for good") : Reversal.To($"{name} back"),
            });
        }

        private static (string Name, string Replicas) Read(StepAction action) => (((KubernetesScale)action).Resources[0].Name!, ((KubernetesScale)action).Replicas);
    }

    private sealed class Get : IActionExecutor
    {
        public int Runs { get; private set; }
        public bool Fails { get; set; }
        public Type ActionType => typeof(KubernetesGet);

        public async Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation)
        {
            Runs++;
            if (Fails) return ActionOutcome.Failure("no pods");
            await context.Output.OutAsync("web-1", cancellation);
            return ActionOutcome.Success("1 pod");
        }
    }

    private sealed class Lines : IOutput
    {
        public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
