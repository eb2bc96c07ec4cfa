using System.Text;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters.Lines;

/// <summary>Breaks long lines; a tab reaches to the next multiple of eight.</summary>
internal sealed class FoldFilter(Fold fold) : LineFilter
{
    public override async ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        var text = line;
        while (Fit(text) is var length && length < text.Length)
        {
            if (fold.AtBlanks && text.AsSpan(0, length).LastIndexOfAny(' ', '\t') is >= 0 and var blank) length = blank + 1;
            if (!await next(text[..length], cancellation)) return false;
            text = text[length..];
        }
        return await next(text, cancellation);
    }

    private int Fit(string text)
    {
        var column = 0;
        for (var i = 0; i < text.Length; i++)
        {
            column = text[i] switch { '\t' => (column / 8 * 8) + 8, '\b' => Math.Max(0, column - 1), _ when char.IsLowSurrogate(text[i]) => column, _ => column + 1 };
            if (column > fold.Width && i > 0) return i;
        }
        return text.Length;
    }
}

/// <summary>Tabs become blanks.</summary>
internal sealed class ExpandFilter(Expand expand) : LineFilter
{
    public override ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        if (!line.Contains('\t')) return next(line, cancellation);
        var (text, column, initial) = (new StringBuilder(), 0, true);
        foreach (var rune in line.EnumerateRunes())
        {
            if (rune.Value == '\t' && (initial || !expand.OnlyInitial))
            {
                var blanks = expand.Stop - (column % expand.Stop);
                text.Append(' ', blanks);
                column += blanks;
                continue;
            }
            if (rune.Value is not (' ' or '\t')) initial = false;
            text.Append(rune.ToString());
            column += rune.Value == '\t' ? expand.Stop - (column % expand.Stop) : 1;
        }
        return next(text.ToString(), cancellation);
    }
}

/// <summary>Runs of printable characters.</summary>
internal sealed class StringsFilter(Strings strings) : LineFilter
{
    public override async ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        var start = 0;
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] is (>= ' ' and <= '~') or '\t') continue;
            if (i - start >= strings.Shortest && !await next(line[start..i], cancellation)) return false;
            start = i + 1;
        }
        return true;
    }
}
