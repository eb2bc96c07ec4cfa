using System.Text;

namespace OpsPortal.Runbooks.Shell;

internal sealed partial class StatementReader
{
    /// <summary>The parts of the word being read; neighbours of one kind are one part.</summary>
    private sealed class WordBuilder
    {
        private readonly StringBuilder literal = new();
        private readonly List<WordPart> parts = [];
        private bool quoted;

        public void Add(char c, bool inQuotes = false) => Run(inQuotes).Append(c);

        public void Add(string s, bool inQuotes) => Run(inQuotes).Append(s);

        public void Add(WordPart part)
        {
            Flush();
            parts.Add(part);
        }

        /// <summary>A pair of quotes makes a word even where nothing stands between them.</summary>
        public void Quotes()
        {
            Flush();
            parts.Add(new LiteralPart("", true));
        }

        public List<WordPart> Parts()
        {
            Flush();
            if (parts.Count > 1) parts.RemoveAll(p => p is LiteralPart { Text: "" });
            return parts is [] ? [new LiteralPart("", true)] : parts;
        }

        private StringBuilder Run(bool inQuotes)
        {
            if (inQuotes != quoted) Flush();
            quoted = inQuotes;
            return literal;
        }

        private void Flush()
        {
            if (literal.Length > 0) parts.Add(new LiteralPart(literal.ToString(), quoted));
            literal.Clear();
        }
    }

    private Word? ReadWord()
    {
        var start = at;
        while (at < limit && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '_' or '.' or '/' or '=' or ':' or ',')) at++;
        if (at > start && (at == limit || text[at] is ' ' or '\n')) return new(start, at, [new LiteralPart(text[start..at], false)]);
        at = start;
        var word = new WordBuilder();
        while (at < limit && ReadPart(word, start))
            if (failure is not null) return null;
        if (failure is not null) return null;
        return at > start ? new(start, at, word.Parts()) : Fail<Word>(at < limit ? $"\"{text[at]}\" is not expected here" : "the command breaks off");
    }

    /// <summary>One more piece of the word; false where the word ends.</summary>
    private bool ReadPart(WordBuilder word, int start)
    {
        var c = text[at];
        if (c is '\n' or ';' or '|' or '&' or '(' or ')' || IsBlank(c)) return false;
        switch (c)
        {
            case '\\': return ReadEscape(word);
            case '\'': return ReadSingleQuoted(word);
            case '"': return ReadDoubleQuoted(word);
            case '`': return ReadBackquoted(word, false);
            case '$': return ReadDollar(word, false);
            case '<' or '>' when at == start && at + 1 < limit && text[at + 1] == '(':
                return ReadProcess(word, c);
            case '<' or '[' or '{' when PlaceholderEnd(at) is > 0 and var end:
                word.Add(new PlaceholderPart(text[at..end].TrimStart('<', '[', '{').TrimEnd('>', ']', '}')));
                at = end;
                return true;
            case '<' or '>': return false;
            default:
                word.Add(c);
                at++;
                return true;
        }
    }

    private bool ReadEscape(WordBuilder word)
    {
        if (Continuation(at) is > 0 and var next)
        {
            // Only the very end of a line glues two halves of a word; a backslash with blanks behind it ends the word.
            if (text[next - 2] != '\\') return false;
            at = next;
            return true;
        }
        if (at + 1 < limit) word.Add(text[at + 1], true);
        else word.Add('\\');
        at = Math.Min(at + 2, limit);
        return true;
    }

    private bool ReadSingleQuoted(WordBuilder word)
    {
        var end = text.IndexOf('\'', at + 1, limit - at - 1);
        if (end < 0)
        {
            at = limit;
            return Fail("a single quote is not closed");
        }
        // An apostrophe inside a word ("don't") opens no quotation over several lines.
        if (at > 0 && end > at + 1 && char.IsLetter(text[at - 1]) && char.IsLetter(text[at + 1]) && text.AsSpan(at, end - at).Contains('\n'))
            return Fail("a single quote is not closed");
        word.Quotes();
        word.Add(text[(at + 1)..end], true);
        at = end + 1;
        return true;
    }

    private bool ReadDoubleQuoted(WordBuilder word)
    {
        word.Quotes();
        at++;
        while (at < limit)
            switch (text[at])
            {
                case '"':
                    at++;
                    return true;
                case '\\' when at + 1 < limit && text[at + 1] is '$' or '`' or '"' or '\\':
                    word.Add(text[at + 1], true);
                    at += 2;
                    break;
                case '\\' when at + 1 < limit && text[at + 1] == '\n':
                    at += 2;
                    break;
                case '$':
                    if (!ReadDollar(word, true)) return false;
                    break;
                case '`':
                    if (!ReadBackquoted(word, true)) return false;
                    break;
                default:
                    word.Add(text[at++], true);
                    break;
            }
        return Fail("a double quote is not closed");
    }
}
