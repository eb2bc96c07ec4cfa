using System.Text;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters;

/// <summary>Counts, printed as GNU wc prints standard input: one count plain, several in columns of seven.</summary>
internal sealed class WordCountFilter(WordCount count) : LineFilter
{
    private long lines, words, characters, bytes, longest;

    public override ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        lines++;
        bytes += Encoding.UTF8.GetByteCount(line) + 1;
        characters++;
        var inWord = false;
        var width = 0L;
        foreach (var rune in line.EnumerateRunes())
        {
            characters++;
            width = rune.Value == '\t' ? (width / 8 * 8) + 8 : Rune.IsControl(rune) ? width : width + 1;
            var blank = Rune.IsWhiteSpace(rune);
            if (!blank && !inWord) words++;
            inWord = !blank;
        }
        longest = Math.Max(longest, width);
        return ValueTask.FromResult(true);
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        var all = !(count.Lines || count.Words || count.Characters || count.Bytes || count.LongestLine);
        List<long> counts = [];
        if (count.Lines || all) counts.Add(lines);
        if (count.Words || all) counts.Add(words);
        if (count.Characters) counts.Add(characters);
        if (count.Bytes || all) counts.Add(bytes);
        if (count.LongestLine) counts.Add(longest);
        await next(counts.Count == 1 ? $"{counts[0]}" : string.Join(' ', counts.Select(c => $"{c,7}")), cancellation);
    }
}
