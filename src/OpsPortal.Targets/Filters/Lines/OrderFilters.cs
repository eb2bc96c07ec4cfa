using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters.Lines;

internal sealed class ReverseCharactersFilter : LineFilter
{
    public override ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation) => next(string.Concat(line.EnumerateRunes().Reverse()), cancellation);
}

/// <summary>Everything has to be held.</summary>
internal sealed class ReverseLinesFilter(ReverseLines reverse) : LineFilter
{
    private const long MostHeld = 128L << 20;

    private readonly Stack<string> lines = new();
    private long held;

    public override ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        if ((held += line.Length + 16) > MostHeld) throw new FilterException($"{reverse.Source}: more than {MostHeld >> 19} MiB to hold. Narrow the input first, e.g. with --tail, --since or grep.");
        lines.Push(line);
        return ValueTask.FromResult(true);
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        while (lines.TryPop(out var line))
            if (!await next(line, cancellation)) return;
    }
}

internal sealed class NumberLinesFilter(NumberLines numbers) : LineFilter
{
    private long number = numbers.Start;

    public override ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        if (line.Length == 0 && !numbers.Empty) return next(numbers.BlankWithoutNumber ? line : new string(' ', numbers.Width + numbers.Separator.Length), cancellation);
        var numbered = $"{number}".PadLeft(numbers.Width) + numbers.Separator + line;
        number += numbers.Step;
        return next(numbered, cancellation);
    }
}

internal sealed class PassingFilter : LineFilter
{
    public override ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation) => next(line, cancellation);
}
