using OpsPortal.Targets;

namespace OpsPortal.Environments;

/// <summary>An environment's targets as they are typed: a line for each entry.</summary>
public sealed class TargetDraft
{
    public List<ServerDraft> Databases { get; } = [];
    public List<ServerDraft> Redis { get; } = [];
    public string Allow { get; set; } = "";
    public string Routes { get; set; } = "";

    /// <summary>Empty keeps what is stored.</summary>
    public string Authorities { get; set; } = "";
    public string DestructivePaths { get; set; } = "";
    public string Prometheus { get; set; } = "";
    public string Docker { get; set; } = "";
    public string DockerProject { get; set; } = "";

    /// <summary>Empty keeps what is stored.</summary>
    public string ComposeFile { get; set; } = "";
    public string Programs { get; set; } = "";
    public string WorkingDirectory { get; set; } = "";
    public string SearchPath { get; set; } = "";
    public string Paths { get; set; } = "";

    /// <summary>Empty keeps what is stored.</summary>
    public string Variables { get; set; } = "";

    public static TargetDraft Of(TargetSummary? t)
    {
        var draft = new TargetDraft();
        if (t is null) return draft;
        draft.Databases.AddRange(t.Databases.Select(ServerDraft.Of));
        draft.Redis.AddRange(t.Redis.Select(ServerDraft.Of));
        draft.Allow = string.Join('\n', t.HttpAllow);
        draft.Routes = string.Join('\n', t.HttpRoutes.Select(r => $"{r.From} → {r.To}"));
        draft.DestructivePaths = string.Join('\n', t.DestructivePaths);
        (draft.Prometheus, draft.Docker, draft.DockerProject) = (t.Prometheus ?? "", t.Docker ?? "", t.DockerProject ?? "");
        draft.Programs = string.Join('\n', t.Programs);
        draft.WorkingDirectory = t.WorkingDirectory ?? "";
        draft.SearchPath = string.Join('\n', t.SearchPath);
        draft.Paths = string.Join('\n', t.Paths.Select(p => $"{p.Key} → {p.Value}"));
        return draft;
    }

    public EnvironmentForm Into(EnvironmentForm form) => form with
    {
        Databases = [.. Databases.Where(d => !d.IsEmpty).Select(d => d.Form())],
        Redis = [.. Redis.Where(d => !d.IsEmpty).Select(d => d.Form())],
        Http = new(Lines(Allow), [.. Pairs(Routes).Select(p => new HttpRoute(p.From, p.To))], Stored(Authorities), Lines(DestructivePaths)),
        Prometheus = new(Prometheus.Trim()),
        Docker = new(Docker.Trim(), Stored(ComposeFile), DockerProject.Trim()),
        Programs = Lines(Programs),
        Host = new(WorkingDirectory.Trim(), Lines(SearchPath), Map(Pairs(Paths)), Variables.Trim().Length == 0 ? null : Map(Pairs(Variables, "="))),
    };

    private static string? Stored(string text) => text.Trim().Length == 0 ? null : text;

    private static List<string> Lines(string text) => [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static Dictionary<string, string> Map(IEnumerable<(string From, string To)> pairs) => pairs.DistinctBy(p => p.From).ToDictionary(p => p.From, p => p.To);

    /// <summary>"from → to", also written with -> or a given sign; a line without it has nothing on its right.</summary>
    private static IEnumerable<(string From, string To)> Pairs(string text, string? sign = null)
    {
        foreach (var line in Lines(text))
        {
            var by = sign ?? (line.Contains('→', StringComparison.Ordinal) ? "→" : "->");
            var at = line.IndexOf(by, StringComparison.Ordinal);
            yield return at < 0 ? (line, "") : (line[..at].Trim(), line[(at + by.Length)..].Trim());
        }
    }
}

/// <summary>One server as it is typed.</summary>
public sealed class ServerDraft
{
    public string Name { get; set; } = "";

    /// <summary>Empty keeps what is stored.</summary>
    public string Connection { get; set; } = "";

    /// <summary>Separated by commas.</summary>
    public string Binds { get; set; } = "";
    public bool Stored { get; private init; }
    public bool IsEmpty => (Name + Connection + Binds).Trim().Length == 0;

    public static ServerDraft Of(ServerSummary server) => new() { Name = server.Name, Binds = string.Join(", ", server.Binds), Stored = true };

    public ServerForm Form() => new(Name.Trim(), Connection.Trim() is { Length: > 0 } given ? given : null, [.. Binds.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]);
}
