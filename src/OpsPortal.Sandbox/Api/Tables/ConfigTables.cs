using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Tables;

internal static class ConfigTables
{
    public static IReadOnlyList<Column> ConfigMaps { get; } = [Column.Named, Column.Count("Data", o => Keys(o, "data") + Keys(o, "binaryData")), Column.Age];

    public static IReadOnlyList<Column> Secrets { get; } =
        [Column.Named, Column.Text("Type", o => o.Text("type")), Column.Count("Data", o => Keys(o, "data")), Column.Age];

    public static IReadOnlyList<Column> ServiceAccounts { get; } = [Column.Named, Column.Count("Secrets", o => o.Objects("secrets").Count), Column.Age];

    private static int Keys(JsonObject o, string field) => o[field] is JsonObject map ? map.Count : 0;
}
