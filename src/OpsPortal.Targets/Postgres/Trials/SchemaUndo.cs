using System.Text.RegularExpressions;
using Npgsql;

namespace OpsPortal.Targets.Postgres.Trials;

/// <summary>
/// The way back of a statement that changes what is around the rows: a table or a column that is made is taken away only while nobody has put
/// anything into it, which the way back itself makes sure of; a comment or a setting becomes what it was.
/// </summary>
internal sealed partial class SchemaUndo(NpgsqlConnection connection, SqlStatement statement)
{
    /// <summary>Settings that hold several values, which ALTER SYSTEM would take for one when they are given back as a text.</summary>
    private static readonly HashSet<string> Lists = new(StringComparer.Ordinal)
        { "local_preload_libraries", "search_path", "session_preload_libraries", "shared_preload_libraries", "temp_tablespaces", "unix_socket_directories" };

    private readonly List<SqlToken> words = [.. statement.Tokens.Where(t => t.Depth == 0)];
    private string? before;
    private bool nothing;

    /// <summary>The statement that does the reverse; null where nothing was changed.</summary>
    public string? Inverse { get; private set; }

    /// <summary><see cref="Inverse"/> for people.</summary>
    public string? Spoken { get; private set; }

    public static bool Concerns(SqlStatement statement) => statement.Verb is "CREATE TABLE" or "COMMENT" or "ALTER SYSTEM" || AddsColumn(statement);

    /// <summary>A single column and nothing else.</summary>
    private static bool AddsColumn(SqlStatement statement) => statement.Verb == "ALTER TABLE" && ColumnIn([.. statement.Tokens.Where(t => t.Depth == 0)]) is not null;

    /// <returns>Why there is no way back; null where there may be one.</returns>
    public async Task<string?> BeforeAsync(CancellationToken cancellation)
    {
        switch (statement.Verb)
        {
            case "CREATE TABLE":
                if (statement.Has("AS") || statement.Has("EXECUTE")) return "the table is filled at once, and what is in it would be lost";
                nothing = words.TakeWhile(w => !w.Is("TABLE")).Any(w => w.Is("TEMP") || w.Is("TEMPORARY")) || await ReadAsync("SELECT to_regclass(CASE WHEN strpos($1, '.') > 0 THEN $1 ELSE quote_ident(current_schema()) || '.' || $1 END)::text", Made) is not null;
                return null;
            case "COMMENT":
                if (Comment is not { } comment) return "COMMENT of anything but tables, views, indexes, sequences, columns, schemas and databases has no certain reverse";
                before = await ReadAsync(comment.Query, comment.Names);
                return null;
            case "ALTER SYSTEM":
                return await SettingAsync();
            default:
                nothing = await ReadAsync("SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = $2 AND NOT attisdropped", statement.Tables[0], SqlTokens.Plain(ColumnIn(words)!)) is not null;
                return null;
        }

        async Task<string?> SettingAsync()
        {
            var name = string.Concat(words.Skip(3).TakeWhile(w => w.IsIdentifier && !w.Is("TO") || w.Text == ".").Select(w => SqlTokens.Plain(w.Text)));
            if (words.Count < 4 || words[2].Is("RESET") && name == "all") return "ALTER SYSTEM RESET ALL has no certain reverse";
            before = await ReadAsync("SELECT quote_literal(setting) FROM pg_file_settings WHERE name = $1 AND sourcefile LIKE '%postgresql.auto.conf' ORDER BY seqno DESC LIMIT 1", name);
            if (before is not null && Lists.Contains(name)) return $"{name} holds several values, which cannot be given back as they were";
            nothing = before is null && words[2].Is("RESET");
            Offer(before is null ? $"ALTER SYSTEM RESET {name}" : $"ALTER SYSTEM SET {name} = {before}");
            return null;
        }

        Task<string?> ReadAsync(string sql, params string[] values) => OneAsync(sql, values, cancellation);
    }

    /// <summary>To be asked in the transaction of the statement, after it.</summary>
    /// <returns>As <see cref="BeforeAsync"/>.</returns>
    public async Task<string?> AfterAsync(CancellationToken cancellation)
    {
        if (nothing)
        {
            Inverse = Spoken = null;
            return null;
        }
        switch (statement.Verb)
        {
            case "CREATE TABLE":
                Guarded(Made, $"SELECT FROM {Made}", $"DROP TABLE {Made}", "while it is empty", "has rows now");
                return null;
            case "COMMENT":
                var comment = Comment!.Value;
                if (await OneAsync(comment.Query, comment.Names, cancellation) != before) Offer($"COMMENT ON {comment.On} IS {before ?? "NULL"}");
                return null;
            case "ALTER SYSTEM":
                return null;
            default:
                return await ColumnAsync(statement.Tables[0], ColumnIn(words)!, cancellation);
        }
    }

