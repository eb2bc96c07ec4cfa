using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Previews;

/// <summary>What a change, tried or done, makes of one object.</summary>
/// <param name="Path">Of the object itself, without a subresource; a new one has no name before the server gave it one.</param>
/// <param name="Before">As the server sent it; null where it was not there.</param>
/// <param name="After">Null where it is gone.</param>
internal sealed record ObjectStep(ResourcePath Path, JsonObject? Before, JsonObject? After)
{
    /// <summary>It was sent, and no answer has come yet.</summary>
    public bool Begun { get; init; }

    /// <summary>Why what stood before is not known; null where it is.</summary>
    public string? Unread { get; init; }

    /// <summary>Deleted without what it owns.</summary>
    public bool Orphans { get; init; }

    /// <summary>The status itself is what changes.</summary>
    public bool OfStatus { get; init; }

    public string Name => Path.Name ?? "(a new name)";

    /// <summary>"deployment web".</summary>
    public string Spoken => $"{Path.Resource.SingularName} {Name}";

    /// <summary>"deployment web in shop".</summary>
    public string Subject => Spoken + In;

    public string In => Path.Namespace is { } place && Path.Resource.Namespaced ? $" in {place}" : "";

    public string? Uid => (After ?? Before)?.Uid();
    public string Kind => (After ?? Before).TextAt("kind") ?? Path.Resource.Kind;

    /// <summary>Its controller makes another in its place.</summary>
    public bool MadeAgain => After is null && Before?.Controller() is not null;
}

/// <summary>The steps of one action in order, one for each object: before is what the first found, after what the last left.</summary>
internal sealed class ChangeLedger
{
    private readonly List<ObjectStep> steps = [];

    public IReadOnlyList<ObjectStep> Steps => steps;

    public ObjectStep? Find(ResourcePath path) => steps.Find(s => s.Path.Name is not null && Same(s.Path, path));

    /// <returns>The place to end it by.</returns>
    public int Begin(ObjectStep step)
    {
        var at = step.Path.Name is null ? -1 : steps.FindIndex(s => Same(s.Path, step.Path));
        if (at < 0)
        {
            steps.Add(step);
            return steps.Count - 1;
        }
        steps[at] = step with { Before = steps[at].Before, Unread = steps[at].Unread };
        return at;
    }

    public void End(int at, JsonObject? after) => steps[at] = steps[at] with
    {
        After = after,
        Begun = false,
        Path = steps[at].Path.Name is null && after is not null ? steps[at].Path with { Name = after.Name() } : steps[at].Path,
    };

    /// <summary>The server refused it: what stood stays.</summary>
    public void Refused(int at, ObjectStep? earlier)
    {
        if (earlier is null) steps.RemoveAt(at);
        else steps[at] = earlier;
    }

    private static bool Same(ResourcePath one, ResourcePath other) => one.Name == other.Name && one.Namespace == other.Namespace && one.Resource.Name == other.Resource.Name && one.Resource.Group == other.Resource.Group;
}
