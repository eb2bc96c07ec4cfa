using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Reads the Status that ends an exec (channel 3).</summary>
internal static class ExecResult
{
    /// <returns>The program's exit code.</returns>
    /// <exception cref="KubernetesApiException">The program could not be run at all.</exception>
    public static int ExitCode(ReadOnlySpan<byte> sent, ClusterConnection connection)
    {
        if (Parse(sent) is not { } status)
            throw new KubernetesApiException($"the program could not be run: {System.Text.Encoding.UTF8.GetString(sent).Trim()}", 500, "InternalError");
        if (status.Text("status") == "Success")
            return 0;
        var code = status.Map("details").Items("causes").FirstOrDefault(cause => cause.Text("reason") == "ExitCode").Text("message");
        return status.Text("reason") == "NonZeroExitCode" && int.TryParse(code, out var number)
            ? number
            : throw ApiErrors.Of(status, status.Number("code") ?? 500, null, connection);
    }

    private static JsonObject? Parse(ReadOnlySpan<byte> sent)
    {
        try
        {
            return JsonNode.Parse(sent) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
