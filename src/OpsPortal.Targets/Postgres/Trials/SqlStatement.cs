namespace OpsPortal.Targets.Postgres.Trials;

/// <summary>A statement as far as a preview and a way back need to understand it.</summary>
/// <param name="Verb">Its first words: <c>UPDATE</c>, <c>CREATE INDEX</c>, <c>DROP TABLE</c>.</param>
/// <param name="Tables">Tables (for indexes: indexes) that it names as what it works on, as written.</param>
internal sealed record SqlStatement(string Text, string Verb, IReadOnlyList<string> Tables, IReadOnlyList<SqlToken> Tokens)
{
    private static readonly HashSet<string> Objects = new(StringComparer.Ordinal)
        { "TABLE", "INDEX", "VIEW", "SCHEMA", "DATABASE", "SEQUENCE", "FUNCTION", "PROCEDURE", "TYPE", "ROLE", "USER", "EXTENSION", "SYSTEM", "TRIGGER", "TABLESPACE", "SUBSCRIPTION", "PUBLICATION", "POLICY", "DOMAIN", "RULE", "SERVER", "GROUP" };

    private static readonly HashSet<string> Decoration = new(StringComparer.Ordinal)
        { "OR", "REPLACE", "UNIQUE", "TEMP", "TEMPORARY", "UNLOGGED", "GLOBAL", "LOCAL", "MATERIALIZED", "FOREIGN", "RECURSIVE", "CONSTRAINT", "EVENT", "USER" };

    public bool IsDml => Verb is "INSERT" or "UPDATE" or "DELETE" or "MERGE";

    public bool Has(string keyword) => Tokens.Any(t => t.Depth == 0 && t.Is(keyword));

    /// <summary>For a sentence: "UPDATE users".</summary>
    public string Shown => Tables.Count == 0 ? Verb : $"{Verb} {string.Join(", ", Tables)}";

    public static SqlStatement Of(string text)
    {
        var tokens = SqlTokens.Of(text.TrimEnd(' ', '\t', '\r', '\n', ';'));
        var words = tokens.Where(t => t.Depth == 0).ToList();
        var (verb, at) = VerbOf(words);
        return new(text.TrimEnd(' ', '\t', '\r', '\n', ';'), verb, TablesOf(verb, words, at), tokens);
    }

    private static (string Verb, int At) VerbOf(List<SqlToken> words)
    {
        if (words.Count == 0) return ("", 0);
        var first = words[0].Text.ToUpperInvariant();
        // what a WITH does is what stands behind its queries
        if (first == "WITH" && words.FindIndex(w => w.Is("INSERT") || w.Is("UPDATE") || w.Is("DELETE") || w.Is("MERGE") || w.Is("SELECT")) is > 0 and var inner)
            return (words[inner].Text.ToUpperInvariant(), inner + 1);
        if (first is not ("CREATE" or "DROP" or "ALTER" or "REINDEX" or "COMMENT" or "REFRESH")) return (first, 1);
        var at = 1;
        while (at < words.Count && Decoration.Contains(words[at].Text.ToUpperInvariant()) && !(words[at].Is("USER") && first == "ALTER")) at++;
        return at < words.Count && Objects.Contains(words[at].Text.ToUpperInvariant()) ? ($"{first} {words[at].Text.ToUpperInvariant()}", at + 1) : (first, at);
    }

    private static List<string> TablesOf(string verb, List<SqlToken> words, int at) => verb switch
    {
        "INSERT" or "MERGE" => NamesFrom(words, Skip(words, at, "INTO", "ONLY"), 1),
        "DELETE" => NamesFrom(words, Skip(words, at, "FROM", "ONLY"), 1),
        "UPDATE" => NamesFrom(words, Skip(words, at, "ONLY"), 1),
        "TRUNCATE" => NamesFrom(words, Skip(words, at, "TABLE", "ONLY")),
        "DROP TABLE" or "DROP INDEX" or "DROP VIEW" or "DROP SEQUENCE" => NamesFrom(words, Skip(words, at, "CONCURRENTLY", "IF", "EXISTS")),
        "ALTER TABLE" or "REINDEX TABLE" or "REINDEX INDEX" or "REFRESH VIEW" or "REFRESH" or "ALTER INDEX" => NamesFrom(words, Skip(words, at, "VIEW", "CONCURRENTLY", "IF", "EXISTS", "ONLY"), 1),
        "VACUUM" or "ANALYZE" or "CLUSTER" => NamesFrom(words, Skip(words, at, "(", ")", "FULL", "FREEZE", "VERBOSE", "ANALYZE", "ONLY")),
        "LOCK" => NamesFrom(words, Skip(words, at, "TABLE", "ONLY")),
        "COPY" => NamesFrom(words, at, 1),
        "CREATE INDEX" or "CREATE TRIGGER" => NamesFrom(words, words.FindIndex(w => w.Is("ON")) is >= 0 and var on ? Skip(words, on + 1, "ONLY") : words.Count, 1),
        "GRANT" or "REVOKE" => words.FindIndex(w => w.Is("ON")) is >= 0 and var of && !(of + 1 < words.Count && (words[of + 1].Is("ALL") || Objects.Contains(words[of + 1].Text.ToUpperInvariant()) && !words[of + 1].Is("TABLE")))
            ? NamesFrom(words, Skip(words, of + 1, "TABLE")) : [],
        _ => [],
    };

    private static int Skip(List<SqlToken> words, int at, params ReadOnlySpan<string> keywords)
    {
        while (at < words.Count && keywords.Contains(words[at].Text.ToUpperInvariant())) at++;
        return at;
    }

    /// <summary>Names, with their schemas, between commas.</summary>
    private static List<string> NamesFrom(List<SqlToken> words, int at, int most = int.MaxValue)
    {
        List<string> names = [];
        while (at < words.Count && words[at].IsIdentifier && names.Count < most)
        {
            var name = words[at++].Text;
            while (at + 1 < words.Count && words[at].Text == "." && words[at + 1].IsIdentifier)
            {
                name += "." + words[at + 1].Text;
                at += 2;
            }
            names.Add(name);
            while (at < words.Count && words[at].Text is "*" or "(" or ")") at++;
            if (at >= words.Count || words[at].Text != ",") break;
            at++;
        }
        return names;
    }
}
