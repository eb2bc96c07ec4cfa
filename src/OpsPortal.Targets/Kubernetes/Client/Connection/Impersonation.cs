namespace OpsPortal.Targets.Kubernetes;

/// <summary>Act with another one's rights (<c>Impersonate-User</c> and its kind); the cluster must allow it.</summary>
public sealed record Impersonation(string User)
{
    public string? Uid { get; init; }
    public IReadOnlyList<string> Groups { get; init; } = [];
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    internal IEnumerable<(string Name, string Value)> Headers()
    {
        yield return ("Impersonate-User", User);
        if (Uid is not null)
            yield return ("Impersonate-Uid", Uid);
        foreach (var group in Groups)
            yield return ("Impersonate-Group", group);
        foreach (var (key, values) in Extra)
            foreach (var value in values)
                yield return ($"Impersonate-Extra-{Uri.EscapeDataString(key)}", value);
    }
}
