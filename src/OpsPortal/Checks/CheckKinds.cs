namespace OpsPortal.Checks;

/// <summary>What a kind of check is called and how it begins, in one place for form, list and API.</summary>
/// <param name="Name">In the API.</param>
/// <param name="Measures">What its value is, for the plot's label.</param>
/// <param name="Unit">Of its value; null where the one who makes it says.</param>
/// <param name="Usual">The thresholds that a new one begins with.</param>
public sealed record CheckKind(string Name, string Title, string Icon, string Measures, string? Unit, Judging.Thresholds Usual, TimeSpan Interval)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Quarter = TimeSpan.FromMinutes(15);

    public static IReadOnlyList<CheckKind> All { get; } =
    [
        new("http", "HTTP address", "link", "time to the whole answer", "ms", new("<", 500, 2000, "ms"), Minute),
        new("tcp", "TCP port", "nodes", "time to connect", "ms", Judging.Thresholds.None with { Unit = "ms" }, Minute),
        new("tls", "TLS certificate", "lock", "days that it is still valid", "days", new(">", 30, 14, "days"), TimeSpan.FromHours(6)),
        new("prometheus", "Prometheus query", "now", "value of the query", null, Judging.Thresholds.None, Minute),
        new("sql", "SQL query", "box", "value of the query", null, Judging.Thresholds.None, TimeSpan.FromMinutes(5)),
        new("redis", "Redis command", "box", "value of the answer", null, Judging.Thresholds.None, Minute),
        new("kubernetes", "Kubernetes condition", "environments", "share that is well", "%", new(">=", 100, null, "%"), Minute),
        new("backup", "Age of a backup", "history", "age of the newest", "h", new("<", 25, 49, "h"), Quarter),
        new("heartbeat", "Heartbeat", "bell", "time since it called", "s", Judging.Thresholds.None with { Unit = "s" }, TimeSpan.FromHours(1)),
        new("step", "Step of a runbook", "step", "time it ran", "s", Judging.Thresholds.None with { Unit = "s" }, Quarter),
    ];

    public static CheckKind Of(CheckSpec spec) => All.First(k => k.Name == NameOf(spec));

    public static string NameOf(CheckSpec spec) => spec switch
    {
        HttpCheck => "http",
        TcpCheck => "tcp",
        TlsCheck => "tls",
        PrometheusCheck => "prometheus",
        SqlCheck => "sql",
        RedisCheck => "redis",
        KubernetesCheck => "kubernetes",
        BackupCheck => "backup",
        HeartbeatCheck => "heartbeat",
        _ => "step",
    };

    /// <summary>What it looks at, in a few words.</summary>
    public static string Subject(CheckSpec spec) => spec switch
    {
        HttpCheck http => http.Url,
        TcpCheck tcp => $"{tcp.Host}:{tcp.Port}",
        TlsCheck tls => $"{tls.ServerName ?? tls.Host}:{tls.Port}",
        PrometheusCheck query => query.Query,
        SqlCheck sql => sql.Query,
        RedisCheck redis => redis.Command + (redis.Field is null ? "" : $" ({redis.Field})"),
        KubernetesCheck { Condition: KubernetesCheck.Deployment } d => $"{(d.Name is null ? "all deployments" : $"deployment {d.Name}")}{In(d.Namespace)} available",
        KubernetesCheck { Condition: KubernetesCheck.Nodes } n => $"nodes{With(n.Selector)} ready",
        KubernetesCheck p => $"pods{With(p.Selector)}{In(p.Namespace)} ready",
        BackupCheck backup => backup.Text,
        HeartbeatCheck => "waits to be called",
        StepCheckSpec step => $"{step.Runbook} › {step.Step}",
        _ => "",
    };

    private static string In(string? @namespace) => @namespace is null ? "" : $" in {@namespace}";
    private static string With(string? selector) => selector is null ? "" : $" with {selector}";
}
