namespace OpsPortal.Targets.Kubernetes;

/// <summary>Guards the way from names that people typed to URL paths.</summary>
internal static class RequestPath
{
    /// <exception cref="KubernetesApiException">400: a name would lead elsewhere (<c>..</c>), or to the whole collection (empty).</exception>
    public static string Of(ResourcePath path)
    {
        Check(path.Resource.Kind, "name", path.Name);
        Check(path.Resource.Kind, "namespace", path.Namespace);
        return path.ToString();
    }

    /// <summary>The same, of a path that must name one object.</summary>
    public static string OfObject(ResourcePath path) =>
        path.Name is not null
            ? Of(path)
            : throw new KubernetesApiException($"a {path.Resource.Kind} must be named for this; a whole collection is never changed at "
                + "once", 400, "BadRequest");

    private static void Check(string kind, string what, string? text)
    {
        if (text is not null && (text.Trim().Length == 0 || text is "." or ".." || text.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0))
            throw new KubernetesApiException($"\"{text}\" is not a {what} that a {kind} can have; give its {what}", 400, "BadRequest");
    }
}
