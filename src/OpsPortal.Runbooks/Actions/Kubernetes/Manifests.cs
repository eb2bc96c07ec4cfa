using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Kubernetes;

/// <summary>An action on the objects that files describe.</summary>
public abstract record KubernetesManifestChange : KubernetesChange
{
    /// <summary>Files, folders and patterns as the command names them; <c>-</c> is what is piped in.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Folders with all that lies in them.</summary>
    public bool Recursive { get; init; }

    /// <summary>Only those of the described objects that have these labels.</summary>
    public string? LabelSelector { get; init; }

    public override StepTarget? Target => Namespace is null ? null : new(Namespace, null, null);

    private protected string What => ManifestText.What(Files);
}

/// <summary><c>kubectl apply -f</c>.</summary>
public sealed record KubernetesApply : KubernetesManifestChange
{
    /// <summary>The server merges (<c>--server-side</c>); otherwise the three-way merge with what was applied last.</summary>
    public bool ServerSide { get; init; }

    /// <summary>With <see cref="ServerSide"/>: take over fields that another manager owns.</summary>
    public bool ForceConflicts { get; init; }

    public override string Name => "kubernetes.apply";
    private protected override Risk Effect => Risk.Change;
    public override string Sentence => $"{Verb("Apply")} {What}{InNamespace}";
}

/// <summary><c>kubectl create -f</c>.</summary>
public sealed record KubernetesCreate : KubernetesManifestChange
{
    public override string Name => "kubernetes.create";
    private protected override Risk Effect => Risk.Change;
    public override string Sentence => $"{Verb("Create")} what {What} describes{InNamespace}";
}

/// <summary><c>kubectl replace -f</c>.</summary>
public sealed record KubernetesReplace : KubernetesManifestChange
{
    /// <summary>Delete what is there, then create it anew.</summary>
    public bool Force { get; init; }

    public override string Name => "kubernetes.replace";

    /// <summary>By force the old object goes away first, with what hangs on it.</summary>
    private protected override Risk Effect => Force ? Risk.Destructive : Risk.Change;
    public override string Sentence => $"{Verb("Replace")} what {What} describes{InNamespace}";
}

/// <summary><c>kubectl delete -f</c>.</summary>
public sealed record KubernetesDeleteFiles : KubernetesManifestChange
{
    public bool IgnoreNotFound { get; init; }
    public bool Wait { get; init; } = true;

    public override string Name => "kubernetes.delete.files";

    /// <summary>What kinds a file describes is known only when it runs.</summary>
    private protected override Risk Effect => Risk.Destructive;
    public override string Sentence => $"{Verb("Delete")} what {What} describes{InNamespace}";
}

/// <summary><c>kubectl diff -f</c>: the lines that applying would change.</summary>
public sealed record KubernetesDiff : KubernetesAction
{
    /// <summary>As in <see cref="KubernetesManifestChange"/>.</summary>
    public required IReadOnlyList<string> Files { get; init; }
    public bool Recursive { get; init; }
    public string? LabelSelector { get; init; }

    public override string Name => "kubernetes.diff";
    public override Risk Risk => Risk.Read;
    public override StepTarget? Target => Namespace is null ? null : new(Namespace, null, null);
    public override string Sentence => $"Show what applying {ManifestText.What(Files)} would change{InNamespace}";
}

internal static class ManifestText
{
    public static string What(IReadOnlyList<string> files) => files is ["-"] ? "what is piped in" : string.Join(", ", files.Select(f => ParameterText.Display(f)));
}
