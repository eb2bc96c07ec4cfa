namespace OpsPortal.Runbooks.Risks;

/// <summary>
/// SQL (PostgreSQL first) by its statements and by the functions they call: a SELECT may end a connection or take a number from a sequence.
/// It errs to the greater risk; a function that is not known to read is a change.
/// </summary>
public static class SqlRisk
{
    private static readonly HashSet<string> Reading = ["SELECT", "SHOW", "TABLE", "VALUES", "WITH", "DESCRIBE", "DESC", "USE", "SET", "RESET", "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "FETCH", "DECLARE", "CLOSE", "DISCARD", "LISTEN", "UNLISTEN", "EXPLAIN", "PRAGMA", "HELP", "STATUS"];

    private static readonly HashSet<string> Writing = ["INSERT", "MERGE", "CREATE", "ALTER", "GRANT", "REVOKE", "CALL", "REFRESH", "REINDEX", "CLUSTER", "VACUUM", "COPY", "INTO"];

    /// <summary>The greatest risk of the statements in the text.</summary>
    public static Risk Of(string sql)
    {
        var risk = Risk.Read;
        List<string> words = [];
        for (var statements = new SqlWords(sql); statements.Next(words) && risk < Risk.Destructive;)
            if (OfStatement(words) is var own && own > risk) risk = own;
        return risk;
    }

    private static Risk OfStatement(List<string> words)
    {
        if (words.Count == 0) return Risk.Read;
        if (words[0].StartsWith('\\')) return PsqlCommand(words);
        if (words[0] == "EXPLAIN" && !words.Take(6).Any(w => w is "ANALYZE" or "ANALYSE")) return Risk.Read;
        if (words[0] is "DROP" or "TRUNCATE") return Risk.Destructive;
        if (words[0] == "ALTER" && words.IndexOf("DROP") is >= 0 and var drop) return words.ElementAtOrDefault(drop + 1) is "CONSTRAINT" or "DEFAULT" or "NOT" or "IDENTITY" or "EXPRESSION" ? Risk.Change : Risk.Destructive;
        if (words[0] is not ("CREATE" or "GRANT" or "REVOKE" or "COMMENT"))
        {
            if (DeletesRows(words)) return Risk.Destructive;
            if (Updates(words)) return words.Contains("WHERE") ? Risk.Change : Risk.Destructive;
        }
        if (words[0] == "COPY") return words.Contains("STDOUT") ? Risk.Read : Risk.Change;
        if (!Reading.Contains(words[0]) || words is ["SET", "GLOBAL" or "PERSIST", ..]) return Risk.Change;
        if (words[0] is "WITH" or "SELECT" or "EXPLAIN" && words.Exists(w => w.Length > 1 && Writing.Contains(w))) return Risk.Change;
        return SqlFunctions.Risk(words);
    }

    private static bool DeletesRows(List<string> words)
    {
        for (var i = words.IndexOf("DELETE"); i >= 0; i = words.IndexOf("DELETE", i + 1))
            if (i + 1 < words.Count && words[i + 1] == "FROM") return true;
        return false;
    }

    /// <summary>An UPDATE of rows: not the lock of <c>FOR UPDATE</c>, nor <c>ON UPDATE</c> or <c>DO UPDATE</c>.</summary>
    private static bool Updates(List<string> words)
    {
        for (var i = words.IndexOf("UPDATE"); i >= 0; i = words.IndexOf("UPDATE", i + 1))
            if (i == 0 || words[i - 1] is not ("FOR" or "ON" or "DO" or "KEY")) return true;
        return false;
    }

    private static Risk PsqlCommand(List<string> words) => words[0] switch
    {
        "\\!" or "\\I" or "\\IR" or "\\GEXEC" or "\\G" or "\\O" or "\\W" => Risk.Change,
        "\\COPY" => words.Contains("TO") ? Risk.Read : Risk.Change,
        _ => Risk.Read,
    };
}
