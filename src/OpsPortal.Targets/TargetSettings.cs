namespace OpsPortal.Targets;

/// <summary>Where an environment's targets are and what may be done there, as an administrator set it. Credentials are in clear: never log it.</summary>
public sealed record TargetSettings
{
    public static TargetSettings None { get; } = new();

    public IReadOnlyList<ServerBinding> Databases { get; init; } = [];
    public IReadOnlyList<ServerBinding> Redis { get; init; } = [];
    public HttpSettings Http { get; init; } = new();

    /// <summary>The Prometheus that bare PromQL is asked of; null where there is none.</summary>
    public Uri? Prometheus { get; init; }
    public DockerSettings? Docker { get; init; }
    public HostSettings Host { get; init; } = new();
}

/// <summary>A server that commands mean when they name one of <paramref name="Binds"/>.</summary>
/// <param name="Name">For people.</param>
/// <param name="ConnectionString">Npgsql's for PostgreSQL; <c>host:port,password=…,ssl=true,db=0</c> for Redis.</param>
/// <param name="Binds">A pod (<c>postgres-pod</c>, <c>namespace/postgres-pod</c>), an owner of pods (<c>deployment/postgres</c>), a container of Docker,
/// a host name (<c>postgres</c>), a variable (<c>$DATABASE_URL</c>), the slug of a system for statements without a connection.</param>
public sealed record ServerBinding(string Name, string ConnectionString, IReadOnlyList<string> Binds);

/// <summary>What HTTP and TLS steps may reach, and how.</summary>
public sealed record HttpSettings
{
    /// <summary>Hosts that may be asked: <c>api.example.com</c>, <c>*.example.com</c>, <c>prometheus:9090</c>; a host without a port means all of its ports.
    /// Hosts of <see cref="Routes"/> need no entry.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Where a host of the runbook is found from here.</summary>
    public IReadOnlyList<HttpRoute> Routes { get; init; } = [];

    /// <summary>PEM of authorities that are trusted besides the machine's own; null adds none.</summary>
    public string? Authorities { get; init; }

    /// <summary>Beginnings of paths whose POST, PUT or PATCH destroys something.</summary>
    public IReadOnlyList<string> DestructivePaths { get; init; } = [];
}

/// <summary>As curl's <c>--connect-to</c>: the request, its Host header and its server name stay, only the connection goes elsewhere.</summary>
/// <param name="From"><c>host</c> or <c>host:port</c>, as the runbook writes it.</param>
/// <param name="To"><c>host:port</c> to connect to.</param>
public sealed record HttpRoute(string From, string To);

/// <param name="Url"><c>unix:///var/run/docker.sock</c>, <c>tcp://host:2375</c> or <c>http(s)://host:port</c>.</param>
/// <param name="ComposeFile">Text of the project's compose file; null where only what exists can be started.</param>
/// <param name="Project">The compose project; null finds it by the file's own name, else the only one there is.</param>
public sealed record DockerSettings(Uri Url, string? ComposeFile = null, string? Project = null);

/// <summary>Programs that may be run beside the portal. Empty allows none.</summary>
public sealed record HostSettings
{
    /// <summary>Names (<c>ls</c>) or paths (<c>./scripts/smoke-tests.sh</c>, <c>./scripts/*</c>) as runbooks write them.</summary>
    public IReadOnlyList<string> Programs { get; init; } = [];

    /// <summary>Where they start; null means a new empty directory for each execution.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Directories in which names are looked for, in order; empty means the portal's own <c>PATH</c>.</summary>
    public IReadOnlyList<string> SearchPath { get; init; } = [];

    /// <summary>Where absolute paths of the runbook are on this machine: <c>/backups</c> → a directory.</summary>
    public IReadOnlyDictionary<string, string> Paths { get; init; } = new Dictionary<string, string>();

    /// <summary>Given to the programs besides a minimal environment; for credentials.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();
}
