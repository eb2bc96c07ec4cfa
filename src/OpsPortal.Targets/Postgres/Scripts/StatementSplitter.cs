using System.Text;
using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Postgres.Scripts;

/// <summary>A statement or a command of psql's own, in a script.</summary>
/// <param name="Start">Offset of its first character in all that was read, line ends counted as one.</param>
/// <param name="Line">1-based line on which it ends, as psql names it in its errors.</param>
/// <param name="Meta">A command of psql (<c>\connect x</c>).</param>
internal sealed record ScriptPiece(string Text, int Start, int Line, bool Meta = false)
{
    /// <summary>Lines of data follow, up to <c>\.</c>.</summary>
    public bool TakesData => !Meta && CopyFromInput().IsMatch(Text);

    private static Regex CopyFromInput() => Patterns.CopyFromInput();
}

internal static partial class Patterns
{
    [GeneratedRegex(@"^\s*COPY\s.*\bFROM\s+STDIN\b", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    public static partial Regex CopyFromInput();

    [GeneratedRegex(@"^\s*COPY\s.*\bTO\s+STDOUT\b", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    public static partial Regex CopyToOutput();
}

/// <summary>
/// Finds where statements end, line by line, as psql's own reader does (PostgreSQL's src/fe_utils/psqlscan.l): strings, quoted names, dollar
/// quotes, nested comments, parentheses and bodies of functions hold no end.
/// </summary>
internal sealed class StatementSplitter(IReadOnlyDictionary<string, string>? variables = null)
{
    private enum Within { Nothing, String, EscapeString, Name, DollarQuote, Comment }

    private readonly StringBuilder text = new();
    private readonly List<string> firstWords = [];
    private Within within;
    private string dollarTag = "";
    private int commentDepth, openParentheses, openBlocks, offset, start, line;

    /// <summary>Characters that wait for their statement's end.</summary>
    public int Held => text.Length;

    /// <summary>What ends on this line.</summary>
    public IEnumerable<ScriptPiece> Add(string source)
    {
        line++;
        var at = 0;
        while (at < source.Length)
        {
            if (within == Within.Nothing && text.Length == 0)
            {
                if (char.IsWhiteSpace(source[at]))
                {
                    at++;
                    continue;
                }
                // a comment in front of a statement is no part of it
                if (Follows(source, at, "--")) break;
                start = offset + at;
            }
            if (within == Within.Nothing && source[at] == '\\' && openBlocks == 0)
            {
                // a command of psql takes the rest of its line, and what stands before it
                if (text.Length > 0 && Taken(source[at..]) is { } query) yield return query;
                else yield return new(source[at..].TrimEnd(), offset + at, line, Meta: true);
                at = source.Length;
                break;
            }
            var ends = Step(source, ref at);
            if (ends && Taken("") is { } piece) yield return piece;
        }
        if (text.Length > 0) text.Append('\n');
        offset += source.Length + 1;
    }

    /// <summary>A line that belongs to data, not to a statement.</summary>
    public void Skip(string source)
    {
        line++;
        offset += source.Length + 1;
    }

    /// <summary>What is left without a semicolon; null where only blanks and comments are.</summary>
    public ScriptPiece? End()
    {
        within = Within.Nothing;
        return Taken("");
    }

    private ScriptPiece? Taken(string ending)
    {
        var taken = text.ToString().TrimEnd() + (ending.Length > 0 ? $" {ending}" : "");
        text.Clear();
        firstWords.Clear();
        openParentheses = openBlocks = 0;
        return taken.Length == 0 || taken == ";" || OnlyComments(taken) ? null : new(taken, start, line);
    }

    /// <summary>One lexical element; true where it ends the statement.</summary>
    private bool Step(string source, ref int at)
    {
        switch (within)
        {
            case Within.String or Within.EscapeString:
                if (within == Within.EscapeString && source[at] == '\\' && at + 1 < source.Length) text.Append(source[at++]);
                else if (source[at] == '\'') within = Within.Nothing;
                text.Append(source[at++]);
                return false;
            case Within.Name:
                if (source[at] == '"') within = Within.Nothing;
                text.Append(source[at++]);
                return false;
            case Within.Comment:
                if (Follows(source, at, "*/")) commentDepth--;
                else if (Follows(source, at, "/*")) commentDepth++;
                else
                {
                    text.Append(source[at++]);
                    return false;
                }
                text.Append(source, at, 2);
                at += 2;
                if (commentDepth == 0) within = Within.Nothing;
                return false;
            case Within.DollarQuote:
                if (source[at] == '$' && Follows(source, at, dollarTag))
                {
                    text.Append(dollarTag);
                    at += dollarTag.Length;
                    within = Within.Nothing;
                }
                else text.Append(source[at++]);
                return false;
            default:
                return Plain(source, ref at);
        }
    }

    private bool Plain(string source, ref int at)
    {
        var c = source[at];
        if (Follows(source, at, "--"))
        {
            text.Append(source, at, source.Length - at);
            at = source.Length;
            return false;
        }
        if (Follows(source, at, "/*"))
        {
            (within, commentDepth) = (Within.Comment, 1);
            text.Append("/*");
            at += 2;
            return false;
        }
        if (c == '$' && DollarTag(source, at) is { } tag)
        {
            (within, dollarTag) = (Within.DollarQuote, tag);
            text.Append(tag);
            at += tag.Length;
            return false;
        }
        if (c == ':' && variables is not null && Variable(source, ref at)) return false;
        if (char.IsLetter(c) || c == '_')
        {
            var end = at + 1;
            while (end < source.Length && (char.IsLetterOrDigit(source[end]) || source[end] is '_' or '$')) end++;
            var word = source[at..end];
            text.Append(word);
            at = end;
            if (end < source.Length && source[end] == '\'' && word is "e" or "E")
            {
                within = Within.EscapeString;
                text.Append('\'');
                at++;
            }
            else Word(word.ToUpperInvariant());
            return false;
        }
        text.Append(c);
        at++;
        switch (c)
        {
            case '\'': within = Within.String; break;
            case '"': within = Within.Name; break;
            case '(': openParentheses++; break;
            case ')': openParentheses = Math.Max(0, openParentheses - 1); break;
            case ';': return openParentheses == 0 && openBlocks == 0;
        }
        return false;
    }

    /// <summary>The body of a function in SQL (<c>BEGIN ATOMIC … END</c>) has semicolons of its own.</summary>
    private void Word(string word)
    {
        if (firstWords.Count < 4) firstWords.Add(word);
        if (openParentheses > 0 || firstWords is not (["CREATE", "FUNCTION" or "PROCEDURE", ..] or ["CREATE", "OR", "REPLACE", "FUNCTION" or "PROCEDURE", ..])) return;
        if (word == "BEGIN" || (word == "CASE" && openBlocks > 0)) openBlocks++;
        else if (word == "END" && openBlocks > 0) openBlocks--;
    }

    /// <summary><c>:name</c>, <c>:'name'</c> as a string, <c>:"name"</c> as a name.</summary>
    private bool Variable(string source, ref int at)
    {
        if (Follows(source, at, "::"))
        {
            text.Append("::");
            at += 2;
            return true;
        }
        var quote = at + 1 < source.Length && source[at + 1] is '\'' or '"' ? source[at + 1] : '\0';
        var from = at + (quote == '\0' ? 1 : 2);
        var end = from;
        while (end < source.Length && (char.IsLetterOrDigit(source[end]) || source[end] == '_')) end++;
        if (end == from || (quote != '\0' && (end >= source.Length || source[end] != quote)) || !variables!.TryGetValue(source[from..end], out var value)) return false;
        text.Append(quote == '\0' ? value : $"{quote}{value.Replace($"{quote}", $"{quote}{quote}")}{quote}");
        at = quote == '\0' ? end : end + 1;
        return true;
    }

    private string? DollarTag(string source, int at)
    {
        if (text.Length > 0 && (char.IsLetterOrDigit(text[^1]) || text[^1] is '_')) return null;
        var end = at + 1;
        while (end < source.Length && (char.IsLetterOrDigit(source[end]) || source[end] == '_')) end++;
        return end < source.Length && source[end] == '$' && !(end > at + 1 && char.IsDigit(source[at + 1])) ? source[at..(end + 1)] : null;
    }

    private static bool Follows(string source, int at, string what) => string.CompareOrdinal(source, at, what, 0, what.Length) == 0;

    private static bool OnlyComments(string taken)
    {
        var rest = taken.AsSpan();
        while (true)
        {
            rest = rest.TrimStart(" \t\r\n;");
            if (rest.IsEmpty) return true;
            if (rest.StartsWith("--")) rest = rest.IndexOf('\n') is >= 0 and var end ? rest[end..] : [];
            else if (rest.StartsWith("/*") && rest.IndexOf("*/") is >= 0 and var close) rest = rest[(close + 2)..];
            else return false;
        }
    }
}
