using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Tests.Pages;

/// <summary>A step of every kind.</summary>
internal static class SampleRunbook
{
    private static readonly ResourceArgument Web = new("deployment", "web");

    public static Step Read { get; } = Step("checks/list", "List the pods", "kubectl get pods", new KubernetesGet { Resources = [new("pods")] }, Risk.Read);
    public static Step OnePod { get; } = Step("checks/log", "Read one log", "kubectl logs <pod>",
        new KubernetesLogs { Resource = new("pod", ParameterText.Place("pod")) }, Risk.Read) with
    { Parameters = ["pod"] };
    public static Step FromFile { get; } = Step("checks/diff", "See what would change", "kubectl diff -f web.yaml", new KubernetesDiff { Files = ["web.yaml"] }, Risk.Read);
    public static Step Change { get; } = Step("scale/up", "Scale up", "kubectl scale deployment web --replicas=5", new KubernetesScale { Resources = [Web], Replicas = "5" }, Risk.Change);
    public static Step Destructive { get; } = Step("scale/off", "Take it away", "kubectl delete deployment web", new KubernetesDelete { Resources = [Web] }, Risk.Destructive);
    public static Step Manual { get; } = Step("scale/tell", "Tell the others", "curl https://chat.example", null, Risk.Change) with { ManualReason = "curl is not yet understood." };

    public static CompiledRunbook Compiled { get; } = new()
    {
        Title = "Web",
        Hash = "",
        Steps = [Read, OnePod, FromFile, Change, Destructive, Manual],
        Parameters = [new("pod", "kubernetes.pod", false)],
        Sections =
        [
            new("checks", ["Checks"], 2, SectionRole.Diagnosis, 1, [new Prose(1, "Look *first*."), Place(Read), Place(OnePod), Place(FromFile)]),
            new("scale", ["Checks", "Scale"], 3, SectionRole.Resolution, 9, [Place(Change), Place(Destructive), Place(Manual)]),
        ],
    };

    /// <summary>As the operation decides it.</summary>
    public static bool AsksFirst(this Step step) => step.Risk != Risk.Read;

    private static StepPlace Place(Step step) => new(step.Line, step.Id);

    private static Step Step(string id, string title, string source, StepAction? action, Risk risk) => new()
    {
        Id = id,
        SectionId = id.Split('/')[0],
        Line = 1,
        Title = title,
        Source = source,
        Mode = action is null ? StepMode.Manual : StepMode.Native,
        Action = action,
        Risk = risk,
    };
}
