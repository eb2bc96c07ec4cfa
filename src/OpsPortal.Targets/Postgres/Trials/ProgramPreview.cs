using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Postgres.Trials;

/// <summary>What is known before a client program of PostgreSQL runs: how large what it works on is, who works there, and what it would overwrite.</summary>
internal static partial class ProgramPreview
{
    private const int ShownTables = 20;

    /// <summary><c>215; 1259 16385 TABLE public people owner</c>, as pg_restore -l has it.</summary>
    [GeneratedRegex(@"^\d+; \d+ \d+ TABLE (?!DATA\b)(\S+) (\S+) ", RegexOptions.Multiline)]
    private static partial Regex ArchivedTable();

    public static async Task<ActionPreview> OfAsync(PostgresMaintenance action, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        var about = action.Program is "createdb" or "dropdb";
        var name = about ? action.Place.Database ?? action.Arguments.LastOrDefault(a => !a.StartsWith('-')) : null;
        await using var connection = await PostgresServer.OpenAsync(server, about ? action.Place with { Database = null } : action.Place, null, cancellation);
        name ??= connection.Database;
        var call = new PlannedRequest(server.Name, Masked.Text($"{action.Program} {string.Join(' ', action.Arguments)}".TrimEnd(), context));
        if (await DatabaseAsync(connection, name, cancellation) is not { } database)
            return new()
            {
                Requests = [call],
                Effects = action.Program == "createdb" ? [$"Database {name} would be made"] : [],
                Refusal = action.Program == "createdb" ? null : $"There is no database {name} on {server.Name}.",
                Reversal = Reversal.Impossible(action.Program == "createdb" ? $"It cannot be put back by itself: what comes into {name} would be lost. dropdb {name} removes it." : "Nothing is changed."),
            };
        var size = Counted.Bytes(database.Bytes);
        var forced = action.Arguments.Any(a => a is "-f" or "--force");
        return new()
        {
            Requests = [call],
            Effects = [action.Program switch
            {
                "dropdb" => $"Database {name} is gone, with {size}",
                "reindexdb" => $"The indexes of {name} ({size}) are built anew{(action.Arguments.Contains("--concurrently") ? ", beside the work of others" : ": writers of each table wait meanwhile")}",
                "vacuumdb" => action.Arguments.Any(a => a is "-f" or "--full") ? $"The tables of {name} ({size}) are written anew: readers and writers of each wait meanwhile" : $"The tables of {name} ({size}) are cleaned up, beside the work of others",
                _ => $"Database {name} is made",
            }],
            Warnings = database.Sessions > 0 && !(action.Program == "dropdb" && !forced) ? [$"{Counted.Of(database.Sessions, "other session")} {(database.Sessions == 1 ? "is" : "are")} connected to {name} now{(forced && action.Program == "dropdb" ? ", and would be ended" : "")}"] : [],
            Preconditions = [new($"database {name}", size, $"{database.Oid}")],
            Unavailable = action.Program is "vacuumdb" or "reindexdb" ? $"{action.Program} cannot be tried: PostgreSQL does it outside of transactions." : null,
            Refusal = action.Program == "createdb" ? $"A database {name} is there already."
                : action.Program == "dropdb" && !forced && database.Sessions > 0 ? $"{Counted.Of(database.Sessions, "other session")} {(database.Sessions == 1 ? "is" : "are")} connected to {name}: PostgreSQL drops it only when they are gone, or with --force." : null,
            Reversal = Reversal.Impossible(action.Program == "dropdb" ? "It cannot be put back: a backup can bring the data back." : "There is nothing to put back."),
        };
    }

