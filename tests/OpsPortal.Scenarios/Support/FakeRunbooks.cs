using OpsPortal.Executions;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Scenarios.Support;

/// <summary>One runbook, "shop", with a step of each sort.</summary>
public sealed class FakeRunbooks : IRunbookSource
{
    public static Guid RunbookId { get; } = Guid.Parse("5b0c6a52-7a5e-4c0f-8f4e-0d7a6f0b0001");

    private static readonly IReadOnlyList<RunnableStep> Steps =
    [
        Native("pods", new KubernetesGet { Resources = [new("pods")], Namespace = "shop" }),
        Native("services", new KubernetesGet { Resources = [new("services")], Namespace = "shop" }),
        Native("pod", new KubernetesDescribe { Resources = [new("pod", ParameterText.Place("pod"))], Namespace = "shop" }, new Parameter("pod", "kubernetes.pod", Secret: false)),
        Native("watch", new KubernetesGet { Resources = [new("pods")], Namespace = "shop", Watch = true }),
        Native("scale", new KubernetesScale { Resources = [new("deployment", "cart")], Namespace = "shop", Replicas = "5" }),
        Native("login", new KubernetesExec { Resource = new("pod", "cart-0"), Command = ["login", ParameterText.Place("password")] }, new Parameter("password", "text", Secret: true)),
        new(Step("call", null), [], RunbookId, 1, "shop"),
    ];

    public Task<Result<RunnableStep>> FindAsync(string runbook, string step, CancellationToken cancellation) =>
        Task.FromResult<Result<RunnableStep>>(Steps.FirstOrDefault(s => runbook == "shop" && s.Step.Id == step) is { } found
            ? found
            : Problem.NotFound($"The runbook {runbook} has no step {step}."));

    public Task<Result<IReadOnlyList<RunnableStep>>> FindSectionAsync(string runbook, string section, CancellationToken cancellation) =>
        Task.FromResult<Result<IReadOnlyList<RunnableStep>>>(Steps.Where(s => s.Step.SectionId == section).ToList());

    private static RunnableStep Native(string id, StepAction action, params Parameter[] parameters) =>
        new(Step(id, action) with { Parameters = [.. parameters.Select(p => p.Name)] }, parameters, RunbookId, 1, "shop");

    private static Step Step(string id, StepAction? action) => new()
    {
        Id = id,
        SectionId = "diagnosis",
        Line = 1,
        Title = $"The step {id}",
        Source = id,
        Mode = action is null ? StepMode.Manual : StepMode.Native,
        Action = action,
        Risk = action?.Risk ?? default,
        Live = action?.Live ?? false,
        ManualReason = action is null ? "a telephone is needed." : null,
    };
}
