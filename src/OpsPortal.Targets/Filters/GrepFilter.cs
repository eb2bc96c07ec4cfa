using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters;

/// <summary>Selects lines as GNU grep does, context and counting included.</summary>
internal sealed class GrepFilter(Grep grep) : LineFilter
{
    private readonly LinePattern pattern = new(grep);
    private readonly Queue<(long Number, string Line)> before = new();
    private long number;
    private long selected;
    private long lastPrinted;
    private int afterLeft;

    /// <summary>At least one line was selected.</summary>
    public bool Selected => selected > 0;

    private bool HasContext => grep.Before > 0 || grep.After > 0;
    private bool Full => grep.MaxCount is { } most && selected >= most;

    public override async ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        if (Full && afterLeft == 0) return false;
        number++;
        if (!Full && pattern.Matches(line) != grep.Invert)
        {
            selected++;
            if (grep.Quiet) return false;
            return (grep.Count || await SelectAsync(line, next, cancellation)) && !(Full && (grep.Count || afterLeft == 0));
        }
        if (grep.Count || grep.Quiet) return true;
        if (afterLeft > 0)
        {
            afterLeft--;
            return await PrintAsync(number, line, '-', next, cancellation) && !(Full && afterLeft == 0);
        }
        if (grep.Before > 0)
        {
            if (before.Count == grep.Before) before.Dequeue();
            before.Enqueue((number, line));
        }
        return true;
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        if (grep.Count && !grep.Quiet) await next($"{selected}", cancellation);
    }

    private async ValueTask<bool> SelectAsync(string line, LineSink next, CancellationToken cancellation)
    {
        var first = before.TryPeek(out var earliest) ? earliest.Number : number;
        if (HasContext && lastPrinted > 0 && first > lastPrinted + 1 && !await next("--", cancellation)) return false;
        while (before.TryDequeue(out var context))
            if (!await PrintAsync(context.Number, context.Line, '-', next, cancellation)) return false;
        afterLeft = grep.After;
        return await PrintAsync(number, line, ':', next, cancellation);
    }

    private async ValueTask<bool> PrintAsync(long at, string line, char mark, LineSink next, CancellationToken cancellation)
    {
        lastPrinted = at;
        var prefix = grep.LineNumbers ? $"{at}{mark}" : "";
        if (!grep.OnlyMatching) return await next(prefix + line, cancellation);
        if (mark == '-' || grep.Invert) return true;
        foreach (var part in pattern.Parts(line))
            if (!await next(prefix + part, cancellation)) return false;
        return true;
    }
}
