using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Types;

/// <summary>The status of a definition that is served; here that is the case from the moment it is stored.</summary>
internal static class CustomDefinitionStatus
{
    public static JsonObject Established(DateTimeOffset at, string plural, string kind) => new()
    {
        ["acceptedNames"] = new JsonObject { ["plural"] = plural, ["kind"] = kind },
        ["storedVersions"] = new JsonArray("v1"),
        ["conditions"] = new JsonArray(
            Condition(at, "NamesAccepted", "NoConflicts", "no conflicts found"),
            Condition(at, "Established", "InitialNamesAccepted", "the initial names have been accepted")),
    };

    private static JsonObject Condition(DateTimeOffset at, string type, string reason, string message) => new()
    {
        ["type"] = type,
        ["status"] = "True",
        ["reason"] = reason,
        ["message"] = message,
        ["lastTransitionTime"] = ClusterStore.Timestamp(at),
    };
}
