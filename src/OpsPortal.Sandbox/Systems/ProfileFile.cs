using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Systems;

/// <summary>Reads how a container behaves from a system's file.</summary>
internal static class ProfileFile
{
    public static ProfileDefinition Read(string name, Entry profile) => profile.Whole(new ProfileDefinition(
        name,
        profile.Duration("readyAfter", TimeSpan.FromSeconds(2)),
        Quantity.NanoCores(profile.OptionalText("cpu") ?? "5m"),
        Quantity.Bytes(profile.OptionalText("memory") ?? "32Mi"),
        profile.Number("noise", 0.08),
        [.. profile.List("dependencies").Select(Dependency)],
        profile.Inner("logs") is { } logs ? Logs(logs) : LogDefinition.Silent,
        profile.Named("programs").ToDictionary(p => p.Name, p => p.Entry.Whole(new ProgramDefinition([.. p.Entry.List("answers").Select(Answer)]))),
        profile.Map("files"),
        profile.Map("disk"),
        profile.Map("http"),
        profile.Inner("database") is { } database ? Database(database) : null,
        profile.OptionalText("redis") == "true",
        profile.Inner("traffic") is { } traffic ? Traffic(traffic) : null));

    private static TrafficDefinition Traffic(Entry traffic) => traffic.Whole(new TrafficDefinition(
        traffic.Number("requestsPerSecond", 1), traffic.Number("medianMs", 50), traffic.Texts("handlers")));

    private static DependencyDefinition Dependency(Entry dependency) => dependency.Whole(new DependencyDefinition(
        dependency.Text("variable"),
        dependency.OptionalText("default"),
        dependency.Choice("failure", DependencyFailure.Errors),
        dependency.Text("line")));

    private static LogDefinition Logs(Entry logs) => logs.Whole(new LogDefinition(
        logs.Number("linesPerSecond", 0.2),
        logs.Number("errorShare", 0),
        logs.Texts("startup"),
        Lines(logs, "lines"),
        Lines(logs, "errors"),
        Lines(logs, "debug"),
        logs.Texts("crash"),
        logs.Inner("values") is { } values ? Values(values) : LogDefinition.Silent.Values));

    private static List<LogLineDefinition> Lines(Entry logs, string key) =>
        [.. logs.List(key).Select(line => line.Whole(new LogLineDefinition(line.Text("text"), line.Number("weight", 1))))];

    private static Dictionary<string, IReadOnlyList<string>> Values(Entry values) => values.Keys.ToDictionary(key => key, values.Texts);

    private static AnswerDefinition Answer(Entry answer) => answer.Whole(new AnswerDefinition(
        answer.OptionalText("match") ?? "",
        answer.OptionalText("output") ?? "",
        answer.OptionalText("error") ?? "",
        (int)answer.Number("exit", 0),
        answer.OptionalText("needs"),
        answer.OptionalText("otherwise") ?? ""));

    private static DatabaseDefinition Database(Entry database) => database.Whole(new DatabaseDefinition(
        database.OptionalText("version") ?? "16.4",
        database.Texts("databases"),
        database.Texts("users"),
        [.. database.List("tables").Select(t => t.Whole(new TableDefinition(
            t.OptionalText("schema") ?? "public", t.Text("name"), Quantity.Bytes(t.OptionalText("size") ?? "8Ki"), (long)t.Number("rows", 0))))],
        [.. database.List("statements").Select(s => s.Whole(new StatementDefinition(s.Text("query"), s.Number("mean", 1), (long)s.Number("calls", 1))))]));
}
