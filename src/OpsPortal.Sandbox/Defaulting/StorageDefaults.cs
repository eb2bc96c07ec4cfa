using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api;

namespace OpsPortal.Sandbox.Defaulting;

internal static class StorageDefaults
{
    public static void Volume(JsonObject volume)
    {
        volume.Child("spec").Default("persistentVolumeReclaimPolicy", "Retain");
        volume.Child("spec").Default("volumeMode", "Filesystem");
    }

    public static void Class(JsonObject @class)
    {
        @class.Default("reclaimPolicy", "Delete");
        @class.Default("volumeBindingMode", "Immediate");
    }

    /// <summary><c>stringData</c> is only ever written: it becomes <c>data</c>.</summary>
    public static void Secret(JsonObject secret)
    {
        secret.Default("type", "Opaque");
        if (secret["stringData"] is not JsonObject plain) return;
        foreach (var (key, value) in plain)
            secret.Child("data")[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.AsText() ?? ""));
        secret.Remove("stringData");
    }
}
