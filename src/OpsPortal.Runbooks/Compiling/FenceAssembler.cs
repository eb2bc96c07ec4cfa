using OpsPortal.Runbooks.Expectations;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>
/// Gives each command its comments. A comment belongs to the command below it; what to expect, how long to wait and what to verify
/// belong to the command above. A comment with no command of its own is an instruction to a person, and so a step.
/// </summary>
internal sealed class FenceAssembler
{
    private sealed class Draft(int line, int endLine, string source)
    {
        public int Line => line;
        public string? Title;
        public Statement? Statement;
        public Statement? Session;
        public Expectation? Expectation;
        public TimeSpan? WaitAfter;
        public readonly List<string> Output = [];

        public FenceCommand Finish(int firstLine) => new(firstLine + line, firstLine + endLine, source, Title, Statement)
        {
            Session = Session,
            Expectation = (Expectation ?? (Output.Count > 0 ? new(ExpectationKind.Output, string.Join('\n', Output), endLine + 1) : null)) is { } e ? e with { Line = e.Line + firstLine } : null,
            WaitAfter = WaitAfter,
            Diagnostics = FenceDiagnostics.Of(source, Statement, firstLine + line),
        };
    }

    private readonly List<Draft> drafts = [];
    private readonly List<CommentText> comments = [];
    private readonly List<CommentText> group = [];

    private Draft? Previous => drafts.LastOrDefault();

    public static IReadOnlyList<FenceCommand> Assemble(IReadOnlyList<FenceItem> items, int firstLine)
    {
        var assembler = new FenceAssembler();
        foreach (var item in items) assembler.Add(item);
        assembler.Distribute(null);
        return [.. assembler.drafts.Select(d => d.Finish(firstLine))];
    }

    private void Add(FenceItem item)
    {
        switch (item)
        {
            case FenceComment { Trailing: true } trailing when Previous is { } own:
                if (CommentText.Of(trailing) is { } beside) Beside(own, beside);
                break;
            case FenceComment comment:
                if (CommentText.Of(comment) is { } text) comments.Add(text);
                break;
            case FenceOutput output:
                Previous?.Output.Add(output.Text);
                break;
            case FenceStatement statement:
                var draft = new Draft(statement.Line, statement.EndLine, statement.Source) { Statement = statement.Statement, Session = statement.Session };
                Distribute(draft);
                drafts.Add(draft);
                break;
        }
    }

    private static void Beside(Draft own, CommentText comment)
    {
        if (comment.Waits(out _) is { } wait) own.WaitAfter = wait;
        else if (ExpectationReader.Tells(comment.Words)) own.Expectation = ExpectationReader.Read(comment.Words, comment.Line);
        else own.Title = own.Title is null ? comment.Words : CommentText.Join(own.Title, comment.Words);
    }

    /// <summary>Deals the comments since the last command out to it, to the next one, and to instructions of their own.</summary>
    private void Distribute(Draft? next)
    {
        var above = next is null ? comments.Count : comments.Count - BlockAbove(next.Line);
        for (var i = 0; i < comments.Count; i++)
        {
            var comment = comments[i];
            if (group.Count > 0 && (comment.Numbered || comment.Line > group[^1].Line + 1)) Instruct();
            if (comment.Waits(out var more) is { } wait && group.Count == 0)
            {
                if (Previous is { } waiting) waiting.WaitAfter = wait;
                if (more || Previous is null) group.Add(comment);
            }
            else if (ExpectationReader.Tells(comment.Words) && (group.Count > 0 && i >= above ? next : group.Count == 0 ? Previous ?? next : Instruct()) is { } expecting)
            {
                expecting.Expectation ??= ExpectationReader.Read(Listing(ref i), comment.Line);
            }
            else if (comment.Verifies && i < above && group.Count == 0 && Previous is { } verified)
                verified.Expectation ??= ExpectationReader.Read(comment.Words, comment.Line);
            else group.Add(comment);
        }
        comments.Clear();
        if (next is null || group.Count == 0) Instruct();
        else
        {
            next.Title = CommentText.Join(group.Select(c => c.Words));
            group.Clear();
        }
    }

    /// <summary>How many of the last comments stand right above a line.</summary>
    private int BlockAbove(int line)
    {
        var count = 0;
        while (count < comments.Count && comments[^(count + 1)].Line == line - count - 1) count++;
        return count;
    }

    /// <summary>"Expected output:" and the lines that follow it.</summary>
    private string Listing(ref int i)
    {
        var words = comments[i].Words;
        if (!words.EndsWith(':')) return words;
        List<string> listing = [words];
        while (i + 1 < comments.Count && comments[i + 1].Line == comments[i].Line + 1 && !comments[i + 1].Numbered) listing.Add(comments[++i].Words);
        return string.Join('\n', listing);
    }

    private Draft? Instruct()
    {
        if (group.Count == 0) return Previous;
        var instruction = new Draft(group[0].Line, group[^1].Line, string.Join('\n', group.Select(c => c.Words))) { Title = CommentText.Join(group.Select(c => c.Words)) };
        if (group[0].Waits(out _) is { } wait) instruction.WaitAfter = wait;
        group.Clear();
        drafts.Add(instruction);
        return instruction;
    }
}
