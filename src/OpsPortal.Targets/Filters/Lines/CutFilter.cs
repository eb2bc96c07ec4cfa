using System.Text;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters.Lines;

/// <summary>Parts of each line.</summary>
internal sealed class CutFilter(Cut cut) : LineFilter
{
    public override async ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        var result = cut.Unit switch { CutUnit.Fields => Fields(line), CutUnit.Characters => Characters(line), _ => Bytes(line) };
        return result is null || await next(result, cancellation);
    }

    private bool Wanted(int number) => cut.Ranges.Any(r => number >= r.From && number <= (r.To ?? int.MaxValue)) != cut.Complement;

    private string? Fields(string line)
    {
        if (!line.Contains(cut.Delimiter, StringComparison.Ordinal)) return cut.OnlyDelimited ? null : line;
        return string.Join(cut.OutputDelimiter ?? cut.Delimiter, line.Split(cut.Delimiter).Where((_, i) => Wanted(i + 1)));
    }

    private string Characters(string line)
    {
        var (result, last, number) = (new StringBuilder(), 0, 0);
        foreach (var rune in line.EnumerateRunes())
        {
            number++;
            if (!Wanted(number)) continue;
            // what stood apart stays apart, where a delimiter is given; ranges that touch do not
            if (cut.OutputDelimiter is { } delimiter && last > 0 && Begins(number, last)) result.Append(delimiter);
            result.Append(rune.ToString());
            last = number;
        }
        return result.ToString();
    }

    private bool Begins(int number, int last) => last != number - 1 || (!cut.Complement && cut.Ranges.Any(r => r.From == number) && !cut.Ranges.Any(r => r.From < number && number <= (r.To ?? int.MaxValue)));

    private string Bytes(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        return bytes.Length == line.Length ? Characters(line) : Encoding.UTF8.GetString([.. bytes.Where((_, i) => Wanted(i + 1))]);
    }
}
