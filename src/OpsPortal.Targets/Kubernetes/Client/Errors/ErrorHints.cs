using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>What a person can do about the common refusals: one sentence.</summary>
internal static class ErrorHints
{
    public static string? For(int code, string reason, JsonObject status, ClusterConnection connection) => (code, reason) switch
    {
        (401, _) => $"The cluster does not accept these credentials: give the environment a new token or kubeconfig{Expiry(connection)}.",
        (403, _) => "Ask an administrator of the cluster to allow it, with a Role and a RoleBinding for this account.",
        (404, _) when status.Map("details").Text("name") is not null => "Check the name and the namespace; it may have been deleted or "
            + "replaced.",
        (404, _) => "This cluster may not offer that kind in that version: check the kind, or whether its definition is installed.",
        (409, "AlreadyExists") => "Change the one that exists, or delete it first.",
        (409, _) when Causes(status).Contains("FieldManagerConflict") => "Another tool looks after these fields: change them there, or "
            + "apply by force.",
        (409, _) => "Look at it as it is now, and repeat the change if it is still wanted.",
        (410, _) => "What was asked for is older than the cluster remembers: read it again.",
        (422, _) => "Correct the fields that are named and try again.",
        (429, _) when IsDisruptionBudget(status) => "Wait until more pods are ready, or loosen the PodDisruptionBudget.",
        (429, _) => "The API server is busy: try again in a moment.",
        (500 or 504, "Timeout" or "ServerTimeout") => "The change may have been made all the same: look before repeating it.",
        _ => null,
    };

    /// <summary>An eviction that a budget forbids; waiting for the server's sake would not help.</summary>
    public static bool IsDisruptionBudget(JsonObject? status) => Causes(status).Contains("DisruptionBudget");

    private static IEnumerable<string?> Causes(JsonObject? status) =>
        status.Map("details").Items("causes").Select(cause => cause.Text("reason"));

    private static string Expiry(ClusterConnection connection) =>
        connection.ClientCertificate is { } client
            ? $" (its client certificate is valid until {client.Certificate.NotAfter.ToUniversalTime():yyyy-MM-dd})"
            : "";
}
