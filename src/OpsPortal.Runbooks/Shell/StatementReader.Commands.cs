namespace OpsPortal.Runbooks.Shell;

internal sealed partial class StatementReader
{
    private static readonly string[] Closers = ["then", "elif", "else", "fi", "do", "done", "esac", "}"];

    private static readonly HashSet<string> Declarations = ["export", "declare", "local", "readonly", "typeset"];

    /// <summary>A reserved word at the beginning of a command.</summary>
    private bool AtWord(string word) =>
        Peek(word) && (word is ")" or ";;" || at + word.Length >= limit || text[at + word.Length] is '\n' or ';' or '&' or '|' or '(' or ')' or '<' or '>'
            || IsBlank(text[at + word.Length]));

    private bool AtCloser()
    {
        if (at >= limit) return false;
        if (text[at] is ')' || Peek(";;")) return true;
        return text[at] is 't' or 'e' or 'f' or 'd' or '}' && Closers.Any(AtWord);
    }

    private bool ReadCommand(out SimpleCommand? simple, out Compound? compound)
    {
        (simple, compound) = (null, null);
        if (depth >= DeepestNesting) return Fail("it is nested too deeply");
        if (at >= limit) return Fail("the command breaks off");
        if (AtCloser()) return Fail($"\"{FirstWord()}\" has no beginning");
        depth++;
        var start = at;
        if (CompoundBeginning() is { } keyword)
        {
            compound = ReadCompound(keyword);
            if (compound is not null) compound = WithRedirections(compound with { Start = start });
        }
        else simple = ReadSimple();
        depth--;
        return compound is not null || simple is not null;
    }

    private string FirstWord() =>
        text[at] is ')' or ';' ? text[at].ToString() : Closers.FirstOrDefault(AtWord) ?? text[at].ToString();

    private Compound? WithRedirections(Compound compound)
    {
        List<Redirection> redirections = [];
        var end = at;
        while (true)
        {
            SkipBlanks();
            if (!AtRedirection()) break;
            if (!ReadRedirection(redirections)) return null;
            end = at;
        }
        at = end;
        return compound with { End = end, Redirections = redirections };
    }

    private SimpleCommand? ReadSimple()
    {
        var start = at;
        var end = at;
        List<Assignment> assignments = [];
        List<Word> words = [];
        List<Redirection> redirections = [];
        var declares = false;
        while (true)
        {
            SkipBlanks();
            if (AtLineEnd()) break;
            if (AtRedirection())
            {
                if (!ReadRedirection(redirections)) return null;
            }
            else if (text[at] is ';' or '&' or '|' or ')') break;
            else if (text[at] == '(') return Fail<SimpleCommand>("\"(\" is not expected here");
            else if ((words.Count == 0 || declares) && AssignmentLength() is > 0 and var length)
            {
                if (ReadAssignment(length) is not { } assignment) return null;
                assignments.Add(assignment);
            }
            else if (ReadWord() is { } word)
            {
                words.Add(word);
                if (words.Count == 1 && word.Constant is { } first)
                {
                    if (first == "[[") return ReadTest(start, words);
                    declares = Declarations.Contains(first);
                }
            }
            else return null;
            end = at;
        }
        // The backslash of a last line that continues into nothing belongs to its command.
        if (AtLineEnd() && at > end && text.AsSpan(end, at - end).LastIndexOf('\\') is >= 0 and var backslash) end += backslash + 1;
        if (words.Count + assignments.Count + redirections.Count == 0) return Fail<SimpleCommand>($"\"{(at < limit ? text[at] : '\\')}\" is not expected here");
        at = end;
        return new(start, end, assignments, words, redirections);
    }
}
