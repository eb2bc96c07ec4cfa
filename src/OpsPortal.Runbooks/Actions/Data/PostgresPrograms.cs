using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Data;

/// <summary>A client program of PostgreSQL, run with the connection of a binding.</summary>
public abstract record PostgresProgram : PostgresAction
{
    /// <summary>E.g. <c>pg_dump</c>.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments without those that say where to connect.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}

/// <summary><c>pg_dump</c>, <c>pg_dumpall</c>.</summary>
public sealed record PostgresDump : PostgresProgram
{
    /// <summary>The file that <c>-f</c> names; null writes lines to the output.</summary>
    public string? File { get; init; }

    public override string Name => "postgres.dump";
    public override Risk Risk => Risk.Read;
    public override string Sentence => $"Dump {(Place.Shown is { Length: > 0 } shown ? shown : "the database")}{(File is null ? "" : $" into {ParameterText.Display(File)}")}";
}

/// <summary><c>pg_restore</c>.</summary>
public sealed record PostgresRestore : PostgresProgram
{
    /// <summary>The archive; null reads it from the input.</summary>
    public string? File { get; init; }

    /// <summary><c>-l</c>: only lists what is in the archive.</summary>
    public bool Lists { get; init; }

    public override string Name => "postgres.restore";
    public override Risk Risk => Lists ? Risk.Read : Risk.Destructive;
    public override string Sentence => Lists ? $"List what is in {ParameterText.Display(File ?? "the archive")}" : $"Restore {ParameterText.Display(File ?? "an archive")}{OnPlace}";
}

/// <summary><c>vacuumdb</c>, <c>reindexdb</c>, <c>createdb</c>, <c>dropdb</c>.</summary>
public sealed record PostgresMaintenance : PostgresProgram
{
    public override string Name => "postgres.maintain";
    public override Risk Risk => Program == "dropdb" ? Risk.Destructive : Risk.Change;
    public override string Sentence => Program switch
    {
        "vacuumdb" => $"Vacuum {Whose}",
        "reindexdb" => $"Rebuild the indexes of {Whose}",
        "createdb" => $"Create database {Whose}",
        _ => $"Drop database {Whose}",
    };

    private string Whose => Place.Shown is { Length: > 0 } shown ? shown : "the database";
}
