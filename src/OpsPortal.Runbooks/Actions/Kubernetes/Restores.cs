using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Kubernetes;

/// <summary>Puts objects back as they were before a change. No command compiles to it: it is made of what a change found and left.</summary>
public sealed record KubernetesRestore : KubernetesAction
{
    /// <summary>More are only counted in the sentence.</summary>
    private const int Told = 3;

    public required IReadOnlyList<ObjectRestore> Objects { get; init; }

    public override string Name => "kubernetes.restore";

    /// <summary>What the change made is deleted again, with all that it holds by then.</summary>
    public override Risk Risk => Objects.Any(o => o.Before is null) ? Risk.Destructive : Risk.Change;
    public override StepTarget? Target => ResourceText.Target(this with { Namespace = Namespace ?? Objects.Select(o => o.Place).FirstOrDefault() }, [.. Objects.Select(o => new ResourceArgument(o.Resource, o.Called))]);
    public override string Sentence => string.Join("; ", Objects.Take(Told).Select(o => o.Words)) + (Objects.Count > Told ? $"; and {Objects.Count - Told} more" : "");
}

/// <summary>One object that a change touched.</summary>
/// <param name="Resource">Plural and group, as discovery knows it: <c>deployments.apps</c>.</param>
/// <param name="Place">Its namespace; null where it is in none.</param>
/// <param name="Called">Its name.</param>
/// <param name="Before">As the change found it, without what the server fills in; null where it was not there, so that it is deleted.</param>
/// <param name="After">As the change left it; null where it was deleted, so that it is made again. Fields that differ from this by now are somebody else's.</param>
/// <param name="Uid">Of the object that the change left, or deleted.</param>
/// <param name="Words">What is done: "Scale deployment web back to 3".</param>
public sealed record ObjectRestore(string Resource, string? Place, string Called, JsonObject? Before, JsonObject? After, string? Uid, string Words);
