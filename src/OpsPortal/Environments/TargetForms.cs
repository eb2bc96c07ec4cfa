using OpsPortal.Targets;

namespace OpsPortal.Environments;

/// <summary>A database or a Redis, as a person or a program says it.</summary>
/// <param name="Name">Unique among its kind.</param>
/// <param name="ConnectionString">Stored encrypted, never returned. In a change, null keeps that of the same name.</param>
/// <param name="Binds">What commands call it: see <see cref="ServerBinding"/>.</param>
public sealed record ServerForm(string Name, string? ConnectionString = null, IReadOnlyList<string>? Binds = null);

/// <summary>See <see cref="HttpSettings"/>.</summary>
public sealed record HttpForm(
    IReadOnlyList<string>? Allow = null, IReadOnlyList<HttpRoute>? Routes = null, string? Authorities = null, IReadOnlyList<string>? DestructivePaths = null);

/// <param name="Url">Null or empty means none.</param>
public sealed record PrometheusForm(string? Url = null);

/// <param name="Url">Null or empty means none.</param>
public sealed record DockerForm(string? Url = null, string? ComposeFile = null, string? Project = null);

/// <summary>Where allowed programs run; see <see cref="HostSettings"/>.</summary>
/// <param name="Variables">Stored encrypted; only their names are returned.</param>
public sealed record HostForm(
    string? WorkingDirectory = null, IReadOnlyList<string>? SearchPath = null, IReadOnlyDictionary<string, string>? Paths = null, IReadOnlyDictionary<string, string>? Variables = null);

/// <summary>What may be shown of an environment's targets: everything but credentials.</summary>
public sealed record TargetSummary
{
    public IReadOnlyList<ServerSummary> Databases { get; init; } = [];
    public IReadOnlyList<ServerSummary> Redis { get; init; } = [];
    public IReadOnlyList<string> HttpAllow { get; init; } = [];
    public IReadOnlyList<HttpRoute> HttpRoutes { get; init; } = [];
    public IReadOnlyList<string> DestructivePaths { get; init; } = [];
    public string? Prometheus { get; init; }
    public string? Docker { get; init; }
    public string? DockerProject { get; init; }
    public bool HasComposeFile { get; init; }
    public IReadOnlyList<string> Programs { get; init; } = [];
    public string? WorkingDirectory { get; init; }
    public IReadOnlyList<string> SearchPath { get; init; } = [];
    public IReadOnlyDictionary<string, string> Paths { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<string> Variables { get; init; } = [];

    public static TargetSummary Of(TargetSettings t) => new()
    {
        Databases = [.. t.Databases.Select(d => new ServerSummary(d.Name, d.Binds))],
        Redis = [.. t.Redis.Select(d => new ServerSummary(d.Name, d.Binds))],
        HttpAllow = t.Http.Allow,
        HttpRoutes = t.Http.Routes,
        DestructivePaths = t.Http.DestructivePaths,
        Prometheus = t.Prometheus?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped),
        Docker = t.Docker?.Url.ToString(),
        DockerProject = t.Docker?.Project,
        HasComposeFile = t.Docker?.ComposeFile is not null,
        Programs = t.Host.Programs,
        WorkingDirectory = t.Host.WorkingDirectory,
        SearchPath = t.Host.SearchPath,
        Paths = t.Host.Paths,
        Variables = [.. t.Host.Variables.Keys],
    };
}

public sealed record ServerSummary(string Name, IReadOnlyList<string> Binds);
