using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Tables;

internal static class ClusterTables
{
    public static IReadOnlyList<Column> Namespaces { get; } = [Column.Named, Column.Text("Status", o => o.Text("status.phase")), Column.Age];

    public static IReadOnlyList<Column> CreatedAt { get; } = [Column.Named, new("Created At", (o, _) => o.Text("metadata.creationTimestamp")) { Type = "date" }];

    public static IReadOnlyList<Column> Bindings { get; } =
    [
        Column.Named,
        Column.Text("Role", o => $"{o.Text("roleRef.kind")}/{o.Text("roleRef.name")}"),
        Column.Age,
        new("Users", (o, _) => Subjects(o, "User")) { Priority = 1 },
        new("Groups", (o, _) => Subjects(o, "Group")) { Priority = 1 },
        new("ServiceAccounts", (o, _) => Subjects(o, "ServiceAccount")) { Priority = 1 },
    ];

    public static IReadOnlyList<Column> DisruptionBudgets { get; } =
    [
        Column.Named,
        new("Min Available", (o, _) => o.Text("spec.minAvailable") ?? "N/A"),
        new("Max Unavailable", (o, _) => o.Text("spec.maxUnavailable") ?? "N/A"),
        Column.Count("Allowed Disruptions", o => o.Number("status.disruptionsAllowed")),
        Column.Age,
    ];

    public static IReadOnlyList<Column> ResourceQuotas { get; } =
    [
        Column.Named,
        new("Request", (o, _) => Quota(o, limits: false)),
        new("Limit", (o, _) => Quota(o, limits: true)),
        Column.Age,
    ];

    public static IReadOnlyList<Column> Leases { get; } = [Column.Named, Column.Text("Holder", o => o.Text("spec.holderIdentity")), Column.Age];

    public static IReadOnlyList<Column> PriorityClasses { get; } =
    [
        Column.Named,
        Column.Count("Value", o => o.Number("value")),
        new("Global-Default", (o, _) => o.Flag("globalDefault")) { Type = "boolean" },
        Column.Age,
    ];

    private static string Subjects(JsonObject o, string kind) => string.Join(", ", o.Objects("subjects").Where(s => s.Text("kind") == kind)
        .Select(s => kind == "ServiceAccount" ? $"{s.Text("namespace")}/{s.Text("name")}" : s.Text("name")));

    private static string Quota(JsonObject o, bool limits) => string.Join(", ", o.Map("status.hard")
        .Where(h => h.Key.StartsWith("limits", StringComparison.Ordinal) == limits).OrderBy(h => h.Key, StringComparer.Ordinal)
        .Select(h => $"{h.Key}: {o.Map("status.used").GetValueOrDefault(h.Key, "0")}/{h.Value}"));
}
