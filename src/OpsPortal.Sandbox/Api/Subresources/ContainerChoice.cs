using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;

namespace OpsPortal.Sandbox.Api.Subresources;

/// <summary>Which container of a pod a caller means.</summary>
internal static class ContainerChoice
{
    /// <exception cref="ApiError">400 where the name is missing and needed, or wrong.</exception>
    public static string Of(JsonObject pod, string? asked)
    {
        var containers = Names(pod, "spec.containers");
        var initial = Names(pod, "spec.initContainers");
        var ephemeral = Names(pod, "spec.ephemeralContainers");
        if (asked is not null)
            return containers.Concat(initial).Concat(ephemeral).Contains(asked) ? asked : throw ApiError.BadRequest($"container {asked} is not valid for pod {pod.Name()}");
        if (containers.Count == 1) return containers[0];
        var also = initial.Count == 0 ? "" : $" or one of the init containers: [{string.Join(' ', initial)}]";
        throw ApiError.BadRequest($"a container name must be specified for pod {pod.Name()}, choose one of: [{string.Join(' ', containers)}]{also}");
    }

    private static List<string> Names(JsonObject pod, string list) => [.. pod.Objects(list).Select(c => c.Text("name") ?? "")];
}
