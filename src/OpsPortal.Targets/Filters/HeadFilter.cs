namespace OpsPortal.Targets.Filters;

/// <summary>The first lines; with a negative count all but the last.</summary>
internal sealed class HeadFilter(int count) : LineFilter
{
    private readonly Queue<string> held = new();
    private int passed;

    public override async ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        if (count < 0)
        {
            held.Enqueue(line);
            return held.Count <= -(long)count || await next(held.Dequeue(), cancellation);
        }
        if (passed >= count) return false;
        passed++;
        return await next(line, cancellation) && passed < count;
    }
}
