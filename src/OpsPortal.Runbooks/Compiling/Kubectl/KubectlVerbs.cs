namespace OpsPortal.Runbooks.Compiling.Kubectl;

/// <summary>The verbs that are understood, and why others are not.</summary>
internal static class KubectlVerbs
{
    public static IReadOnlyList<KubectlVerb> All { get; } =
    [
        // reads
        new GetVerb(), new DescribeVerb(), new LogsVerb(), new AttachVerb(), new TopVerb(), new EventsVerb(), new WaitVerb(), new ExplainVerb(), new PortForwardVerb(), new CanIVerb(),
        new RolloutStatusVerb(), new RolloutHistoryVerb(), new DiffVerb(),
        new InfoVerb("version"), new InfoVerb("cluster-info"), new InfoVerb("api-resources"), new InfoVerb("api-versions"), new InfoVerb("auth whoami"), new InfoVerb("whoami"),
        new InfoVerb("config get-contexts"), new InfoVerb("config current-context"), new InfoVerb("config view"), new UseContextVerb(), new SetContextVerb(), new ProjectVerb(),
        // changes
        new ScaleVerb(), new RolloutRestartVerb(), new RolloutUndoVerb(), new RolloutPauseVerb("pause"), new RolloutPauseVerb("resume"), new SetImageVerb(), new SetEnvironmentVerb(), new SetResourcesVerb(), new SetServiceAccountVerb(),
        new PatchVerb(), new EditVerb(), new LabelVerb("label"), new LabelVerb("annotate"), new AutoscaleVerb(), new ExposeVerb(), new RunVerb(), new CreateVerb(), new ApplyVerb(), new ReplaceVerb(), new DeleteVerb(),
        new ExecVerb(), new RemoteShellVerb(), new CopyVerb(), new CordonVerb("cordon"), new CordonVerb("uncordon"), new DrainVerb(), new TaintVerb(),
        new CertificateVerb("approve"), new CertificateVerb("deny"),
    ];

    /// <summary>Verbs whose next word says what is meant.</summary>
    public static IReadOnlySet<string> Groups { get; } = new HashSet<string> { "rollout", "set", "auth", "config", "certificate" };

    /// <summary>Verbs of <c>oc adm</c> that are kubectl's own.</summary>
    public static IReadOnlySet<string> OfAdministrators { get; } = new HashSet<string> { "cordon", "uncordon", "drain", "taint", "top", "certificate" };

    /// <summary>Why a person has to run it.</summary>
    public static string Reason(string program, string verb) => verb switch
    {
        "debug" => $"{program} debug opens a shell in a container beside the pod, which wants a terminal",
        "proxy" => $"{program} proxy opens a port on the machine where it runs, and nothing listens beside a portal; {program} get --raw reads a path of the API",
        "kustomize" => $"{program} kustomize builds manifests from a folder on your machine; put what it prints beside the runbook and apply that",
        "plugin" or "krew" => $"{program} {verb} looks after plug-ins on your own machine",
        "completion" or "options" or "alpha" or "help" => $"{program} {verb} is about {program} itself",
        "login" or "logout" => $"the environment holds the credentials, so {program} {verb} changes nothing here",
        ['c', 'o', 'n', 'f', 'i', 'g', ' ', ..] => $"{program} {verb} changes the kubeconfig on your own machine; here the environment decides",
        _ => $"{program} {verb} is not yet understood",
    };
}
