using System.Text;

namespace OpsPortal.Targets.Postgres.Catalog;

/// <summary>A name as psql's commands take it: <c>audit.*</c>, <c>user?</c>, <c>"Odd Name"</c>. Unquoted letters are small ones.</summary>
internal sealed record NamePattern(string? Schema, string Name)
{
    public static NamePattern Of(string text)
    {
        List<string> parts = [];
        var part = new StringBuilder();
        var quoted = false;
        foreach (var c in text)
            if (c == '"') quoted = !quoted;
            else if (quoted) part.Append(RegexEscaped(c));
            else if (c == '.')
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else part.Append(c switch { '*' => ".*", '?' => ".", _ => RegexEscaped(char.ToLowerInvariant(c)) });
        parts.Add(part.ToString());
        return new(parts.Count > 1 ? parts[^2] : null, parts[^1]);
    }

    /// <summary>The condition, to go on behind WHERE; without a schema only what the search path finds.</summary>
    /// <param name="visible">E.g. <c>pg_catalog.pg_table_is_visible(c.oid)</c>.</param>
    public static string Condition(string? text, string name, string? schema, string? visible)
    {
        if (text is null) return visible is null ? "" : $" AND {visible}";
        var pattern = Of(text);
        var condition = pattern.Name == ".*" ? "" : $" AND {name} OPERATOR(pg_catalog.~) {Literal(pattern.Name)} COLLATE pg_catalog.default";
        if (pattern.Schema is { } its) return its == ".*" || schema is null ? condition : $"{condition} AND {schema} OPERATOR(pg_catalog.~) {Literal(its)} COLLATE pg_catalog.default";
        return visible is null ? condition : $"{condition} AND {visible}";
    }

    private static string Literal(string pattern) => $"E'^({pattern.Replace("\\", "\\\\").Replace("'", "''")})$'";

    private static string RegexEscaped(char c) => "|*+?()[]{}.^$\\".Contains(c) ? $"\\{c}" : $"{c}";
}
