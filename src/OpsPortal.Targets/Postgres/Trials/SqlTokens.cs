using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Postgres.Trials;

internal enum SqlKind { Word, Name, Literal, Symbol }

/// <param name="Text">As written.</param>
/// <param name="Depth">Of the parentheses around it.</param>
internal readonly record struct SqlToken(SqlKind Kind, string Text, int Start, int Depth)
{
    public int End => Start + Text.Length;
    public bool IsIdentifier => Kind is SqlKind.Word or SqlKind.Name;

    /// <summary>A keyword at the statement's own level.</summary>
    public bool Is(string keyword) => Kind == SqlKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The words of a statement; comments are left out.</summary>
internal static partial class SqlTokens
{
    [GeneratedRegex("""(?<c>--[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)|(?<l>[eE]'(?:[^'\\]|\\.|'')*'|(?:[uU]&|[bBxXnN])?'(?:[^']|'')*'|\$(?<tag>\w*)\$.*?\$\k<tag>\$|\d[\w.]*)|(?<n>"(?:[^"]|"")*")|(?<w>[\p{L}_][\w$]*)|(?<s>\S)""", RegexOptions.Singleline)]
    private static partial Regex Token();

    public static List<SqlToken> Of(string sql)
    {
        List<SqlToken> tokens = [];
        var depth = 0;
        foreach (Match match in Token().Matches(sql))
        {
            if (match.Groups["c"].Success) continue;
            if (match.Value is ")") depth = Math.Max(0, depth - 1);
            var kind = match.Groups["l"].Success ? SqlKind.Literal : match.Groups["n"].Success ? SqlKind.Name : match.Groups["w"].Success ? SqlKind.Word : SqlKind.Symbol;
            tokens.Add(new(kind, match.Value, match.Index, depth));
            if (match.Value is "(") depth++;
        }
        return tokens;
    }

    /// <summary>What is called: identifiers right before a parenthesis, in lower case, without their schema.</summary>
    public static IEnumerable<string> Calls(IReadOnlyList<SqlToken> tokens) =>
        tokens.Zip(tokens.Skip(1)).Where(p => p.First.IsIdentifier && p.Second.Text == "(").Select(p => Plain(p.First.Text)).Distinct();

    /// <summary>As the catalogue has it.</summary>
    public static string Plain(string identifier) => identifier.StartsWith('"') ? identifier[1..^1].Replace("\"\"", "\"") : identifier.ToLowerInvariant();

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"")}\"";
}
