using System.Text.Json.Serialization;

namespace OpsPortal.Targets.Previews;

/// <summary>What an action would do now, as far as its target tells. Nothing was changed to find out. No text holds a secret in clear.</summary>
public sealed record ActionPreview
{
    /// <summary>What will happen, in sentences and numbers: "3 pods of deployment platform-service are replaced, one after the other".</summary>
    public IReadOnlyList<string> Effects { get; init; } = [];

    /// <summary>What to know before saying yes: "the PodDisruptionBudget web allows no pod to leave now: the drain will wait".</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Objects as they are and as they would be.</summary>
    public IReadOnlyList<ObjectChange> Changes { get; init; } = [];

    /// <summary>Objects that it would look at and leave as they are; the first of them, where they are many. Not stored.</summary>
    [JsonIgnore]
    public IReadOnlyList<ObjectChange> LeftAlone { get; init; } = [];

    /// <summary>Exactly what would be sent, in order.</summary>
    public IReadOnlyList<PlannedRequest> Requests { get; init; } = [];

    /// <summary>What the plan rests on; where one of them differs later, the world has moved.</summary>
    public IReadOnlyList<Precondition> Preconditions { get; init; } = [];

    /// <summary>Why what will happen cannot be told beforehand, or not all of it: a state, not an error. Null where all is told.</summary>
    public string? Unavailable { get; init; }

    /// <summary>Why the target would refuse it as things are; null where it would do it.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether the target lets the portal's account do exactly this; null where the target has no such question.</summary>
    public TargetPermission? Permission { get; init; }

    /// <summary>Whether it can be put back afterwards.</summary>
    public Reversal Reversal { get; init; } = Reversal.Impossible("This action has no way back.");

    public static ActionPreview NotKnown(string because) => new() { Unavailable = because };
}

/// <summary>An object before and after.</summary>
/// <param name="Subject">"deployment platform-service in platform".</param>
/// <param name="Before">Text (YAML for objects), without noise; null where it is not there yet.</param>
/// <param name="After">Null where it will be gone.</param>
public sealed record ObjectChange(string Subject, string? Before, string? After);

/// <param name="Target">Where it goes: "cluster", the name of a database, a host.</param>
/// <param name="Call">The first line of it: <c>PATCH /apis/apps/v1/…</c>, a statement, an argument vector.</param>
/// <param name="Body">What goes with it, secrets masked.</param>
public sealed record PlannedRequest(string Target, string Call, string? Body = null);

/// <summary>A fact that the plan rests on.</summary>
/// <param name="Subject">Whose: "deployment platform-service in platform".</param>
/// <param name="Fact">For a person: "image v1.1.0, 3 replicas", "412 rows".</param>
/// <param name="Value">What is compared; a digest where the fact is long or secret.</param>
public sealed record Precondition(string Subject, string Fact, string Value);

/// <param name="Sentence">"may patch deployments in platform", or which right is missing and who can grant it.</param>
public sealed record TargetPermission(bool Allowed, string Sentence);

/// <param name="Sentence">"Can be put back: scales to 3 again", or why it cannot.</param>
public sealed record Reversal(bool Possible, string Sentence)
{
    public static Reversal To(string sentence) => new(true, sentence);
    public static Reversal Impossible(string why) => new(false, why);
}
