using System.Collections.Frozen;

namespace OpsPortal.Runbooks.Risks;

/// <summary>
/// The words of SQL statements, in upper case, with their opening parentheses; strings, quoted names and comments carry no keyword of the
/// statement itself. Linear, and without a text for every name: only those that begin a statement or are called are told apart.
/// </summary>
internal ref struct SqlWords(string sql)
{
    /// <summary>Stands for a name whose letters make no difference.</summary>
    public const string Name = "";

    private static readonly FrozenSet<string> Told =
        ("SELECT SHOW TABLE VALUES WITH DESCRIBE DESC USE SET RESET BEGIN START COMMIT END ROLLBACK FETCH DECLARE CLOSE DISCARD LISTEN UNLISTEN EXPLAIN PRAGMA HELP STATUS " +
         "INSERT MERGE CREATE ALTER GRANT REVOKE CALL REFRESH REINDEX CLUSTER VACUUM COPY INTO DELETE FROM UPDATE WHERE DROP TRUNCATE COMMENT FOR ON DO KEY AS RECURSIVE " +
         "ANALYZE ANALYSE CONSTRAINT DEFAULT NOT IDENTITY EXPRESSION STDOUT GLOBAL PERSIST TO").Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Told.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly ReadOnlySpan<char> text = sql;
    private int at;

    /// <summary>Fills <paramref name="words"/> with the next statement, without the parentheses around it; false at the end of the text.</summary>
    public bool Next(List<string> words)
    {
        words.Clear();
        var name = 0..0;
        while (at < text.Length)
            switch (text[at])
            {
                case ';':
                    at++;
                    return true;
                case '(':
                    at++;
                    if (words.Count == 0) break;
                    if (words[^1].Length == 0) words[^1] = text[name].ToString().ToUpperInvariant();
                    words.Add("(");
                    break;
                case '\'': at = StringEnd(at); break;
                case '"': at = Behind("\"", at + 1); break;
                case '-' when Follows('-'): at = text[at..].IndexOf('\n') is >= 0 and var length ? at + length : text.Length; break;
                case '/' when Follows('*'): at = Behind("*/", at + 2); break;
                // a body in dollar quotes may do anything
                case '$' when DollarEnd() is > 0 and var end:
                    at = end;
                    words.Add("CREATE");
                    break;
                case '\\' when Follows('!'):
                    words.Add("\\!");
                    at += 2;
                    break;
                case var c when IsLetter(c) || (c == '\\' && at + 1 < text.Length && IsLetter(text[at + 1])):
                    name = at..WordEnd(at + 1);
                    words.Add(words.Count == 0 ? text[name].ToString().ToUpperInvariant() : Lookup.TryGetValue(text[name], out var told) ? told : Name);
                    at = name.End.Value;
                    break;
                default: at++; break;
            }
        return words.Count > 0;
    }

    private readonly bool Follows(char c) => at + 1 < text.Length && text[at + 1] == c;

    private readonly int Behind(string close, int from) => text[from..].IndexOf(close) is >= 0 and var length ? from + length + close.Length : text.Length;

    private readonly int StringEnd(int open)
    {
        for (var i = open + 1; ;)
        {
            var length = text[i..].IndexOf('\'');
            if (length < 0) return text.Length;
            i += length + 1;
            // a doubled quote is one of the text
            if (i >= text.Length || text[i] != '\'') return i;
            i++;
        }
    }

    private readonly int DollarEnd()
    {
        var end = at + 1;
        while (end < text.Length && IsPart(text[end])) end++;
        return end < text.Length && text[end] == '$' ? end + 1 : 0;
    }

    private readonly int WordEnd(int from)
    {
        while (from < text.Length && (IsPart(text[from]) || text[from] == '.')) from++;
        return from < text.Length && text[from] == '+' ? from + 1 : from;
    }

    private static bool IsLetter(char c) => char.IsLetter(c) || c == '_';

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || (!char.IsAscii(c) && (char.IsLetterOrDigit(c)
        || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.ConnectorPunctuation));
}
