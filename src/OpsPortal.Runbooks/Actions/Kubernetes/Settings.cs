using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Kubernetes;

/// <summary>A change of objects that are named, picked by labels, or all of a kind.</summary>
public abstract record KubernetesSelectedChange : KubernetesChange
{
    public required IReadOnlyList<ResourceArgument> Resources { get; init; }
    public string? LabelSelector { get; init; }
    public bool All { get; init; }

    private protected override Risk Effect => Risk.Change;
    public override StepTarget? Target => ResourceText.Target(this, Resources);
    private protected string What => $"{(All ? "all " : "")}{ResourceText.Several(Resources)}{ResourceText.Selected(LabelSelector)}";
}

/// <summary><c>kubectl label</c> and <c>kubectl annotate</c>.</summary>
public sealed record KubernetesMark : KubernetesSelectedChange
{
    /// <summary>Annotations instead of labels.</summary>
    public bool Annotations { get; init; }
    public string? FieldSelector { get; init; }
    public bool AllNamespaces { get; init; }
    public IReadOnlyList<NamedValue> Set { get; init; } = [];

    /// <summary>Keys to take away.</summary>
    public IReadOnlyList<string> Remove { get; init; } = [];

    /// <summary>Whether what has another value now may be changed.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Only print what is there.</summary>
    public bool List { get; init; }

    public override string Name => Annotations ? "kubernetes.annotate" : "kubernetes.label";
    private protected override Risk Effect => List ? Risk.Read : Risk.Change;
    public override string Sentence => List ? $"List the {Word}s of {What}{InNamespace}"
        : $"{Verb(Set.Count > 0 ? "Set" : "Remove")} {Word} {string.Join(", ", [.. Set.Select(s => ParameterText.Display(s.Name)), .. Remove.Select(ParameterText.Display)])} {(Set.Count > 0 ? "on" : "from")} {What}{InNamespace}";

    private string Word => Annotations ? "annotation" : "label";
}

/// <param name="Value">Null takes the name away.</param>
public sealed record NamedValue(string Name, string? Value);

/// <summary><c>kubectl set env</c>.</summary>
public sealed record KubernetesSetEnvironment : KubernetesSelectedChange
{
    /// <summary>A name or a pattern with <c>*</c>.</summary>
    public string Containers { get; init; } = "*";
    public IReadOnlyList<NamedValue> Variables { get; init; } = [];

    /// <summary>The configmap or secret whose keys become variables that refer to it; null takes none.</summary>
    public ResourceArgument? From { get; init; }

    /// <summary>In front of the names that come from <see cref="From"/>.</summary>
    public string? Prefix { get; init; }

    /// <summary>Only these keys of <see cref="From"/>; empty takes all.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Whether a variable that has another value may be changed.</summary>
    public bool Overwrite { get; init; } = true;

    /// <summary>Only print what is set.</summary>
    public bool List { get; init; }

    public override string Name => "kubernetes.setEnv";
    private protected override Risk Effect => List ? Risk.Read : Risk.Change;
    public override string Sentence => List ? $"List the variables of {What}{InNamespace}"
        : Variables.Count > 0 && Variables.All(v => v.Value is null) ? $"{Verb("Remove")} {Names} from {What}{InNamespace}"
        : $"{Verb("Set")} {(From is null ? Names : $"the variables of {ResourceText.One(From)}")} in {What}{InNamespace}";

    private string Names => string.Join(", ", Variables.Select(v => ParameterText.Display(v.Name)));
}

/// <summary><c>kubectl set resources</c>.</summary>
public sealed record KubernetesSetResources : KubernetesSelectedChange
{
    /// <summary>A name or a pattern with <c>*</c>.</summary>
    public string Containers { get; init; } = "*";

    /// <summary><c>cpu=200m,memory=512Mi</c>; null leaves them.</summary>
    public string? Limits { get; init; }
    public string? Requests { get; init; }

    public override string Name => "kubernetes.setResources";
    public override string Sentence =>
        $"{Verb("Set")} {string.Join(" and ", new[] { Part("limits", Limits), Part("requests", Requests) }.OfType<string>())} of {What}{InNamespace}";

    private static string? Part(string word, string? amounts) => amounts is null ? null : $"{word} {ParameterText.Display(amounts)}";
}

/// <summary><c>kubectl set serviceaccount</c>.</summary>
public sealed record KubernetesSetServiceAccount : KubernetesSelectedChange
{
    public required string Account { get; init; }

    public override string Name => "kubernetes.setServiceAccount";
    public override string Sentence => $"{Verb("Set")} the service account of {What} to {ParameterText.Display(Account)}{InNamespace}";
}

/// <summary><c>kubectl rollout pause</c> and <c>resume</c>.</summary>
public sealed record KubernetesRolloutPause : KubernetesSelectedChange
{
    public bool Paused { get; init; }

    public override string Name => Paused ? "kubernetes.rollout.pause" : "kubernetes.rollout.resume";
    public override string Sentence => $"{Verb(Paused ? "Pause" : "Resume")} the rollout of {What}{InNamespace}";
}

/// <summary><c>kubectl edit</c>: the object as somebody wants it, in place of the one that is there.</summary>
public sealed record KubernetesEdit : KubernetesAction
{
    public required ResourceArgument Resource { get; init; }

    /// <summary>YAML. The <c>resourceVersion</c> in it is the one that was edited: what has changed since is not overwritten.</summary>
    public required string Manifest { get; init; }

    public override string Name => "kubernetes.edit";
    public override Risk Risk => Risk.Change;
    public override StepTarget? Target => ResourceText.Target(this, [Resource]);
    public override string Sentence => $"Edit {ResourceText.One(Resource)}{InNamespace}";
}
