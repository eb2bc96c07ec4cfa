namespace OpsPortal.Runbooks.Shell;

/// <summary>
/// Statement after statement from a position that can be moved, so that a caller may read a stretch in another language and come back.
/// A statement that cannot be read costs one logical line: it becomes <see cref="Unparsed"/>, and reading goes on below it.
/// </summary>
internal sealed partial class StatementReader(string text, int depth = 0)
{
    private const int DeepestNesting = 48;

    private int at;
    private int limit = text.Length;
    private int depth = depth;
    private string? failure;

    // Looking ahead for a quote's end may fail at the end of the text. What that costs in all is bounded; once the bound
    // is reached, a statement may no longer reach beyond its logical line.
    private long wasted;

    public int Position { get => at; set => at = value; }

    public IReadOnlyList<Statement> All()
    {
        List<Statement> statements = [];
        while (Next() is { } statement) statements.Add(statement);
        return statements;
    }

    /// <summary>The next statement, or null at the end of the text.</summary>
    public Statement? Next()
    {
        limit = text.Length;
        SkipGap();
        if (at >= text.Length) return null;
        var start = at;
        var lineEnd = LogicalLineEnd(start);
        string? reason = null;
        if (wasted <= text.Length)
        {
            if (Attempt(start, text.Length) is { } statement) return statement;
            reason = failure;
            wasted += at - start;
        }
        if (Attempt(start, lineEnd) is { } line) return line;
        reason ??= failure;
        at = lineEnd;
        return new Unparsed(start, TrimmedEnd(start, lineEnd), reason!);
    }

    private Statement? Attempt(int start, int end)
    {
        (at, limit, failure) = (start, end, null);
        pending.Clear();
        var nesting = depth;
        var statement = ReadLine();
        depth = nesting;
        if (statement is null) return null;
        var last = at;
        SkipBlanks();
        if (at < limit && text[at] is not '\n' and not '#') return Fail<Statement>($"\"{text[at]}\" is not expected here");
        if (pending.Count == 0)
        {
            at = last;
            return statement;
        }
        SkipComment();
        return NewLine() ? statement with { End = at } : null;
    }

    /// <summary>Commands joined by <c>&amp;&amp;</c>, <c>||</c>, <c>;</c> and <c>&amp;</c>, up to the end of the line or a word that closes a compound.</summary>
    private Statement? ReadLine()
    {
        var start = at;
        List<SequencePart> parts = [];
        string? joint = null;
        while (true)
        {
            if (ReadPipeline() is not { } statement) return null;
            parts.Add(new(joint, statement));
            var end = at;
            SkipBlanks();
            joint = Peek("&&") ? "&&" : Peek("||") ? "||" : Peek(";") && !Peek(";;") ? ";" : Peek("&") && !Peek("&>") ? "&" : null;
            if (joint is null)
            {
                at = end;
                return Joined(start, end, parts);
            }
            at += joint.Length;
            end = at;
            SkipBlanks();
            if (joint is "&&" or "||")
            {
                if (!SkipLines()) return null;
            }
            else if (AtLineEnd() || AtCloser())
            {
                at = end;
                return joint == "&" ? new Sequence(start, end, parts) { Background = true } : Joined(start, end, parts);
            }
        }
    }

    private static Statement Joined(int start, int end, List<SequencePart> parts) =>
        parts is [var one] ? one.Statement.Until(end) : new Sequence(start, end, parts);

    private Statement? ReadPipeline()
    {
        var start = at;
        var negated = Peek("!") && at + 1 < limit && IsBlank(text[at + 1]);
        if (negated)
        {
            at++;
            SkipBlanks();
        }
        List<SimpleCommand> commands = [];
        List<Statement> mixed = [];
        while (true)
        {
            var from = at;
            if (!ReadCommand(out var simple, out var compound)) return null;
            var end = at;
            SkipBlanks();
            var errorsToo = Peek("|&");
            if (simple is not null)
            {
                if (errorsToo) simple = simple with { Redirections = [.. simple.Redirections, ErrorsToOutput(at)] };
                commands.Add(simple);
            }
            mixed.Add((Statement?)compound ?? new Pipeline(from, end, [simple!]));
            if (!Peek("|") || Peek("||"))
            {
                at = end;
                if (commands.Count == mixed.Count) return new Pipeline(start, end, commands, negated);
                return mixed is [var one] ? one with { Start = start } : new Compound(start, end, "|", mixed);
            }
            at += errorsToo ? 2 : 1;
            SkipBlanks();
            if (!SkipLines()) return null;
        }
    }

    private static Redirection ErrorsToOutput(int at) => new(2, ">&", new(at, at, [new LiteralPart("1", false)]));

    /// <summary>Statements up to one of the closers, which is left where it stands.</summary>
    private bool ReadStatements(List<Statement> into, params ReadOnlySpan<string> closers)
    {
        while (true)
        {
            SkipBlanks();
            if (!SkipLines(required: false)) return false;
            foreach (var closer in closers)
                if (AtWord(closer)) return true;
            if (at >= limit) return Fail($"\"{closers[^1]}\" is missing");
            if (ReadLine() is not { } statement) return false;
            into.Add(statement);
            SkipBlanks();
            if (at < limit && text[at] is not '\n' and not '#' && !AtCloser()) return Fail($"\"{text[at]}\" is not expected here");
        }
    }
}
