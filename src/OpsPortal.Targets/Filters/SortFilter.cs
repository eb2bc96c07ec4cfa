using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters;

/// <summary><c>sort</c> in the C locale. Everything has to be held, so there is a limit.</summary>
internal sealed class SortFilter(Sort sort) : LineFilter
{
    /// <summary>256 MiB.</summary>
    private const long MemoryLimit = 256L << 20;

    /// <summary>What a string and its place in the list cost beside its characters, in bytes.</summary>
    private const int LineOverhead = 32;

    private readonly List<string> lines = [];
    private readonly LineComparer comparer = new(sort);
    private long held;

    public override ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        held += LineOverhead + 2L * line.Length;
        if (held > MemoryLimit)
            throw new FilterException($"{sort.Source}: more than {MemoryLimit >> 20} MiB to sort. Narrow the input first, e.g. with --tail, --since or grep.");
        lines.Add(line);
        return ValueTask.FromResult(true);
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        string? before = null;
        // OrderBy is stable, List.Sort is not.
        foreach (var line in lines.OrderBy(line => line, comparer))
        {
            if (sort.Unique && before is not null && comparer.SameKeys(before, line)) continue;
            before = line;
            if (!await next(line, cancellation)) return;
        }
    }
}
