using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Discovery;

/// <summary>The Kubernetes version whose behaviour the sandbox keeps.</summary>
internal static class ServerVersion
{
    public const string Text = "v1.31.4";

    public static JsonObject Document() => new()
    {
        ["major"] = "1",
        ["minor"] = "31",
        ["gitVersion"] = Text,
        ["gitCommit"] = "sandbox",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = "dotnet",
        ["platform"] = "linux/amd64",
    };
}
