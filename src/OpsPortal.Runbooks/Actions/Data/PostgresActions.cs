using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Data;

/// <summary>An action on a server of PostgreSQL.</summary>
public abstract record PostgresAction : StepAction
{
    public required ServerPlace Place { get; init; }

    public override StepTarget? Target => new(null, "database", Place.Database ?? Place.Server);

    private protected string OnPlace => Place.Shown is { Length: > 0 } shown ? $" on {shown}" : "";
}

/// <summary>
/// <c>psql</c>. With nothing to type (no command, no script, no input) it connects, says to what, and ends; so does a prompt that would
/// otherwise wait for somebody. Lines that are piped to it are a script.
/// </summary>
public sealed record PostgresQuery : PostgresAction
{
    /// <summary>As after <c>-c</c>, in order: SQL, or one command of psql (<c>\dt</c>).</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>Scripts to run after the commands, in order.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
    public QueryFormat Format { get; init; } = QueryFormat.Aligned;
    public bool SingleTransaction { get; init; }

    /// <summary><c>-v ON_ERROR_STOP=1</c>: nothing after the first error.</summary>
    public bool StopOnError { get; init; }

    /// <summary><c>-v name=value</c>; take the place of <c>:name</c> in scripts.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public override string Name => "postgres.query";

    /// <summary>Of the statements that stand here. A script is a change at least: its text is not known yet.</summary>
    public override Risk Risk => CommandRisk.Greatest([Files.Count > 0 ? Risk.Change : Risk.Read, .. Commands.Select(OfCommand)]);
    public override bool Live => Commands.Any(c => c.Contains("\\watch", StringComparison.Ordinal));
    public override string Sentence => (Commands, Files) switch
    {
        ([], []) => $"Connect to PostgreSQL{OnPlace}",
        ([], [var file, ..]) => $"Run the script {ParameterText.Display(file)}{OnPlace}",
        ([var command, ..], _) => $"Run {Beginning(command)}{OnPlace}",
    };

    // what is filled into code may change what the code does
    private static Risk OfCommand(string command) =>
        CommandRisk.Greatest([SqlRisk.Of(command), command.Contains(ParameterText.Open) ? Risk.Change : Risk.Read]);

    private static string Beginning(string command)
    {
        var line = string.Join(' ', ParameterText.Display(command).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd(';');
        return line.Length <= 60 ? line : $"{line[..60].TrimEnd()}…";
    }
}

/// <summary>How psql lays rows out.</summary>
/// <param name="Layout"><c>aligned</c>, <c>unaligned</c> or <c>csv</c>.</param>
/// <param name="Separator">Between the fields of an unaligned row.</param>
/// <param name="Null">Shown for NULL.</param>
/// <param name="Quiet">No command tags (<c>UPDATE 3</c>).</param>
public sealed record QueryFormat(string Layout = "aligned", bool TuplesOnly = false, bool Expanded = false, bool Footer = true, string? Separator = null, string Null = "", bool Quiet = false)
{
    public static QueryFormat Aligned { get; } = new();
}

/// <summary><c>pg_isready</c>.</summary>
public sealed record PostgresReady : PostgresAction
{
    public bool Quiet { get; init; }

    /// <summary>Seconds.</summary>
    public string? Timeout { get; init; }

    public override string Name => "postgres.ready";
    public override Risk Risk => Risk.Read;
    public override string Sentence => $"Ask whether PostgreSQL{(OnPlace.Length > 0 ? OnPlace : "")} accepts connections";
}

/// <summary><c>pg_ctl promote</c>: a standby becomes a primary.</summary>
public sealed record PostgresPromote : PostgresAction
{
    public override string Name => "postgres.promote";
    public override Risk Risk => Risk.Change;
    public override string Sentence => $"Promote the standby{OnPlace} to primary";
}
