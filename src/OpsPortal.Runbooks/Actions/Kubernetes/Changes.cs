using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Kubernetes;

/// <summary><c>kubectl scale</c>.</summary>
public sealed record KubernetesScale : KubernetesChange
{
    public required IReadOnlyList<ResourceArgument> Resources { get; init; }
    public string? LabelSelector { get; init; }

    /// <summary>A whole number once bound.</summary>
    public required string Replicas { get; init; }

    /// <summary>Only if this many run now.</summary>
    public string? CurrentReplicas { get; init; }

    public override string Name => "kubernetes.scale";
    private protected override Risk Effect => Risk.Change;
    public override StepTarget? Target => ResourceText.Target(this, Resources);
    public override string Sentence => $"{Verb("Scale")} {ResourceText.Several(Resources)}{ResourceText.Selected(LabelSelector)} to {ParameterText.Display(Replicas)}{InNamespace}";
}

/// <summary><c>kubectl rollout restart</c>.</summary>
public sealed record KubernetesRolloutRestart : KubernetesChange
{
    public required IReadOnlyList<ResourceArgument> Resources { get; init; }
    public string? LabelSelector { get; init; }

    public override string Name => "kubernetes.rollout.restart";
    private protected override Risk Effect => Risk.Change;
    public override StepTarget? Target => ResourceText.Target(this, Resources);
    public override string Sentence => $"{Verb("Restart")} {ResourceText.Several(Resources)}{ResourceText.Selected(LabelSelector)}{InNamespace}";
}

/// <summary><c>kubectl rollout undo</c>.</summary>
public sealed record KubernetesRolloutUndo : KubernetesChange
{
    public required ResourceArgument Resource { get; init; }

    /// <summary>A revision number; null means the one before the present.</summary>
    public string? ToRevision { get; init; }

    public override string Name => "kubernetes.rollout.undo";
    private protected override Risk Effect => Risk.Change;
    public override StepTarget? Target => ResourceText.Target(this, [Resource]);
    public override string Sentence =>
        $"{Verb("Roll")} {ResourceText.One(Resource)} back to {(ToRevision is null ? "the revision before" : $"revision {ParameterText.Display(ToRevision)}")}{InNamespace}";
}

/// <summary><c>kubectl set image</c>.</summary>
public sealed record KubernetesSetImage : KubernetesChange
{
    public required IReadOnlyList<ResourceArgument> Resources { get; init; }
    public string? LabelSelector { get; init; }
    public required IReadOnlyList<ContainerImage> Images { get; init; }

    public override string Name => "kubernetes.setImage";
    private protected override Risk Effect => Risk.Change;
    public override StepTarget? Target => ResourceText.Target(this, Resources);
    public override string Sentence =>
        $"{Verb("Set")} the image of {ResourceText.Several(Resources)}{ResourceText.Selected(LabelSelector)} to {string.Join(", ", Images.Select(i => ParameterText.Display(i.Image)))}{InNamespace}";
}

/// <param name="Container"><c>*</c> means every container.</param>
public sealed record ContainerImage(string Container, string Image);

/// <summary><c>kubectl patch</c>.</summary>
public sealed record KubernetesPatch : KubernetesChange
{
    public required ResourceArgument Resource { get; init; }
    public PatchType Type { get; init; } = PatchType.Strategic;

    /// <summary>JSON or YAML, as written; empty where a file holds it.</summary>
    public required string Patch { get; init; }

    /// <summary>A file beside the runbook, instead of <see cref="Patch"/>.</summary>
    public string? PatchFile { get; init; }
    public string? Subresource { get; init; }

    public override string Name => "kubernetes.patch";
    private protected override Risk Effect => Risk.Change;
    public override StepTarget? Target => ResourceText.Target(this, [Resource]);
    public override string Sentence => $"{Verb("Patch")} {ResourceText.One(Resource)}{InNamespace}";
}

public enum PatchType { Strategic, Merge, Json }

/// <summary><c>kubectl delete</c>.</summary>
public sealed record KubernetesDelete : KubernetesChange
{
    public required IReadOnlyList<ResourceArgument> Resources { get; init; }
    public string? LabelSelector { get; init; }
    public string? FieldSelector { get; init; }
    public bool All { get; init; }
    public bool AllNamespaces { get; init; }

    /// <summary>Seconds.</summary>
    public string? GracePeriod { get; init; }
    public bool Force { get; init; }
    public bool Wait { get; init; } = true;
    public bool IgnoreNotFound { get; init; }

    /// <summary><c>background</c>, <c>foreground</c> or <c>orphan</c>.</summary>
    public string? Cascade { get; init; }

    public override string Name => "kubernetes.delete";

    /// <summary>A change where a controller makes the object again, destructive otherwise.</summary>
    private protected override Risk Effect => !All && Resources.All(r => ResourceText.MadeAgain(r.Kind)) ? Risk.Change : Risk.Destructive;
    public override StepTarget? Target => ResourceText.Target(this, Resources);
    public override string Sentence =>
        $"{Verb("Delete")} {(All ? "all " : "")}{ResourceText.Several(Resources)}{ResourceText.Selected(LabelSelector)}{(AllNamespaces ? " in all namespaces" : InNamespace)}";
}

/// <summary><c>kubectl exec</c> of one program; no shell is put in between.</summary>
public sealed record KubernetesExec : KubernetesAction, IProgramInContainer
{
    /// <summary>A pod, or something that owns pods.</summary>
    public required ResourceArgument Resource { get; init; }
    public string? Container { get; init; }

    /// <summary>Program and arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Sent to the program's standard input, which is then closed; null sends nothing.</summary>
    public string? Input { get; init; }

    /// <summary>What the program inside can do, as the compiler judged it.</summary>
    public Risk InnerRisk { get; init; } = Risk.Change;

    public StepAction With(IReadOnlyList<string> arguments) => this with { Command = [.. Command, .. arguments] };

    public override string Name => "kubernetes.exec";
    public override Risk Risk => InnerRisk;
    public override StepTarget? Target => ResourceText.Target(this, [Resource]);
    public override string Sentence => $"Run {ParameterText.Display(Command.Count > 0 ? Command[0] : "")} in {ResourceText.One(Resource)}{InNamespace}";
}
