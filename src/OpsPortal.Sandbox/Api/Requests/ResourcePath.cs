namespace OpsPortal.Sandbox.Api.Requests;

/// <summary>Where a request points: <c>/apis/{group}/{version}/namespaces/{ns}/{resource}/{name}/{subresource}</c>.</summary>
internal sealed record ResourcePath(string Group, string Version, string? Namespace, string Resource, string? Name, string? Subresource)
{
    /// <summary>Null where the path names no resource. Segments are unescaped already.</summary>
    public static ResourcePath? Parse(string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments switch
        {
            ["api", var version, .. var rest] => Parse("", version, rest),
            ["apis", var group, var version, .. var rest] => Parse(group, version, rest),
            _ => null,
        };
    }

    private static ResourcePath? Parse(string group, string version, string[] rest) => rest switch
    {
        [] => null,
        ["namespaces", var name, "status" or "finalize"] => new(group, version, null, "namespaces", name, rest[2]),
        ["namespaces", var @namespace, var resource] => new(group, version, @namespace, resource, null, null),
        ["namespaces", var @namespace, var resource, var name] => new(group, version, @namespace, resource, name, null),
        ["namespaces", var @namespace, var resource, var name, var subresource] => new(group, version, @namespace, resource, name, subresource),
        [var resource] => new(group, version, null, resource, null, null),
        [var resource, var name] => new(group, version, null, resource, name, null),
        [var resource, var name, var subresource] => new(group, version, null, resource, name, subresource),
        _ => null,
    };
}
