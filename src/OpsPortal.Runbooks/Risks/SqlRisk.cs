using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Risks;

/// <summary>
/// SQL (PostgreSQL first) by its statements and by the functions they call: a SELECT may end a connection or take a number from a sequence.
/// It errs to the greater risk; a function that is not known to read is a change.
/// </summary>
public static partial class SqlRisk
{
    // Strings, quoted names, comments and dollar-quoted bodies carry no keyword of the statement itself.
    [GeneratedRegex(@"'(?:[^']|'')*'?|""[^""]*""?|--[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/)?|(?<d>\$\w*\$)|(?<w>\\?[\p{L}_][\w.]*\+?|\\!)|(?<s>[;(])", RegexOptions.Singleline)]
    private static partial Regex Token();

    private static readonly HashSet<string> Reading = ["SELECT", "SHOW", "TABLE", "VALUES", "WITH", "DESCRIBE", "DESC", "USE", "SET", "RESET", "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "FETCH", "DECLARE", "CLOSE", "DISCARD", "LISTEN", "UNLISTEN", "EXPLAIN", "PRAGMA", "HELP", "STATUS"];

    private static readonly HashSet<string> Writing = ["INSERT", "MERGE", "CREATE", "ALTER", "GRANT", "REVOKE", "CALL", "REFRESH", "REINDEX", "CLUSTER", "VACUUM", "COPY", "INTO"];

    /// <summary>The greatest risk of the statements in the text.</summary>
    public static Risk Of(string sql)
    {
        var risk = Risk.Read;
        List<string> words = [];
        foreach (Match token in Token().Matches(sql))
            if (token.Groups["s"].Value == ";")
            {
                risk = CommandRisk.Greatest([risk, OfStatement(words)]);
                words.Clear();
            }
            // a body in dollar quotes may do anything
            else if (token.Groups["d"].Success) words.Add("CREATE");
            else if (token.Groups["w"].Success || token.Groups["s"].Success) words.Add(token.Value.ToUpperInvariant());
        return CommandRisk.Greatest([risk, OfStatement(words)]);
    }

    private static Risk OfStatement(List<string> tokens)
    {
        List<string> words = [.. tokens.SkipWhile(t => t == "(")];
        if (words.Count == 0) return Risk.Read;
        if (words[0].StartsWith('\\')) return PsqlCommand(words);
        if (words[0] == "EXPLAIN" && !words.Take(6).Any(w => w is "ANALYZE" or "ANALYSE")) return Risk.Read;
        if (words[0] is "DROP" or "TRUNCATE") return Risk.Destructive;
        if (words[0] == "ALTER" && words.Contains("DROP")) return words.SkipWhile(w => w != "DROP").Skip(1).FirstOrDefault() is "CONSTRAINT" or "DEFAULT" or "NOT" or "IDENTITY" or "EXPRESSION" ? Risk.Change : Risk.Destructive;
        if (words[0] is not ("CREATE" or "GRANT" or "REVOKE" or "COMMENT"))
        {
            if (DeletesRows(words) || (Updates(words) && !words.Contains("WHERE"))) return Risk.Destructive;
            if (Updates(words)) return Risk.Change;
        }
        if (words[0] == "COPY") return words.Contains("STDOUT") ? Risk.Read : Risk.Change;
        if (!Reading.Contains(words[0]) || words is ["SET", "GLOBAL" or "PERSIST", ..]) return Risk.Change;
        if (words[0] is "WITH" or "SELECT" or "EXPLAIN" && words.Any(Writing.Contains)) return Risk.Change;
        return SqlFunctions.Risk(words);
    }

    private static bool DeletesRows(List<string> words) => words.Zip(words.Skip(1)).Any(p => p is ("DELETE", "FROM"));

    /// <summary>An UPDATE of rows: not the lock of <c>FOR UPDATE</c>, nor <c>ON UPDATE</c> or <c>DO UPDATE</c>.</summary>
    private static bool Updates(List<string> words) =>
        words.Select((w, i) => (w, before: i == 0 ? "" : words[i - 1])).Any(p => p.w == "UPDATE" && p.before is not ("FOR" or "ON" or "DO" or "KEY"));

    private static Risk PsqlCommand(List<string> words) => words[0] switch
    {
        "\\!" or "\\I" or "\\IR" or "\\GEXEC" or "\\G" or "\\O" or "\\W" => Risk.Change,
        "\\COPY" => words.Contains("TO") ? Risk.Read : Risk.Change,
        _ => Risk.Read,
    };
}
