using System.Globalization;
using System.Text.RegularExpressions;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation.Programs;

/// <summary>
/// Answers to the statements that operators put to a database: sessions, sizes, slow statements, maintenance. It is no database;
/// what it does not know is a syntax error.
/// </summary>
internal static class SqlAnswers
{
    /// <exception cref="SqlException">In PostgreSQL's words.</exception>
    public static SqlResult Of(DatabaseDefinition database, string name, string user, string sql, DateTimeOffset now)
    {
        var text = Regex.Replace(sql, @"\s+", " ").Trim().TrimEnd(';').Trim();
        bool Has(string pattern) => Regex.IsMatch(text, pattern, RegexOptions.IgnoreCase);
        if (Has(@"^select 1$")) return new(["?column?"], [["1"]]);
        if (Has(@"^select version\(\)$")) return new(["version"], [[$"PostgreSQL {database.Version} on x86_64-pc-linux-gnu, compiled by gcc, 64-bit"]]);
        if (Has(@"^select now\(\)$")) return new(["now"], [[Stamp(now)]]);
        if (Has(@"^analyze\b")) return Known(database, text, "ANALYZE");
        if (Has(@"^vacuum\b")) return SqlResult.Of("VACUUM");
        if (Has(@"pg_terminate_backend")) return new(["pg_terminate_backend"], []);
        if (Has(@"pg_database_size")) return new(["pg_database_size"], [[$"{database.Tables.Sum(t => t.Bytes)}"]]);
        if (Has(@"from pg_stat_activity")) return Activity(database, name, user, text, now);
        if (Has(@"from pg_stat_statements")) return Statements(database, text);
        if (Has(@"pg_total_relation_size|from pg_tables")) return Sizes(database, text);
        if (Has(@"from pg_stat_user_indexes")) return new(["schemaname", "tablename", "indexname", "idx_scan"],
            [.. database.Tables.OrderByDescending(t => t.Rows).Select(t => (IReadOnlyList<string>)[t.Schema, t.Name, $"{t.Name}_pkey", $"{t.Rows * 3}"])]);
        if (Has(@"from pg_stats")) return new(["schemaname", "tablename", "attname", "n_distinct", "correlation"],
            [.. database.Tables.Where(t => t.Rows > 1000).Select(t => (IReadOnlyList<string>)[t.Schema, t.Name, "created_by", $"{Math.Min(t.Rows / 10, 4000)}", "0.04"])]);
        if (Regex.Match(text, @"pg_(start|stop)_backup\(", RegexOptions.IgnoreCase) is { Success: true } backup)
            throw new SqlException($"ERROR:  function pg_{backup.Groups[1].Value}_backup({(backup.Groups[1].Value == "start" ? "unknown" : "")}) does not exist\nLINE 1: {text}\n               ^\nHINT:  No function matches the given name and argument types. You might need to add explicit type casts.");
        if (Regex.Match(text, @"^select count\(\*\)(?: as (\w+))? from ([\w.]+)$", RegexOptions.IgnoreCase) is { Success: true } count)
            return new([count.Groups[1].Success ? count.Groups[1].Value : "count"], [[$"{Table(database, count.Groups[2].Value).Rows}"]]);
        if (Regex.Match(text, @"^select \* from ([\w.]+)", RegexOptions.IgnoreCase) is { Success: true } all) return Rows(Table(database, all.Groups[1].Value), text, now);
        if (Regex.Match(text, @"^\\d (\w+)$") is { Success: true } described) return Describe(database, described.Groups[1].Value);
        var first = text.Split(' ', '(')[0];
        throw new SqlException($"ERROR:  syntax error at or near \"{first}\"\nLINE 1: {text}\n        ^");
    }

    private static SqlResult Activity(DatabaseDefinition database, string name, string user, string text, DateTimeOffset now)
    {
        var idle = 6 + now.Minute % 5;
        if (Regex.IsMatch(text, @"group by state", RegexOptions.IgnoreCase))
            return new(["connections", "state"], [["5", ""], ["2", "active"], [$"{idle}", "idle"]]);
        if (Regex.IsMatch(text, @"count\(", RegexOptions.IgnoreCase)) return new(["count"], [[$"{idle + 7}"]]);
        var statements = database.Statements.Take(2).Select((s, i) => Session(210 + i, "active", s.Query, now.AddMilliseconds(-s.MeanMilliseconds)));
        var resting = Enumerable.Range(0, idle).Select(i => Session(230 + i, "idle", "COMMIT", now.AddSeconds(-20 * (i + 1))));
        var sessions = statements.Concat(resting).ToList();
        if (Regex.IsMatch(text, @"duration", RegexOptions.IgnoreCase))
            return new(["pid", "duration", "query"], [.. sessions.Take(2).Select(s => (IReadOnlyList<string>)[s[2], "00:00:00.042", s[6]])]);
        return new(["datname", "usename", "pid", "state", "backend_start", "query_start", "query"],
            [.. sessions.Select(s => (IReadOnlyList<string>)[name, user, s[2], s[3], s[4], s[5], s[6]])]);

        IReadOnlyList<string> Session(int pid, string state, string query, DateTimeOffset since) =>
            [name, user, $"{pid}", state, Stamp(now.Date.AddHours(-5)), Stamp(since), query];
    }

