using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>
/// What a person calls a resource → which one it is, as kubectl has it: plural, singular or kind before short names,
/// groups in the server's order, the preferred version; <c>name.group</c> (a beginning of the group will do) and <c>name.version.group</c>.
/// </summary>
internal static partial class ResourceNames
{
    public static ApiResource? Find(IReadOnlyList<ApiResource> resources, string name)
    {
        if (name.Split('.', 2) is not [var plain, var rest])
            return ByName(resources, name);
        if (rest.Split('.', 2) is [var version, var group] && Version().IsMatch(version)
            && ByName(resources.Where(r => Same(r.Version, version) && Same(r.Group, group)), plain) is { } exact)
            return exact;
        return ByName(resources.Where(r => Same(r.Group, rest)), plain)
            ?? ByName(resources.Where(r => r.Group.StartsWith(rest, StringComparison.OrdinalIgnoreCase)), plain);
    }

    /// <summary>Every resource once, in its preferred version.</summary>
    public static IReadOnlyList<ApiResource> Preferred(IReadOnlyList<ApiResource> resources) =>
        [.. resources.DistinctBy(r => (r.Group, r.Name))];

    /// <summary>The plural names nearest to a name that does not exist.</summary>
    public static IReadOnlyList<string> Nearest(IReadOnlyList<ApiResource> resources, string name)
    {
        var plain = name.Split('.')[0].ToLowerInvariant();
        var allowed = Math.Clamp(plain.Length / 3, 1, 3);
        return
        [
            .. resources
                .Select(r => (r.Name, Distance: Names(r).Min(n => plain.Length >= 3 && n.StartsWith(plain, StringComparison.Ordinal) ? 1 : EditDistance.Between(plain, n))))
                .Where(r => r.Distance <= allowed)
                .OrderBy(r => r.Distance)
                .Select(r => r.Name).Distinct().Take(3),
        ];
    }

    private static ApiResource? ByName(IEnumerable<ApiResource> resources, string name)
    {
        var candidates = resources.ToList();
        return candidates.Find(r => Names(r).Any(n => Same(n, name))) ?? candidates.Find(r => r.ShortNames.Any(n => Same(n, name)));
    }

    private static IEnumerable<string> Names(ApiResource resource) =>
        [resource.Name, resource.SingularName, resource.Kind.ToLowerInvariant()];

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("^v[0-9]+((alpha|beta)[0-9]+)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Version();
}
