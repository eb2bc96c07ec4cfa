using System.Text.Json.Serialization;

namespace OpsPortal.Checks;

/// <summary>What is asked of which target. One record per kind; <see cref="Probing.ProbeCheck"/> carries it out.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(HttpCheck), "http")]
[JsonDerivedType(typeof(TcpCheck), "tcp")]
[JsonDerivedType(typeof(TlsCheck), "tls")]
[JsonDerivedType(typeof(PrometheusCheck), "prometheus")]
[JsonDerivedType(typeof(SqlCheck), "sql")]
[JsonDerivedType(typeof(RedisCheck), "redis")]
[JsonDerivedType(typeof(KubernetesCheck), "kubernetes")]
[JsonDerivedType(typeof(BackupCheck), "backup")]
[JsonDerivedType(typeof(HeartbeatCheck), "heartbeat")]
[JsonDerivedType(typeof(StepCheckSpec), "step")]
public abstract record CheckSpec;

/// <summary>A GET or HEAD; the value is the time to the end of the answer in milliseconds.</summary>
/// <param name="Status">"200", "200-299", "200,204"; null takes 200 to 299.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) into the answer; null looks at nothing of it.</param>
/// <param name="Expect">What stands there, as text; null wants only that something does.</param>
/// <param name="Contains">Text that the answer has to hold.</param>
public sealed record HttpCheck(string Url, string? Status = null, string? Pointer = null, string? Expect = null, string? Contains = null, bool FollowRedirects = false) : CheckSpec;

/// <summary>A connection; the value is the time that it took in milliseconds.</summary>
public sealed record TcpCheck(string Host, int Port) : CheckSpec;

/// <summary>A certificate; the value is the days that it is still valid.</summary>
/// <param name="ServerName">Asked for instead of the host.</param>
/// <param name="AllowUntrusted">Only its end counts, not who signed it.</param>
public sealed record TlsCheck(string Host, int Port = 443, string? ServerName = null, bool AllowUntrusted = false) : CheckSpec;

/// <summary>PromQL; the value is the worst of the series that come back. None at all is unknown.</summary>
/// <param name="NothingPasses">No series is good, as for an alert's expression.</param>
public sealed record PrometheusCheck(string Query, bool NothingPasses = false) : CheckSpec;

/// <summary>A statement whose first field is a number, in a read-only transaction.</summary>
/// <param name="Database">One of a binding's names; null takes that of the system.</param>
public sealed record SqlCheck(string Query, string? Database = null) : CheckSpec;

/// <summary>A command that only reads.</summary>
/// <param name="Field">Of an answer like <c>INFO</c>'s: the name before the colon.</param>
/// <param name="Expect">The answer, or that field, as text; null judges it as a number.</param>
/// <param name="Server">One of a binding's names; null takes that of the system.</param>
public sealed record RedisCheck(string Command = "PING", string? Field = null, string? Expect = null, string? Server = null) : CheckSpec;

/// <summary>Conditions of objects; the value is the share that is well, in percent.</summary>
/// <param name="Condition"><c>deployment</c> (available), <c>pods</c> (ready) or <c>nodes</c> (ready).</param>
/// <param name="Namespace">Null takes that of the system.</param>
/// <param name="Name">Of the deployment; null takes all of them.</param>
/// <param name="Selector">Of pods or nodes, e.g. <c>app=web</c>; null takes all.</param>
public sealed record KubernetesCheck(string Condition, string? Namespace = null, string? Name = null, string? Selector = null) : CheckSpec
{
    public const string Deployment = "deployment", Pods = "pods", Nodes = "nodes";
}

/// <summary>How old the newest backup is; the value is its age in hours.</summary>
/// <param name="Source"><c>sql</c> (its time or its age in seconds), <c>http</c> (Last-Modified) or <c>files</c> (the newest of them beside the portal).</param>
/// <param name="Text">The statement, the address, or a directory with a pattern: <c>/backups/*.sql.gz</c>.</param>
/// <param name="Database">For SQL: one of a binding's names; null takes that of the system.</param>
public sealed record BackupCheck(string Source, string Text, string? Database = null) : CheckSpec
{
    public const string Sql = "sql", Http = "http", Files = "files";
}

/// <summary>Something has to call a secret address in time; the value is how long ago it did, in seconds.</summary>
/// <param name="GraceSeconds">How late it may be.</param>
public sealed record HeartbeatCheck(int GraceSeconds = 60) : CheckSpec;

/// <summary>A read step of a runbook: its expectation is the verdict, the value is how long it ran in seconds.</summary>
/// <param name="Runbook">Slug.</param>
/// <param name="Step">Id.</param>
public sealed record StepCheckSpec(string Runbook, string Step, IReadOnlyDictionary<string, string>? Parameters = null) : CheckSpec;