    private async Task<string?> ColumnAsync(string table, string column, CancellationToken cancellation)
    {
        var found = await RowReader.ReadAsync(connection, """
            SELECT a.attgenerated <> '', a.attidentity <> '', pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = to_regclass($1) AND a.attname = $2 AND NOT a.attisdropped
            """, [table, SqlTokens.Plain(column)], cancellation);
        if (found is not [var facts]) return "that is known only when it has run";
        var drop = $"ALTER TABLE {table} DROP COLUMN {column}";
        if (facts[0] == "t") Offer(drop);
        else if (facts[1] == "t" || (facts[2] is { } drawn && !Constant().IsMatch(drawn))) return "each row gets a value of its own in the new column, which would be lost";
        else if (facts[2] is { } value) Guarded(table, $"SELECT FROM {table} WHERE {column}::text IS DISTINCT FROM ({value})::text", drop, "while only its default stands in it", $"has values in {column} now");
        else Guarded(table, $"SELECT FROM {table} WHERE {column}::text IS NOT NULL", drop, "while nothing stands in it", $"has values in {column} now");
        return null;
    }

    /// <summary>Looks and does it under one lock, so that nothing comes between.</summary>
    private void Guarded(string table, string found, string act, string condition, string refused)
    {
        Spoken = $"{act}, {condition}";
        Inverse = $"""
            /* {Spoken.Replace("*/", "* /", StringComparison.Ordinal)} */ DO $opsportal$ BEGIN LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE;
            IF EXISTS ({found}) THEN RAISE EXCEPTION USING MESSAGE = '{$"{table} {refused}, so that nothing was put back".Replace("'", "''", StringComparison.Ordinal)}'; END IF;
            {act}; END $opsportal$
            """;
    }

    private void Offer(string sql) => Inverse = Spoken = sql;

    /// <summary>The table that is made, as written.</summary>
    private string Made
    {
        get
        {
            var at = words.FindIndex(w => w.Is("TABLE")) + 1;
            if (at + 2 < words.Count && words[at].Is("IF")) at += 3;
            return at < words.Count ? NameAt(words, ref at) : "";
        }
    }

    /// <summary>What a comment is of, and how the present one is read: as a literal, or null. Null where it is of something else.</summary>
    private (string On, string Query, string[] Names)? Comment
    {
        get
        {
            var at = 2;
            while (at < words.Count && (words[at].Is("MATERIALIZED") || words[at].Is("FOREIGN"))) at++;
            if (at >= words.Count || !words[1].Is("ON")) return null;
            var (kind, end) = (words[at].Text.ToUpperInvariant(), words.FindIndex(w => w.Is("IS")));
            if (end < 0) return null;
            var on = statement.Text[words[2].Start..words[end - 1].End];
            at++;
            var name = NameAt(words, ref at);
            if (at != end) return null;
            return kind switch
            {
                "TABLE" or "VIEW" or "INDEX" or "SEQUENCE" => (on, "SELECT quote_literal(obj_description(to_regclass($1)::oid, 'pg_class'))", [name]),
                "SCHEMA" => (on, "SELECT quote_literal(obj_description(to_regnamespace($1)::oid, 'pg_namespace'))", [name]),
                "DATABASE" => (on, "SELECT quote_literal(shobj_description(oid, 'pg_database')) FROM pg_database WHERE datname = $1", [SqlTokens.Plain(name)]),
                "COLUMN" when words[end - 1].Start - words[2].Start > 0 && end >= 3 && words[end - 2].Text == "." => (on, "SELECT quote_literal(col_description(attrelid, attnum)) FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = $2",
                    [name[..^(words[end - 1].Text.Length + 1)], SqlTokens.Plain(words[end - 1].Text)]),
                _ => null,
            };
        }
    }

    /// <summary>The column that <c>ALTER TABLE … ADD</c> adds, as written; null where it does something else, or more.</summary>
    private static string? ColumnIn(List<SqlToken> words)
    {
        var at = 2;
        while (at < words.Count && (words[at].Is("IF") || words[at].Is("EXISTS") || words[at].Is("ONLY"))) at++;
        if (at >= words.Count) return null;
        NameAt(words, ref at);
        if (at < words.Count && words[at].Text == "*") at++;
        if (at + 1 >= words.Count || !words[at].Is("ADD") || words.Skip(at).Any(w => w.Text == ",")) return null;
        at++;
        var said = words[at].Is("COLUMN");
        if (said) at++;
        if (at + 3 < words.Count && words[at].Is("IF")) at += 3;
        if (at >= words.Count || !words[at].IsIdentifier) return null;
        return !said && (words[at].Is("CONSTRAINT") || words[at].Is("PRIMARY") || words[at].Is("UNIQUE") || words[at].Is("FOREIGN") || words[at].Is("CHECK") || words[at].Is("EXCLUDE") || words[at].Is("NOT")) ? null : words[at].Text;
    }

    private static string NameAt(List<SqlToken> words, ref int at)
    {
        var name = words[at++].Text;
        while (at + 1 < words.Count && words[at].Text == ".")
        {
            name += "." + words[at + 1].Text;
            at += 2;
        }
        return name;
    }

    private async Task<string?> OneAsync(string sql, string[] values, CancellationToken cancellation) =>
        await RowReader.ReadAsync(connection, sql, values, cancellation) is [[var one]] ? one : null;

    /// <summary>As pg_get_expr writes literals: every row has the same.</summary>
    [GeneratedRegex("""^\(?(?:'(?:[^']|'')*'|-?[\d.]+|true|false|NULL)\)?(?:::[\w\s".]+(?:\(\d+(?:,\s*\d+)?\))?(?:\[\])*)*$""")]
    private static partial Regex Constant();
}
