using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>A fence copied from a terminal: what follows a prompt was typed, the rest was printed.</summary>
internal sealed class PromptFence
{
    private readonly string[] lines;
    private readonly Prompt?[] prompts;
    private readonly string language;
    private readonly bool hashIsPrompt;

    private PromptFence(string[] lines, Prompt?[] prompts, string language, bool hashIsPrompt) =>
        (this.lines, this.prompts, this.language, this.hashIsPrompt) = (lines, prompts, language, hashIsPrompt);

    /// <summary>Null where the fence has no prompt.</summary>
    public static PromptFence? Find(string text, string language, string? query)
    {
        var lines = text.Split('\n');
        var first = lines.FirstOrDefault(l => !string.IsNullOrWhiteSpace(l) && l.TrimStart()[0] != '#');
        var angle = first is not null && Prompt.Angle(first);
        var prompts = Array.ConvertAll(lines, l => Prompt.Of(l, angle));
        if (prompts.Any(p => p is { Continues: false })) return new(lines, prompts, query ?? "shell", false);
        if (language is not ("console" or "shell-session" or "shellsession" or "terminal" or "sh-session" or "bash-session")) return null;
        prompts = Array.ConvertAll(lines, Prompt.Root);
        return prompts.Any(p => p is not null) ? new(lines, prompts, "shell", true) : null;
    }

    public List<FenceItem> Items()
    {
        List<FenceItem> items = [];
        Statement? opener = null;
        string? openerPrompt = null;
        for (var at = 0; at < lines.Length;)
        {
            if (prompts[at] is not { Continues: false } prompt)
            {
                Printed(at++, items);
                continue;
            }
            var (statement, source, comment, next) = Typed(at, prompt);
            if (statement is not null)
            {
                var inside = opener is not null && prompt.Text != openerPrompt;
                items.Add(new FenceStatement(at, next - 1, source, statement, inside ? opener : null));
                if (!inside) (opener, openerPrompt) = Session.OpenedBy(statement) is { } opened ? (opened.Opener, prompt.Text) : (null, null);
            }
            if (comment is not null) items.Add(new FenceComment(at, comment, Trailing: statement is not null));
            at = next;
        }
        return items;
    }

    private void Printed(int line, List<FenceItem> items)
    {
        var text = lines[line].TrimEnd();
        if (text.Length == 0) return;
        if (!hashIsPrompt && text.TrimStart()[0] == '#') items.Add(new FenceComment(line, text.Trim(), Trailing: false));
        else items.Add(new FenceOutput(line, text));
    }

    /// <summary>What was typed at a prompt: its lines up to the end of the statement, or none where only a comment was.</summary>
    private (Statement? Statement, string Source, string? Comment, int Next) Typed(int at, Prompt prompt)
    {
        var to = at + 1;
        while (to < lines.Length && prompts[to] is null or { Continues: true }) to++;
        var chunk = string.Join('\n', Enumerable.Range(at, to - at).Select(i => lines[i][(prompts[i]?.Length ?? 0)..]));
        var fence = new FenceText(chunk);
        List<FenceItem> comments = [];
        var inLanguage = prompt.Language ?? language;
        var start = fence.SkipComments(0, hash: true, comments);
        if (start >= chunk.Length || fence.LineOf(start) > 0)
            return (null, "", comments.OfType<FenceComment>().FirstOrDefault(c => c.Line == 0)?.Text, at + 1);
        Statement statement;
        if (inLanguage == "shell") statement = new StatementReader(chunk) { Position = start }.Next()!;
        else
        {
            var end = new QueryReader(chunk, inLanguage, amongCommands: true).End(start);
            statement = new Query(start, end, inLanguage, chunk[start..end]);
        }
        var item = fence.Item(statement, null);
        comments.Clear();
        if (chunk.IndexOf('#', statement.End) is > 0 and var hash && fence.LineOf(hash) == item.EndLine)
            fence.SkipComments(statement.End, hash: true, comments);
        return (statement, item.Source, comments.OfType<FenceComment>().FirstOrDefault(c => c.Line == item.EndLine)?.Text, at + item.EndLine + 1);
    }
}
