using System.Text.RegularExpressions;
using Npgsql;

namespace OpsPortal.Targets.Postgres.Printing;

/// <summary>
/// What psql prints after a statement (<c>UPDATE 3</c>, <c>CREATE INDEX</c>). Npgsql tells the number of rows and the kind of the common ones;
/// the rest stands in the statement's first words (PostgreSQL's src/include/tcop/cmdtaglist.h).
/// </summary>
internal static partial class CommandTag
{
    // As the tag has them, where it is more than the first word.
    private static readonly string[] Objects =
    [
        "ACCESS METHOD", "AGGREGATE", "CAST", "COLLATION", "CONSTRAINT", "CONVERSION", "DATABASE", "DEFAULT PRIVILEGES", "DOMAIN", "EVENT TRIGGER", "EXTENSION", "FOREIGN DATA WRAPPER", "FOREIGN TABLE", "FUNCTION",
        "GROUP", "INDEX", "LANGUAGE", "LARGE OBJECT", "MATERIALIZED VIEW", "OPERATOR CLASS", "OPERATOR FAMILY", "OPERATOR", "OWNED", "POLICY", "PROCEDURE", "PUBLICATION", "ROLE", "ROUTINE", "RULE", "SCHEMA", "SEQUENCE",
        "SERVER", "STATISTICS", "SUBSCRIPTION", "SYSTEM", "TABLESPACE", "TABLE", "TEXT SEARCH CONFIGURATION", "TEXT SEARCH DICTIONARY", "TEXT SEARCH PARSER", "TEXT SEARCH TEMPLATE", "TRANSFORM", "TRIGGER", "TYPE",
        "USER MAPPING", "USER", "VIEW",
    ];

    [GeneratedRegex(@"^(?:\s+|--[^\n]*(?:\n|$)|/\*(?:[^*]|\*(?!/))*\*/|\()*", RegexOptions.Singleline)]
    private static partial Regex Leading();

    [GeneratedRegex(@"\b(?:OR\s+REPLACE|GLOBAL|LOCAL|TEMP(?:ORARY)?|UNLOGGED|UNIQUE|TRUSTED|PROCEDURAL|RECURSIVE|DEFAULT(?!\s+PRIVILEGES))\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Adjectives();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    /// <param name="rows">That the statement returned or changed.</param>
    public static string Of(string sql, StatementType type, ulong rows) => type switch
    {
        StatementType.Insert => $"INSERT 0 {rows}",
        StatementType.Update => $"UPDATE {rows}",
        StatementType.Delete => $"DELETE {rows}",
        StatementType.Merge => $"MERGE {rows}",
        StatementType.CreateTableAs or StatementType.Select => $"SELECT {rows}",
        StatementType.Copy => $"COPY {rows}",
        StatementType.Move => $"MOVE {rows}",
        StatementType.Fetch => $"FETCH {rows}",
        StatementType.Call => "CALL",
        _ => Words(sql),
    };

    private static string Words(string sql)
    {
        var text = sql[Leading().Match(sql).Length..];
        // names are long, tags are not
        text = Blanks().Replace(text[..Math.Min(text.Length, 300)], " ").ToUpperInvariant();
        var first = new string([.. text.TakeWhile(char.IsAsciiLetter)]);
        var rest = text[first.Length..].TrimStart();
        switch (first)
        {
            case "CREATE" or "ALTER" or "DROP":
                rest = Adjectives().Replace(rest[..Math.Min(rest.Length, 80)], "", 4);
                var kind = Objects.FirstOrDefault(o => rest.StartsWith(o, StringComparison.Ordinal) && (rest.Length == o.Length || !char.IsAsciiLetterOrDigit(rest[o.Length]))) ?? "";
                return $"{first} {kind switch { "USER" => "ROLE", "GROUP" => "ROLE", "CONSTRAINT" => "TRIGGER", _ => kind }}".TrimEnd();
            case "START": return "START TRANSACTION";
            case "END": return "COMMIT";
            case "ABORT": return "ROLLBACK";
            case "TRUNCATE": return "TRUNCATE TABLE";
            case "ANALYSE": return "ANALYZE";
            case "LOCK": return "LOCK TABLE";
            case "DECLARE": return "DECLARE CURSOR";
            case "CLOSE": return rest.StartsWith("ALL", StringComparison.Ordinal) ? "CLOSE CURSOR ALL" : "CLOSE CURSOR";
            case "REFRESH": return "REFRESH MATERIALIZED VIEW";
            case "SECURITY": return "SECURITY LABEL";
            case "IMPORT": return "IMPORT FOREIGN SCHEMA";
            case "REASSIGN": return "REASSIGN OWNED";
            case "DEALLOCATE": return rest.StartsWith("ALL", StringComparison.Ordinal) ? "DEALLOCATE ALL" : "DEALLOCATE";
            case "DISCARD": return $"DISCARD {rest.TrimEnd(';', ' ') switch { "TEMPORARY" => "TEMP", var what => what }}";
            case "GRANT" or "REVOKE": return rest.Contains(" ON ", StringComparison.Ordinal) ? first : $"{first} ROLE";
            case "SET": return rest.StartsWith("CONSTRAINTS", StringComparison.Ordinal) ? "SET CONSTRAINTS" : "SET";
            case "ROLLBACK" or "COMMIT" or "PREPARE" when rest.StartsWith("PREPARED", StringComparison.Ordinal) || (first == "PREPARE" && rest.StartsWith("TRANSACTION", StringComparison.Ordinal)):
                return first == "PREPARE" ? "PREPARE TRANSACTION" : $"{first} PREPARED";
            default: return first;
        }
    }
}
