namespace OpsPortal.Targets.Postgres.Trials;

/// <summary>An INSERT, UPDATE or DELETE of one table, taken apart.</summary>
/// <param name="Table">As written, with ONLY before it where it stands there.</param>
/// <param name="Alias">What its columns are named by.</param>
/// <param name="Joined">The other tables (FROM, USING); empty where there are none.</param>
/// <param name="Where">The condition; empty means every row.</param>
internal sealed record RowChange(string Verb, string Table, string Alias, string Joined, string Where, bool Returns, bool OnConflictUpdates)
{
    /// <summary>Null where it is put together in a way that is not understood (WITH, MERGE, a cursor).</summary>
    public static RowChange? Of(SqlStatement statement)
    {
        var top = statement.Tokens.Where(t => t.Depth == 0).ToList();
        if (statement.Tables.Count != 1 || top.Count < 3 || !top[0].Is(statement.Verb) || statement.Verb is not ("INSERT" or "UPDATE" or "DELETE")) return null;
        var at = statement.Verb == "UPDATE" ? 1 : 2;
        var only = top[at].Is("ONLY");
        if (only) at++;
        at++;
        while (at + 1 < top.Count && top[at].Text == "." && top[at + 1].IsIdentifier) at += 2;
        if (at < top.Count && top[at].Text == "*") at++;
        var alias = statement.Tables[0].Split('.')[^1];
        if (at < top.Count && top[at].Is("AS")) at++;
        if (at < top.Count && top[at].IsIdentifier && !IsClause(top[at])) alias = top[at++].Text;
        var from = Find(top, at, statement.Verb == "DELETE" ? "USING" : "FROM");
        var where = Find(top, at, "WHERE");
        var returning = Find(top, at, "RETURNING");
        if (where >= 0 && where + 1 < top.Count && top[where + 1].Is("CURRENT")) return null;
        var conflict = statement.Verb == "INSERT" && Find(top, at, "CONFLICT") is >= 0 and var c && top.Skip(c).Any(t => t.Is("UPDATE"));
        if (statement.Verb == "INSERT") (from, where) = (-1, -1);
        return new(statement.Verb, (only ? "ONLY " : "") + statement.Tables[0], alias, Between(from, where, returning), Between(where, returning), returning >= 0, conflict);

        string Between(int start, params ReadOnlySpan<int> ends)
        {
            if (start < 0) return "";
            var to = statement.Text.Length;
            foreach (var end in ends)
                if (end > start) to = Math.Min(to, top[end].Start);
            return statement.Text[top[start].End..to].Trim();
        }
    }

    /// <summary>The rows that it would touch, with columns of the table only. They are locked where it is about to be done.</summary>
    public string Select(IEnumerable<string> columns, int limit, bool locks) =>
        $"SELECT {string.Join(", ", columns.Select(c => $"{Alias}.{SqlTokens.Quoted(c)}"))} FROM {Table} AS {Alias}{(Joined.Length > 0 ? $", {Joined}" : "")}{(Where.Length > 0 ? $"\nWHERE {Where}\n" : " ")}LIMIT {limit}{(locks ? $" FOR UPDATE OF {Alias}" : "")}";

    private static bool IsClause(SqlToken token) => token.Is("SET") || token.Is("USING") || token.Is("WHERE") || token.Is("RETURNING") || token.Is("VALUES") || token.Is("SELECT") || token.Is("DEFAULT") || token.Is("OVERRIDING") || token.Is("WITH") || token.Is("TABLE");

    private static int Find(List<SqlToken> top, int from, string keyword)
    {
        for (var i = from; i < top.Count; i++)
            // "a IS DISTINCT FROM b" names no table
            if (top[i].Is(keyword) && !(keyword == "FROM" && top[i - 1].Is("DISTINCT"))) return i;
        return -1;
    }
}