    public static async Task<ActionPreview> OfAsync(PostgresRestore action, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        if (action.File is null) return new() { Refusal = "pg_restore reads an archive, and lines that are piped to it are none. Name the archive's file." };
        if (await context.Files.OpenAsync(action.File, cancellation) is not { } file) return new() { Refusal = $"{action.File}: No such file. Attach it to the runbook, or make it in an earlier step." };
        await using (file)
        {
            var call = new PlannedRequest(server.Name, Masked.Text($"pg_restore {string.Join(' ', action.Arguments)} {action.File}", context));
            if (action.Place.Database is null) return new() { Requests = [call], Effects = ["Without -d the script is printed, and nothing is restored"], Reversal = Reversal.Impossible("Nothing is changed.") };
            await using var connection = await PostgresServer.OpenAsync(server, action.Place, null, cancellation);
            var archived = await TablesOfAsync(file, connection, context, cancellation);
            List<string> there = [], empty = [];
            List<Precondition> facts = [];
            foreach (var name in archived ?? [])
                if (await TableFacts.ReadAsync(connection, name, cancellation) is { } table)
                {
                    (table.Estimate == 0 ? empty : there).Add($"{table.Name} ({table.Rows}, {Counted.Bytes(table.Bytes)})");
                    facts.Add(new(table.Name, table.Rows, table.Oid.ToString()));
                }
            var clean = action.Arguments.Any(a => a is "-c" or "--clean");
            var taken = there.Concat(empty).ToList();
            return new()
            {
                Requests = [call],
                Effects = archived is null ? [] : [$"{Counted.Of(archived.Count, "table")} of {action.File} {(archived.Count == 1 ? "is" : "are")} restored into {connection.Database}"],
                Warnings = taken.Count == 0 ? [] : [$"{connection.Database} is not empty. {(clean ? "These tables are dropped first" : "These tables are there already, and rows would be added to them or refused")}: {string.Join(", ", taken.Take(ShownTables))}{(taken.Count > ShownTables ? $" and {taken.Count - ShownTables} more" : "")}"],
                Preconditions = facts,
                Unavailable = archived is null ? $"What is in {action.File} could not be listed." : "How many rows come is known only when the archive is read.",
                Reversal = Reversal.Impossible("It cannot be put back: what is overwritten is not kept. Dump it first."),
            };
        }
    }

    public static async Task<ActionPreview> OfAsync(PostgresPromote action, ServerBinding server, CancellationToken cancellation)
    {
        await using var connection = await PostgresServer.OpenAsync(server, action.Place, null, cancellation);
        var rows = await RowReader.ReadAsync(connection, """
            SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn()::text, CASE WHEN pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())::bigint END,
              date_trunc('second', now() - pg_last_xact_replay_timestamp())::text, (SELECT status FROM pg_stat_wal_receiver)
            """, [], cancellation);
        var row = rows![0];
        if (row[0] != "t") return new() { Refusal = "pg_ctl: cannot promote server; server is not in standby mode", Preconditions = [new(server.Name, "a primary", "primary")] };
        List<string> warnings = [];
        if (row[2] is { } behind && behind != "0") warnings.Add($"It has received {Counted.Bytes(long.Parse(behind))} that it has not replayed yet; it does so first");
        if (row[4] == "streaming") warnings.Add("Its primary is alive and streams to it: there would be two primaries");
        return new()
        {
            Requests = [new(server.Name, "select pg_promote(true, 60)")],
            Effects = [$"{server.Name} becomes a primary; it has replayed up to {row[1]}{(row[3] is { } age ? $", its last change is {age} old" : "")}"],
            Warnings = warnings,
            Preconditions = [new(server.Name, "a standby", "standby")],
            Unavailable = "A promotion cannot be tried.",
            Reversal = Reversal.Impossible("It cannot be put back: a primary becomes a standby only by being built anew (pg_rewind, pg_basebackup)."),
        };
    }

    private static async Task<List<string>?> TablesOfAsync(Stream file, NpgsqlConnection connection, ActionContext context, CancellationToken cancellation)
    {
        if (ClientProcess.Find("pg_restore") is not { } program) return null;
        using var list = new MemoryStream();
        var code = await ClientProcess.RunAsync(program, ["-l"], new(connection.ConnectionString), (to, token) => file.CopyToAsync(to, token), list, context with { Output = Silence.Instance }, cancellation);
        return code == 0 ? [.. ArchivedTable().Matches(Encoding.UTF8.GetString(list.ToArray())).Select(m => $"{SqlTokens.Quoted(m.Groups[1].Value)}.{SqlTokens.Quoted(m.Groups[2].Value)}")] : null;
    }

    private static async Task<(uint Oid, long Bytes, long Sessions)?> DatabaseAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select d.oid, pg_database_size(d.oid), (select count(*) from pg_stat_activity a where a.datid = d.oid and a.pid <> pg_backend_pid()) from pg_database d where d.datname = $1", connection) { Parameters = { new() { Value = name } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.GetFieldValue<uint>(0), reader.GetInt64(1), reader.GetInt64(2)) : null;
    }
}
