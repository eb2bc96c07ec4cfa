using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>How statements of other languages are told from commands of a shell.</summary>
internal static partial class QueryWords
{
    [GeneratedRegex(@"\G(?:SELECT|INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|WITH\s+(?:RECURSIVE\s+)?\S+\s+AS|CREATE|ALTER|DROP|TRUNCATE|VACUUM|ANALYZE|REINDEX|EXPLAIN|SHOW|GRANT|REVOKE|CALL|BEGIN|COMMIT|ROLLBACK|COPY|MERGE|REFRESH|DO|SET|CLUSTER|CHECKPOINT|TABLE|VALUES|USE|DESCRIBE|KILL)(?![\w-])", RegexOptions.IgnoreCase)]
    private static partial Regex Sql();

    [GeneratedRegex(@"\G(?:SELECT\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|WITH\s+(?:RECURSIVE\s+)?\S+\s+AS\s|CREATE\s+(?:TABLE|INDEX|UNIQUE|USER|ROLE|DATABASE|EXTENSION|SCHEMA|VIEW|MATERIALIZED|OR)\s|ALTER\s+(?:TABLE|SYSTEM|ROLE|USER|DATABASE|INDEX)\s|DROP\s+(?:TABLE|INDEX|DATABASE|SCHEMA|VIEW|USER|ROLE)\s|TRUNCATE\s|VACUUM[\s;(]|ANALYZE[\s;]|REINDEX\s|EXPLAIN[\s(]|GRANT\s|REVOKE\s)")]
    private static partial Regex UnmistakableSql();

    [GeneratedRegex(@"\G\\(?:[dlzsqxcifogtw][\w+]*|timing|watch|conninfo|copy|!)")]
    private static partial Regex PsqlCommand();

    [GeneratedRegex(@"\G(?:[A-Z]{3,}|info|dbsize|keys|ping|get|mget|set|del|unlink|exists|ttl|pttl|type|scan|flushdb|flushall|config|client|cluster|memory|slowlog|latency|monitor|role|debug|select|auth|h(?:get|getall|len|keys|del|set)|l(?:len|range|rem|trim|push|pop)|s(?:members|card|ismember|rem|add)|z(?:range|card|score|rem|add)|x(?:len|info|range|trim|pending|del)|expire|persist|save|bgsave|lastsave|replicaof|slaveof|acl|object|randomkey|quit|exit)(?![\w./-])")]
    private static partial Regex RedisCommand();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right|and|or|unless|offset)$")]
    private static partial Regex PromQlEnding();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring)\s*\([^()]*\)$")]
    private static partial Regex PromQlGrouping();

    [GeneratedRegex(@"^(?:by|without|on|ignoring|group_left|group_right|and|or|unless|offset|bool)\b")]
    private static partial Regex PromQlBeginning();

    /// <summary>A statement of SQL or a command of psql, in a place where one is likely.</summary>
    public static bool BeginsSql(string text, int at) => Sql().IsMatch(text, at) || PsqlCommand().IsMatch(text, at);

    /// <summary>A statement of SQL that cannot be a command, even where commands are likely.</summary>
    public static bool BeginsUnmistakableSql(string text, int at) => UnmistakableSql().IsMatch(text, at);

    public static bool BeginsRedis(string text, int at) => RedisCommand().IsMatch(text, at);

    public static bool EndsWithPromQlWord(ReadOnlySpan<char> line) => PromQlEnding().IsMatch(line);

    /// <summary><c>sum by (job)</c>, whose operand may stand on the next line.</summary>
    public static bool EndsWithGrouping(ReadOnlySpan<char> line) => PromQlGrouping().IsMatch(line);

    public static bool BeginsWithPromQlWord(ReadOnlySpan<char> line) => PromQlBeginning().IsMatch(line);
}
