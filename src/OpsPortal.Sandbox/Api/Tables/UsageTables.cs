namespace OpsPortal.Sandbox.Api.Tables;

internal static class UsageTables
{
    public static IReadOnlyList<Column> Pods { get; } =
    [
        Column.Named,
        new("cpu", (o, _) => $"{o.Objects("containers").Sum(c => Digits(c.Text("usage.cpu")))}n"),
        new("memory", (o, _) => $"{o.Objects("containers").Sum(c => Digits(c.Text("usage.memory")))}Ki"),
        new("Window", (o, _) => o.Text("window")),
    ];

    public static IReadOnlyList<Column> Nodes { get; } =
    [
        Column.Named,
        new("cpu", (o, _) => o.Text("usage.cpu")),
        new("memory", (o, _) => o.Text("usage.memory")),
        new("Window", (o, _) => o.Text("window")),
    ];

    private static long Digits(string? quantity) => long.TryParse(quantity?.TrimEnd('n', 'K', 'i'), out var number) ? number : 0;
}
