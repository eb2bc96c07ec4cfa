using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Probes;

/// <summary>Which version of the Engine answers, and how many containers it has.</summary>
internal static class DockerProbe
{
    public static async Task<(string State, string Message)> AskAsync(DockerSettings settings, CancellationToken cancellation)
    {
        try
        {
            using var api = await DockerApi.ConnectAsync(settings, cancellation);
            var version = await api.GetAsync("/version", cancellation);
            return (TargetState.Ok, $"Docker {version.TextAt("Version") ?? "of an unknown version"} answers (API {version.TextAt("ApiVersion") ?? "unknown"}).");
        }
        catch (DockerApiException refused)
        {
            return (TargetState.Failed, $"Docker refused: {refused.Message.TrimEnd('.')}. Check that the portal may ask this engine.");
        }
    }
}
