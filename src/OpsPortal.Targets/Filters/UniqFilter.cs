using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters;

/// <summary>Makes one of equal neighbours.</summary>
internal sealed class UniqFilter(Uniq uniq) : LineFilter
{
    private string? current;
    private string? key;
    private long count;

    public override async ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        var itsKey = Key(line);
        if (current is not null && string.Equals(itsKey, key, uniq.IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
        {
            count++;
            return true;
        }
        var more = await WriteAsync(next, cancellation);
        (current, key, count) = (line, itsKey, 1);
        return more;
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation) => await WriteAsync(next, cancellation);

    private async ValueTask<bool> WriteAsync(LineSink next, CancellationToken cancellation)
    {
        if (current is null || (uniq.OnlyRepeated && count == 1) || (uniq.OnlyUnique && count > 1)) return true;
        return await next(uniq.Count ? $"{count,7} {current}" : current, cancellation);
    }

    /// <summary>What is compared: fields are blanks followed by non-blanks.</summary>
    private string Key(string line)
    {
        var at = 0;
        for (var field = 0; field < uniq.SkipFields && at < line.Length; field++)
        {
            while (at < line.Length && (line[at] is ' ' or '\t')) at++;
            while (at < line.Length && line[at] is not (' ' or '\t')) at++;
        }
        var start = Math.Min(line.Length, at + uniq.SkipCharacters);
        return uniq.Characters is { } most && most < line.Length - start ? line.Substring(start, most) : line[start..];
    }
}
