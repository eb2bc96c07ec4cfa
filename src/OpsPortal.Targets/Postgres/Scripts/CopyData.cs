namespace OpsPortal.Targets.Postgres.Scripts;

/// <summary>The lines of data behind a COPY … FROM STDIN, up to <c>\.</c> or the end of the script.</summary>
internal sealed class CopyData(IAsyncEnumerator<string> lines, StatementSplitter splitter)
{
    private bool ended;

    public async ValueTask<string?> NextAsync()
    {
        if (ended) return null;
        ended = !await lines.MoveNextAsync();
        if (ended) return null;
        splitter.Skip(lines.Current);
        ended = lines.Current == "\\.";
        return ended ? null : lines.Current;
    }
}
