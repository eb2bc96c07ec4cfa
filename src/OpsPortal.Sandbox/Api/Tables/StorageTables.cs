using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Tables;

internal static class StorageTables
{
    public static IReadOnlyList<Column> Volumes { get; } =
    [
        Column.Named,
        new("Capacity", (o, _) => o.Text("spec.capacity.storage") ?? ""),
        new("Access Modes", (o, _) => Modes(o.Texts("spec.accessModes"))),
        new("Reclaim Policy", (o, _) => o.Text("spec.persistentVolumeReclaimPolicy") ?? ""),
        new("Status", (o, _) => Phase(o)),
        new("Claim", (o, _) => o.At("spec.claimRef") is { } claim ? $"{claim.Text("namespace")}/{claim.Text("name")}" : ""),
        new("StorageClass", (o, _) => o.Text("spec.storageClassName") ?? ""),
        new("VolumeAttributesClass", (o, _) => o.Text("spec.volumeAttributesClassName") ?? "<unset>"),
        new("Reason", (o, _) => o.Text("status.reason") ?? ""),
        Column.Age,
        new("VolumeMode", (o, _) => o.Text("spec.volumeMode") ?? "<unset>") { Priority = 1 },
    ];

    public static IReadOnlyList<Column> Claims { get; } =
    [
        Column.Named,
        new("Status", (o, _) => Phase(o)),
        new("Volume", (o, _) => o.Text("spec.volumeName") ?? ""),
        new("Capacity", (o, _) => o.Text("status.capacity.storage") ?? ""),
        new("Access Modes", (o, _) => Modes(o.Texts("status.accessModes"))),
        new("StorageClass", (o, _) => o.Text("spec.storageClassName") ?? ""),
        new("VolumeAttributesClass", (o, _) => o.Text("spec.volumeAttributesClassName") ?? "<unset>"),
        Column.Age,
        new("VolumeMode", (o, _) => o.Text("spec.volumeMode") ?? "<unset>") { Priority = 1 },
    ];

    public static IReadOnlyList<Column> Classes { get; } =
    [
        new("Name", (o, _) => o.Name() + (IsDefault(o) ? " (default)" : "")) { Format = "name" },
        new("Provisioner", (o, _) => o.Text("provisioner")),
        new("ReclaimPolicy", (o, _) => o.Text("reclaimPolicy") ?? "Delete"),
        new("VolumeBindingMode", (o, _) => o.Text("volumeBindingMode") ?? "Immediate"),
        new("AllowVolumeExpansion", (o, _) => o.Flag("allowVolumeExpansion") ? "true" : "false"),
        Column.Age,
    ];

    private static string Phase(JsonObject o) => o.At("metadata.deletionTimestamp") is null ? o.Text("status.phase") ?? "" : "Terminating";

    private static bool IsDefault(JsonObject o) => o.Map("metadata.annotations").GetValueOrDefault("storageclass.kubernetes.io/is-default-class") == "true";

    private static string Modes(IEnumerable<string> modes) => string.Join(",", modes.Select(m => m switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        "ReadWriteOncePod" => "RWOP",
        _ => m,
    }));
}
