using System.Text;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Filters;

namespace OpsPortal.Targets.Filters.Lines;

/// <summary>tr. Line ends are characters like others, so it may join lines and make more of them.</summary>
internal sealed class TranslateFilter : LineFilter
{
    private const int LongestLine = 64 << 20;

    private readonly Translate translate;
    private readonly HashSet<char> first;
    private readonly HashSet<char> squeezed;
    private readonly Dictionary<char, char> map = [];
    private readonly char? others;
    private readonly StringBuilder line = new();
    private char? last;

    public TranslateFilter(Translate translate)
    {
        this.translate = translate;
        try
        {
            var from = CharacterSet.Expand(translate.First);
            var to = translate.Second is null ? null : CharacterSet.Expand(translate.Second, from.Length);
            first = [.. from];
            squeezed = [.. translate.Squeeze ? to ?? from : ""];
            if (translate.Delete || to is null) return;
            if (to.Length == 0) throw new FilterSyntaxException("tr has nothing to translate to");
            if (translate.Complement)
            {
                others = to[^1];
                return;
            }
            for (var i = 0; i < from.Length; i++)
                if (i < to.Length || !translate.Truncate) map[from[i]] = to[Math.Min(i, to.Length - 1)];
        }
        catch (FilterSyntaxException wrong)
        {
            throw new FilterException($"{wrong.Message}.");
        }
    }

    public override async ValueTask<bool> AcceptAsync(string text, LineSink next, CancellationToken cancellation)
    {
        foreach (var rune in text.EnumerateRunes())
            if (rune.IsAscii)
            {
                if (!await PutAsync((char)rune.Value, next, cancellation)) return false;
            }
            // the program sees bytes: none of these is in a set, so only what holds for all others happens to them
            else if (others is { } other)
            {
                for (var i = 0; i < rune.Utf8SequenceLength; i++)
                    if (!await WriteAsync(other, next, cancellation)) return false;
            }
            else if (!(translate.Delete && translate.Complement))
            {
                last = null;
                line.Append(rune.ToString());
            }
        return await PutAsync('\n', next, cancellation);
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        if (line.Length > 0) await next(line.ToString(), cancellation);
    }

    private async ValueTask<bool> PutAsync(char c, LineSink next, CancellationToken cancellation)
    {
        if (translate.Delete && first.Contains(c) != translate.Complement) return true;
        return await WriteAsync(others is { } other ? first.Contains(c) ? c : other : map.GetValueOrDefault(c, c), next, cancellation);
    }

    private async ValueTask<bool> WriteAsync(char c, LineSink next, CancellationToken cancellation)
    {
        // with one set alone its complement is squeezed
        if (translate.Squeeze && c == last && squeezed.Contains(c) != (translate.Complement && translate.Second is null)) return true;
        last = c;
        if (c != '\n')
        {
            if (line.Length >= LongestLine) throw new FilterException($"{translate.Source}: a line gets longer than {LongestLine >> 20} million characters.");
            line.Append(c);
            return true;
        }
        var whole = line.ToString();
        line.Clear();
        return await next(whole, cancellation);
    }
}
