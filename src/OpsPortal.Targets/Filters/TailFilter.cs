using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters;

/// <summary>The last lines, or those from a line on.</summary>
internal sealed class TailFilter(Tail tail) : LineFilter
{
    private readonly Queue<string> last = new();
    private int seen;

    public override async ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        if (tail.FromStart) return ++seen < tail.Lines || await next(line, cancellation);
        if (tail.Lines <= 0) return true;
        if (last.Count == tail.Lines) last.Dequeue();
        last.Enqueue(line);
        return true;
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        foreach (var line in last)
            if (!await next(line, cancellation)) return;
    }
}