    private static SqlResult Statements(DatabaseDefinition database, string text)
    {
        // The column was renamed in PostgreSQL 13; runbooks that still ask for the old one are to be found out.
        if (Regex.IsMatch(text, @"\bmean_time\b", RegexOptions.IgnoreCase))
            throw new SqlException($"ERROR:  column \"mean_time\" does not exist\nLINE 1: {text}\n                      ^\nHINT:  Perhaps you meant to reference the column \"pg_stat_statements.mean_exec_time\".");
        var callsFirst = text.IndexOf("calls", StringComparison.OrdinalIgnoreCase) < text.IndexOf("mean_exec_time", StringComparison.OrdinalIgnoreCase);
        return new(callsFirst ? ["query", "calls", "mean_exec_time"] : ["query", "mean_exec_time", "calls"],
            [.. database.Statements.OrderByDescending(s => s.MeanMilliseconds).Select(s => (IReadOnlyList<string>)(callsFirst
                ? [s.Query, $"{s.Calls}", Number(s.MeanMilliseconds)] : [s.Query, Number(s.MeanMilliseconds), $"{s.Calls}"]))]);
    }

    private static SqlResult Sizes(DatabaseDefinition database, string text)
    {
        var column = Regex.Match(text, @"\) as (\w+) from pg_tables", RegexOptions.IgnoreCase) is { Success: true } named ? named.Groups[1].Value : "pg_size_pretty";
        var tables = database.Tables.OrderByDescending(t => t.Bytes);
        return Regex.IsMatch(text, "total_size", RegexOptions.IgnoreCase)
            ? new(["schemaname", "tablename", "size", "total_size"], [.. tables.Select(t => (IReadOnlyList<string>)[t.Schema, t.Name, Pretty(t.Bytes * 3 / 4), Pretty(t.Bytes)])])
            : new(["schemaname", "tablename", column], [.. tables.Select(t => (IReadOnlyList<string>)[t.Schema, t.Name, Pretty(t.Bytes)])]);
    }

    private static SqlResult Rows(TableDefinition table, string text, DateTimeOffset now)
    {
        var limit = Regex.Match(text, @"limit (\d+)", RegexOptions.IgnoreCase) is { Success: true } said ? int.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture) : 20;
        return new(["id", "timestamp"], [.. Enumerable.Range(0, (int)Math.Min(limit, table.Rows)).Select(i => (IReadOnlyList<string>)[$"{table.Rows - i}", Stamp(now.AddSeconds(-31 * i))])]);
    }

    private static SqlResult Describe(DatabaseDefinition database, string name)
    {
        if (database.Tables.All(t => t.Name != name)) throw new SqlException($"Did not find any relation named \"{name}\".");
        return new(["Column", "Type", "Nullable"], [["id", "bigint", "not null"], ["timestamp", "timestamp with time zone", "not null"]]);
    }

    private static SqlResult Known(DatabaseDefinition database, string text, string tag)
    {
        if (text.Split(' ') is [_, var table]) Table(database, table);
        return SqlResult.Of(tag);
    }

    private static TableDefinition Table(DatabaseDefinition database, string name) =>
        database.Tables.FirstOrDefault(t => name.Equals(t.Name, StringComparison.OrdinalIgnoreCase) || name.Equals($"{t.Schema}.{t.Name}", StringComparison.OrdinalIgnoreCase))
        ?? throw new SqlException($"ERROR:  relation \"{name}\" does not exist");

    private static string Pretty(long bytes) => bytes switch
    {
        < 10 * 1024 => $"{bytes} bytes",
        < 10 * 1024 * 1024 => $"{bytes / 1024} kB",
        _ => $"{bytes / 1024 / 1024} MB",
    };

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff+00", CultureInfo.InvariantCulture);
    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}

/// <summary>A statement that the database refuses, in its words.</summary>
internal sealed class SqlException(string message) : Exception(message);
