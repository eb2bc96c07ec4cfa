using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>A fence of shell commands without prompts. A command may open a session; what follows then runs inside it.</summary>
internal sealed class ShellFence(string text)
{
    private readonly FenceText fence = new(text);
    private readonly StatementReader shell = new(text);
    private QueryReader? sql;
    private Session? session;

    public List<FenceItem> Items()
    {
        List<FenceItem> items = [];
        var at = 0;
        while ((at = fence.SkipComments(at, hash: true, items)) < text.Length)
        {
            var statement = Read(at);
            if (statement is null) break;
            items.Add(fence.Item(statement, session?.Opener));
            at = statement.End;
            if (session is not null && session.EndsWith(statement)) session = null;
            else session = Session.OpenedBy(statement) ?? session;
        }
        return items;
    }

    private Statement? Read(int at)
    {
        if (session is { Language: "redis" } && QueryWords.BeginsRedis(text, at)) return Query(at, fence.LineEnd(at), "redis");
        if (session is { Language: "sql" } ? QueryWords.BeginsSql(text, at) : QueryWords.BeginsUnmistakableSql(text, at))
        {
            sql ??= new(text, "sql", amongCommands: true);
            return Query(at, sql.End(at), "sql");
        }
        shell.Position = at;
        var statement = shell.Next();
        if (statement is not null && session is not null && !session.Takes(statement)) session = null;
        return statement;
    }

    private Query Query(int at, int end, string language)
    {
        // a comment of the shell may stand behind a query, too
        if (language == "redis" && text.AsSpan(at, end - at).IndexOf(" #") is > 0 and var comment) end = at + comment;
        while (end > at + 1 && char.IsWhiteSpace(text[end - 1])) end--;
        return new(at, end, language, text[at..end]);
    }
}
