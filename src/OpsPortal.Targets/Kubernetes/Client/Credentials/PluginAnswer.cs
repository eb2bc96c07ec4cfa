using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>The <c>ExecCredential</c> that a plug-in prints.</summary>
internal sealed record PluginAnswer(string? Token, ClientCertificate? Certificate, DateTimeOffset? Expires)
{
    public override string ToString() => nameof(PluginAnswer);

    public static PluginAnswer Read(ExecPlugin plugin, string printed)
    {
        var answer = Parse(plugin, printed);
        if (answer.Text("kind") != "ExecCredential" || answer.Text("apiVersion") != plugin.ApiVersion)
            throw Bad(plugin, $"printed a {answer.Text("kind") ?? "document without kind"} of "
                + $"{answer.Text("apiVersion") ?? "no version"}, where an ExecCredential of {plugin.ApiVersion} was asked for");
        var status = answer["status"] as JsonObject ?? throw Bad(plugin, "printed no status");
        var token = status.Text("token") is { Length: > 0 } text ? text : null;
        var certificate = CertificateOf(plugin, status.Text("clientCertificateData"), status.Text("clientKeyData"));
        if (token is null && certificate is null)
            throw Bad(plugin, "gave neither a token nor a client certificate");
        return new(token, certificate, Expiry(plugin, status.Text("expirationTimestamp")));
    }

    private static JsonObject Parse(ExecPlugin plugin, string printed)
    {
        try
        {
            return JsonNode.Parse(printed) as JsonObject ?? throw Bad(plugin, "did not print an ExecCredential");
        }
        catch (JsonException)
        {
            throw Bad(plugin, "did not print JSON");
        }
    }

    private static ClientCertificate? CertificateOf(ExecPlugin plugin, string? certificate, string? key)
    {
        if (certificate is null && key is null)
            return null;
        if (certificate is null || key is null)
            throw Bad(plugin, "gave only one of clientCertificateData and clientKeyData");
        try
        {
            return ClientCertificate.FromPem(certificate, key);
        }
        catch (KubeconfigException e)
        {
            throw Bad(plugin, $"gave a certificate that cannot be used: {e.Message}");
        }
    }

    private static DateTimeOffset? Expiry(ExecPlugin plugin, string? text) =>
        text is null ? null
        : DateTimeOffset.TryParse(text, out var expires) ? expires
        : throw Bad(plugin, $"gave the expirationTimestamp \"{text}\", which is not a time");

    private static TargetUnreachableException Bad(ExecPlugin plugin, string what) =>
        new($"the credential plug-in {plugin.Command} {what}; run it by hand to see what it prints");
}
