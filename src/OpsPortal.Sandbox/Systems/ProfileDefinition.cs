namespace OpsPortal.Sandbox.Systems;

/// <summary>How a container of some image behaves.</summary>
/// <param name="ReadyAfter">From its start until it passes its readiness probe.</param>
/// <param name="NanoCores">CPU used by one pod when the workload has the replicas that its file gives it.</param>
/// <param name="Bytes">Memory used; with a lower limit the container is killed.</param>
/// <param name="Programs">Of the image, beside those that every image has; one without answers is answered by the sandbox itself.</param>
/// <param name="Files">Content by path.</param>
/// <param name="Disk">What directories take, by path, such as <c>1.2G</c>.</param>
/// <param name="Http">Bodies by path, of what the container serves.</param>
/// <param name="Noise">Of usage, as a share: 0.1 moves it by ten percent up and down.</param>
/// <param name="Traffic">The requests it gets; null where it serves none.</param>
public sealed record ProfileDefinition(
    string Name,
    TimeSpan ReadyAfter,
    long NanoCores,
    long Bytes,
    double Noise,
    IReadOnlyList<DependencyDefinition> Dependencies,
    LogDefinition Logs,
    IReadOnlyDictionary<string, ProgramDefinition> Programs,
    IReadOnlyDictionary<string, string> Files,
    IReadOnlyDictionary<string, string> Disk,
    IReadOnlyDictionary<string, string> Http,
    DatabaseDefinition? Database,
    bool Redis,
    TrafficDefinition? Traffic);

/// <summary>Requests that arrive by themselves, as its metrics show them.</summary>
/// <param name="RequestsPerSecond">Of the whole workload.</param>
/// <param name="MedianMilliseconds">Of the response times while all is well and the workload has its usual replicas.</param>
/// <param name="Handlers">As <c>GET /path</c>, the most asked for first.</param>
public sealed record TrafficDefinition(double RequestsPerSecond, double MedianMilliseconds, IReadOnlyList<string> Handlers);

public enum DependencyFailure { Errors, Crash }

/// <summary>A service that the container needs.</summary>
/// <param name="Variable">The environment variable that names its host.</param>
/// <param name="Default">The host where the variable is not set; null: then it is not needed.</param>
/// <param name="Failure">What an unknown host does to the container. A known one without ready pods always shows as errors.</param>
/// <param name="Line">The line it logs then; <c>{host}</c> stands for the host.</param>
public sealed record DependencyDefinition(string Variable, string? Default, DependencyFailure Failure, string Line);

/// <param name="LinesPerSecond">Of one pod.</param>
/// <param name="ErrorShare">Of lines, while all is well: 0.002 is two in a thousand.</param>
/// <param name="Crash">The last lines of a container that crashes.</param>
/// <param name="Values">Lists that <c>{name}</c> in a line picks from.</param>
public sealed record LogDefinition(
    double LinesPerSecond,
    double ErrorShare,
    IReadOnlyList<string> Startup,
    IReadOnlyList<LogLineDefinition> Lines,
    IReadOnlyList<LogLineDefinition> Errors,
    IReadOnlyList<LogLineDefinition> Debug,
    IReadOnlyList<string> Crash,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Values)
{
    public static LogDefinition Silent { get; } = new(0, 0, [], [], [], [], [], new Dictionary<string, IReadOnlyList<string>>());
}

public sealed record LogLineDefinition(string Text, double Weight);

/// <summary>A program of the image whose answers the file gives.</summary>
public sealed record ProgramDefinition(IReadOnlyList<AnswerDefinition> Answers);

/// <param name="Match">A regular expression over the arguments, joined by spaces.</param>
/// <param name="Needs">The environment variable of a dependency: while that one cannot be reached, <paramref name="Otherwise"/> goes to standard error and the exit code is 1.</param>
public sealed record AnswerDefinition(string Match, string Output, string Error, int Exit, string? Needs, string Otherwise);

/// <param name="Databases">That one can connect to.</param>
/// <param name="Tables">As JSON objects with schema, name, bytes and rows.</param>
public sealed record DatabaseDefinition(string Version, IReadOnlyList<string> Databases, IReadOnlyList<string> Users, IReadOnlyList<TableDefinition> Tables, IReadOnlyList<StatementDefinition> Statements);

public sealed record TableDefinition(string Schema, string Name, long Bytes, long Rows);

/// <summary>A row of pg_stat_statements.</summary>
public sealed record StatementDefinition(string Query, double MeanMilliseconds, long Calls);
